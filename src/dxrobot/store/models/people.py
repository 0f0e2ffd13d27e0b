"""The tables of what people say: answers to questions and to doubtful fields, approvals."""

from __future__ import annotations

from django.db import models

from dxrobot.store.models.runs import Run


class Question(models.Model):
    """What a step of a scenario asks a person about one item, once across runs; ``run`` asked it last."""

    mode = models.CharField(max_length=12)
    scenario = models.CharField(max_length=100)
    item_key = models.CharField(max_length=200, blank=True)
    step = models.CharField(max_length=200)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="questions")
    question = models.TextField()
    type = models.CharField(max_length=12)
    choices = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    answer = models.JSONField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mode", "scenario", "item_key", "step"], name="question_once"),
        ]


class Answer(models.Model):
    """What a person decided about one doubtful field; reused whenever the same scan is read again."""

    scan_digest = models.CharField(max_length=64)
    page = models.PositiveIntegerField()
    field = models.CharField(max_length=100)
    value = models.JSONField(null=True)
    settled_by = models.CharField(max_length=100)
    settled_at = models.DateTimeField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="answers")
    run_attempt = models.PositiveIntegerField(default=1)
    """The attempt of the run whose ledger entry counts the person's time; 0 while none does."""
    seconds = models.FloatField(null=True)
    """How long the person looked, where that was measured."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan_digest", "page", "field"], name="answer_once")]


class Doubt(models.Model):
    """One field that the reading of a scan left to a person, with all that is needed to decide it."""

    scan_digest = models.CharField(max_length=64)
    page = models.PositiveIntegerField()
    field = models.CharField(max_length=100)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="doubts")
    """The run that asked last."""
    file = models.CharField(max_length=255)
    """Name of the scan without folders."""
    template = models.CharField(max_length=100)
    form_key = models.CharField(max_length=200, blank=True)
    """The value that names the form, as far as it was read."""
    position = models.PositiveIntegerField()
    """Place of the field in its template, from 0."""
    text = models.TextField(blank=True)
    value = models.JSONField(null=True)
    candidates = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    confidence = models.FloatField(null=True)
    crop = models.BinaryField(default=bytes)
    """PNG."""
    scan = models.TextField(blank=True, default="")
    """Where the scan lay when it was read, so that the whole page can be shown beside the field."""
    box = models.JSONField(null=True)
    """``[x, y, w, h]`` of the field in pixels of the page as given; None where that page is missing."""
    box_page = models.PositiveIntegerField(null=True)
    """Page of the scan that the field stands on; of a form of several pages, ``page`` is only the first."""
    box_turn = models.PositiveSmallIntegerField(default=0)
    """By how many degrees clockwise (0, 90, 180, 270) that page must be turned to stand upright."""
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan_digest", "page", "field"], name="doubt_once")]


class Lesson(models.Model):
    """What a person said of one reading; figures stay for good, what was read and said goes with the run's data."""

    scan_digest = models.CharField(max_length=64)
    page = models.PositiveIntegerField()
    field = models.CharField(max_length=100)
    template = models.CharField(max_length=100)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="lessons")
    read = models.JSONField(null=True)
    candidates = models.JSONField(default=list)
    said = models.JSONField(null=True)
    confidence = models.FloatField(null=True)
    reason = models.TextField(blank=True)
    right = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan_digest", "page", "field"], name="lesson_once")]


class Approval(models.Model):
    """A person's leave to run one exact version of a scenario in production."""

    scenario = models.CharField(max_length=100)
    definition_hash = models.CharField(max_length=64)
    author = models.CharField(max_length=100)
    approved_by = models.CharField(max_length=100)
    approved_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scenario", "definition_hash"], name="approval_once")]
