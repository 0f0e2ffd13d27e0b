"""The tables of the store: one model set for SQLite and PostgreSQL."""

from __future__ import annotations

from django.db import models


class Run(models.Model):
    """One run of a scenario, and the process that carries it out.

    A run that is resumed stays the same run under the next ``attempt``.
    """

    name = models.CharField(max_length=40, unique=True)
    scenario = models.CharField(max_length=100)
    job = models.CharField(max_length=200)
    mode = models.CharField(max_length=12)
    status = models.CharField(max_length=12)
    definition_hash = models.CharField(max_length=64)
    host = models.CharField(max_length=255)
    attempt = models.PositiveIntegerField(default=1)
    inputs = models.JSONField(default=dict)
    """What the run was started with, as it was written: lists of texts by name."""
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    """When the run last said that it was at work; only its processes prove that it no longer is."""
    cancel_requested_at = models.DateTimeField(null=True)
    message = models.TextField(blank=True)


class Process(models.Model):
    """A process of a run: the runner, its Playwright driver, a browser process. Fencing asks whether all are dead.

    ``created`` tells it from a later process of the same number (dxrobot.store.processes).
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="processes")
    boot_id = models.CharField(max_length=64)
    pid = models.PositiveIntegerField()
    created = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "boot_id", "pid", "created"], name="process_once")]


class Item(models.Model):
    """One record in a run and where it stands; ``attempt`` is the attempt of the run that last worked on it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    ordinal = models.PositiveIntegerField()
    loop = models.CharField(max_length=200, blank=True)
    """Which ``for_each`` of the scenario it belongs to."""
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=100, blank=True, default="")
    """Which kind of record it is, where minutes by hand differ by kind."""
    content = models.CharField(max_length=64, blank=True)
    """Salted hash of what the record holds: a corrected one differs."""
    state = models.CharField(max_length=16)
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    robot_seconds = models.FloatField(default=0)
    attempt = models.PositiveIntegerField(default=1)
    counted = models.BooleanField(default=False)
    """Whether a ledger entry has counted it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "ordinal"], name="item_ordinal_once")]
        indexes = [models.Index(fields=["key"], name="item_key")]


class Intent(models.Model):
    """The entry of one record by one operation, once across all runs; ``run`` and ``attempt`` say who holds it now.

    ``attempt`` counts the claims on this intent, whichever runs made them.
    """

    mode = models.CharField(max_length=12)
    operation = models.CharField(max_length=100)
    item_key = models.CharField(max_length=200)
    step = models.CharField(max_length=100)
    state = models.CharField(max_length=12)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="intents")
    attempt = models.PositiveIntegerField(default=1)
    values_digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    outputs = models.JSONField(null=True)
    """What the operation returned, by name; None until it has come to its end."""
    earlier_stands = models.BooleanField(default=False)
    """Whether an earlier record with this key stood in the target at the entry: then a probe proves nothing."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mode", "operation", "item_key", "step"], name="intent_once")]
        indexes = [models.Index(fields=["item_key"], name="intent_item_key")]


class EnteredValue(models.Model):
    """One value as it was entered under one attempt of an intent, and where it came from."""

    intent = models.ForeignKey(Intent, on_delete=models.CASCADE, related_name="values")
    attempt = models.PositiveIntegerField(default=1)
    parameter = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    value = models.TextField(blank=True)
    sensitive = models.CharField(max_length=20, blank=True)
    origins = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intent", "attempt", "parameter"], name="entered_once")]


class Ruling(models.Model):
    """What a person decided about one item of a run: enter it again, or that its record is there, or not."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="rulings")
    item_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    decided_by = models.CharField(max_length=100)
    reason = models.TextField()
    decided_at = models.DateTimeField()


class PastEntry(models.Model):
    """A confirmed entry in whose place a person had the same record entered again; its values keep their attempt."""

    intent = models.ForeignKey(Intent, on_delete=models.CASCADE, related_name="past")
    attempt = models.PositiveIntegerField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="past_entries")
    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="past_entries")
    values_digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    outputs = models.JSONField(null=True)
    earlier_stands = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intent", "ruling"], name="past_entry_once")]


class Lock(models.Model):
    """Something that only one run may use at a time."""

    name = models.CharField(max_length=255, unique=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="locks")
    acquired_at = models.DateTimeField()


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


class LedgerFile(models.Model):
    """A file whose rows became ledger entries: the same content is never taken in twice."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=24)
    imported_at = models.DateTimeField()


class LedgerRow(models.Model):
    """One ledger entry, chained to the one before; rows are only ever added.

    It is of one attempt of a run, or of a row of an imported file.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="ledger_rows")
    attempt = models.PositiveIntegerField(default=1)
    file = models.ForeignKey(LedgerFile, on_delete=models.PROTECT, null=True, related_name="ledger_rows")
    corrects = models.PositiveBigIntegerField(null=True, unique=True)
    """Place in the chain of the entry that this one corrects; each is corrected once, the correction can be again."""
    fiscal_year = models.PositiveIntegerField(null=True)
    """年度 in which it counts; a correction counts in the year of what it corrects."""
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "attempt"], name="ledger_once")]
        indexes = [models.Index(fields=["fiscal_year", "sequence"], name="ledger_year")]


class LedgerHead(models.Model):
    """The end of the chain, in one row: whoever adds entries holds it, so that the chain never forks."""

    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    totals_version = models.PositiveIntegerField()
    """By which rules the kept totals were made; others make them anew."""


class GroupTotal(models.Model):
    """Kept totals of entries that are alike in everything by which totals are told apart.

    Minutes and seconds are whole ten-thousandths: entries have four decimals at the most, and sums stay exact.
    """

    year = models.PositiveIntegerField()
    month = models.CharField(max_length=15, blank=True)
    department = models.CharField(max_length=200, blank=True)
    job = models.CharField(max_length=500)
    tool = models.CharField(max_length=24)
    phase = models.CharField(max_length=12)
    items = models.BigIntegerField(default=0)
    gross_minutes = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class LedgerKindTotal(GroupTotal):
    """Kept totals of the confirmed items of one kind, beside the totals of their group."""

    kind = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "month", "department", "job", "tool", "phase", "kind"], name="ledger_kind_once"
            )
        ]


class LedgerTotal(GroupTotal):
    """Kept totals of the entries of one group."""

    runs = models.BigIntegerField(default=0)
    uncounted_runs = models.BigIntegerField(default=0)
    stated = models.BigIntegerField(default=0)
    unmeasurable = models.BigIntegerField(default=0)
    human_minutes = models.BigIntegerField(default=0)
    saved_minutes = models.BigIntegerField(default=0)
    rated_minutes = models.BigIntegerField(default=0)
    overtime_minutes = models.BigIntegerField(default=0)
    margin_minutes = models.BigIntegerField(default=0)
    saved_yen = models.BigIntegerField(default=0)
    runs_without_yen = models.BigIntegerField(default=0)
    runs_estimated = models.BigIntegerField(default=0)
    errors_before = models.BigIntegerField(default=0)
    errors_after = models.BigIntegerField(default=0)
    robot_seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "month", "department", "job", "tool", "phase"], name="ledger_total_once"
            )
        ]
