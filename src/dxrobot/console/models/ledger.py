"""The table of months whose hours a manager has confirmed."""

from __future__ import annotations

from django.db import models


class HoursConfirmation(models.Model):
    """A manager says that the hours of one month of the department are right as they stood; rows are only ever added.

    A month that was confirmed again has several: the newest one is in force.
    """

    department = models.CharField(max_length=200)
    month = models.CharField(max_length=7)
    """``2026-06``."""
    confirmed_by = models.ForeignKey("console.User", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    figures = models.JSONField()
    """The month's sums as they stood (``Summary.as_json``)."""
    ledger_length = models.PositiveBigIntegerField()
    ledger_hash = models.CharField(max_length=64)
    """The hash of the newest entry of the ledger then: the entries that were confirmed are the chain up to it."""

    class Meta:
        indexes = [models.Index(fields=["department", "month", "id"], name="hours_of_month")]
