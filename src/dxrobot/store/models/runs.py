"""The tables of runs: the run, its processes, its items, what it holds."""

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
    overtaken = models.BooleanField(default=False)
    """Whether it was ever taken over from a machine on which nobody could prove its processes dead."""
    message = models.TextField(blank=True)
    doing = models.CharField(max_length=300, blank=True, default="")
    """What it is doing now, in words for staff; empty once it is over."""
    expected = models.PositiveIntegerField(null=True)
    """How many items the loop in hand will have, as far as that is known."""

    class Meta:
        indexes = [
            # Schedules ask which runs of a scenario have ended lately, people for its newest ones.
            models.Index(fields=["scenario", "finished_at"], name="run_ended"),
            models.Index(fields=["scenario", "-id"], name="run_newest"),
        ]


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


class Lock(models.Model):
    """Something that only one run may use at a time."""

    name = models.CharField(max_length=255, unique=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="locks")
    acquired_at = models.DateTimeField()


class MadeFile(models.Model):
    """A file that a run was about to put in its place, so that a later attempt of the run knows it for its own.

    ``digest`` is of its content: what a person has changed since is no longer the run's.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="made_files")
    attempt = models.PositiveIntegerField()
    path = models.TextField()
    digest = models.CharField(max_length=64)
    """SHA-256 in hex."""
