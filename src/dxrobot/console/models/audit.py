"""The tables of the audit trail."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """What one person did or looked at, chained to the entry before; rows are only ever added."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    login = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=60)
    object = models.CharField(max_length=200, blank=True)
    payload = models.TextField()
    """The whole entry as canonical JSON; the columns beside it are there to be searched."""
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["login", "sequence"], name="audit_login"),
            models.Index(fields=["action", "sequence"], name="audit_action"),
            models.Index(fields=["object", "sequence"], name="audit_object"),
        ]


class AuditHead(models.Model):
    """The end of the chain, in one row: whoever adds an entry holds it, so that the chain never forks."""

    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
