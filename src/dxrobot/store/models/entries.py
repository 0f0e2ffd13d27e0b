"""The tables of entries: intents, the values entered, what people decided about them."""

from __future__ import annotations

from django.db import models

from dxrobot.store.models.runs import Run


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
