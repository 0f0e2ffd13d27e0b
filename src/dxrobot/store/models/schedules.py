"""The tables of schedules: when which scenario is to be run, and what has come into their folders."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Schedule(models.Model):
    """When a scenario is run, and what has become of it; the orders that it placed name it (``Order.schedule``)."""

    name = models.CharField(max_length=100, unique=True)
    scenario = models.CharField(max_length=100)
    mode = models.CharField(max_length=12)
    inputs = models.JSONField(default=dict)
    """What each run is started with, as it was written: lists of texts by name."""
    words = models.TextField()
    """The rule in words (dxrobot.schedule.written)."""
    rule = models.JSONField()
    on_missed = models.CharField(max_length=8)
    deadline_minutes = models.PositiveIntegerField(null=True)
    """So long after its moment it is pointless to begin."""
    minutes = models.PositiveIntegerField(null=True)
    """How long a run is expected to take; None: as long as earlier ones."""
    window = models.CharField(max_length=40, blank=True)
    """The part of the day inside which a run must begin and end, in words; empty: any."""
    queue = models.CharField(max_length=64, blank=True)
    priority = models.SmallIntegerField(default=0)
    next_fire_at = models.DateTimeField(null=True)
    """When it fires next; None when it never does again, or waits for something other than a time."""
    follows = models.CharField(max_length=100, blank=True)
    """The scenario whose end it waits for."""
    folder = models.TextField(blank=True)
    """The folder that it watches."""
    file_input = models.CharField(max_length=100, blank=True)
    """The input of the scenario that is given the file from the folder."""
    paused = models.BooleanField(default=False)
    skips = models.JSONField(default=list)
    """Moments (ISO 8601) that people took out."""
    revision = models.PositiveIntegerField(default=0)
    """Raised by every change that people make."""
    handled_at = models.DateTimeField(null=True)
    """When a dispatcher last looked after it; later than now only after the clock was put back."""
    seen_until = models.DateTimeField(null=True)
    """The end of the last run of ``follows`` that it has seen."""
    trouble = models.TextField(blank=True)
    """What keeps it from its work, in words for staff: a folder that is gone."""
    alerted = models.BooleanField(default=False)
    """Whether people were told that it fails again and again."""
    created_by = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["next_fire_at"], name="schedule_due", condition=Q(paused=False)),
            models.Index(fields=["handled_at"], name="schedule_handled"),
            models.Index(fields=["follows"], name="schedule_follows"),
        ]


class Arrival(models.Model):
    """A file that came into the folder of a schedule: taken, or put aside."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="arrivals")
    digest = models.CharField(max_length=64)
    """SHA-256 of its content."""
    name = models.CharField(max_length=255)
    path = models.TextField()
    """Where it was put."""
    taken = models.BooleanField()
    reason = models.TextField(blank=True)
    """Why it was put aside."""
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "digest"], name="content_taken_once", condition=Q(taken=True))
        ]


class DailyDigest(models.Model):
    """A day whose digest has been sent: of several dispatchers one sends it."""

    day = models.DateField(unique=True)
    sent_at = models.DateTimeField()
