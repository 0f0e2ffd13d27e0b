"""The tables of the store: one model set for SQLite and PostgreSQL."""

from __future__ import annotations

from django.db import models


class Run(models.Model):
    """One run of a scenario, and the process that carries it out."""

    name = models.CharField(max_length=40, unique=True)
    scenario = models.CharField(max_length=100)
    job = models.CharField(max_length=200)
    mode = models.CharField(max_length=12)
    status = models.CharField(max_length=12)
    definition_hash = models.CharField(max_length=64)
    host = models.CharField(max_length=255)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
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
    """One record in a run and where it stands."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    ordinal = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=16)
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    robot_seconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "ordinal"], name="item_ordinal_once")]
        indexes = [models.Index(fields=["key"], name="item_key")]


class Intent(models.Model):
    """The entry of one record by one operation, once across all runs; ``run`` and ``attempt`` say who holds it now."""

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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mode", "operation", "item_key", "step"], name="intent_once")]
        indexes = [models.Index(fields=["item_key"], name="intent_item_key")]


class EnteredValue(models.Model):
    """One value as it was entered, and where it came from."""

    intent = models.ForeignKey(Intent, on_delete=models.CASCADE, related_name="values")
    parameter = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    value = models.TextField(blank=True)
    sensitive = models.CharField(max_length=20, blank=True)
    origins = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intent", "parameter"], name="entered_once")]


class Answer(models.Model):
    """What a person decided about one doubtful field; reused whenever the same scan is read again."""

    scan_digest = models.CharField(max_length=64)
    page = models.PositiveIntegerField()
    field = models.CharField(max_length=100)
    value = models.JSONField(null=True)
    settled_by = models.CharField(max_length=100)
    settled_at = models.DateTimeField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan_digest", "page", "field"], name="answer_once")]


class Approval(models.Model):
    """A person's leave to run one exact version of a scenario in production."""

    scenario = models.CharField(max_length=100)
    definition_hash = models.CharField(max_length=64)
    author = models.CharField(max_length=100)
    approved_by = models.CharField(max_length=100)
    approved_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scenario", "definition_hash"], name="approval_once")]


class LedgerRow(models.Model):
    """One ledger entry, chained to the one before; rows are only ever added."""

    sequence = models.PositiveBigIntegerField(unique=True)
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="ledger_row")
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
