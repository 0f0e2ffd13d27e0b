"""The tables of the ledger: entries, the files they came from, and kept totals."""

from __future__ import annotations

from django.db import models

from dxrobot.store.models.runs import Run


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
