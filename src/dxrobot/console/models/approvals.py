"""The tables of approving: versions that wait for a manager, and how the files of a version read."""

from __future__ import annotations

from django.db import models


class ApprovalRequest(models.Model):
    """Somebody asks that one exact version of a scenario may run in production."""

    scenario = models.CharField(max_length=100)
    definition_hash = models.CharField(max_length=64)
    requested_by = models.ForeignKey("console.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    note = models.TextField(blank=True)
    """What was changed and how it was tried, in the words of who asks."""
    state = models.CharField(max_length=10, default="open")
    """``open``, ``approved``, ``returned`` or ``outdated`` (the files have changed since)."""
    decided_by = models.ForeignKey("console.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "definition_hash"], name="asked_once", condition=models.Q(state="open")
            )
        ]
        indexes = [models.Index(fields=["state", "scenario"], name="request_state")]


class DefinitionText(models.Model):
    """The texts of all definition files of one version, kept so that a later one can be told from it."""

    definition_hash = models.CharField(max_length=64, unique=True)
    scenario = models.CharField(max_length=100)
    files = models.JSONField()
    """Text by name, as ``folder/name``."""
    kept_at = models.DateTimeField()
