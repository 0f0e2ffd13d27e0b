"""The tables of work that is wanted: orders, and the workers that carry them out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dxrobot.store.models.runs import Run

OPEN = ("waiting", "running")
"""The states of an order that something is still to be done about (dxrobot.store.orders.OrderState)."""


class Order(models.Model):
    """A run that is wanted (実行依頼): what is to be run, where, until when, and how far that has come.

    Whoever carries it out holds it under ``attempt`` until ``lease_until``, by the clock of the database.
    """

    scenario = models.CharField(max_length=100)
    mode = models.CharField(max_length=12)
    inputs = models.JSONField(default=dict)
    """What the run is started with, as it was written: lists of texts by name."""
    queue = models.CharField(max_length=64)
    priority = models.SmallIntegerField(default=0)
    """The higher goes first; of equal ones the older."""
    needs = models.JSONField(default=list)
    """What the machine must be able to do (dxrobot.queue.engine.ABILITIES)."""
    locks = models.JSONField(default=list)
    """Named locks that the run will want: it is not started while another run holds one of them."""
    limit_minutes = models.FloatField(default=480)
    """The run is ended after so many minutes, whatever it is doing."""
    deadline_at = models.DateTimeField(null=True)
    """After this moment it is pointless to begin."""
    not_before = models.DateTimeField(null=True)
    """It rests until then: something outside kept it from coming to its end."""
    schedule = models.CharField(max_length=100, blank=True, default="")
    fire_at = models.DateTimeField(null=True)
    """The moment of the schedule that it was made for."""
    state = models.CharField(max_length=12, default="waiting")
    reason = models.TextField(blank=True, default="")
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="orders")
    attempt = models.PositiveIntegerField(default=0)
    """How often it has been taken; who was overtaken holds an older number."""
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True, default="")
    """The worker that holds it, or held it last."""
    host = models.CharField(max_length=255, blank=True, default="")
    """The machine of that worker."""
    job = models.BigIntegerField(null=True)
    """The number by which an engine with a queue of its own knows it."""
    cancel_requested_at = models.DateTimeField(null=True)
    requested_by = models.CharField(max_length=100, blank=True, default="")
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    """When it was taken for the first time."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "fire_at"], name="fire_once")]
        # Of a million past orders, those to be done are a handful: only they are worth an index of their own.
        indexes = [
            models.Index(fields=["queue", "-priority", "id"], name="order_waiting", condition=Q(state="waiting")),
            models.Index(fields=["state", "lease_until"], name="order_open", condition=Q(state__in=OPEN)),
            models.Index(fields=["ended_at"], name="order_ended"),
        ]


class Worker(models.Model):
    """A robot PC's worker as it last told of itself."""

    name = models.CharField(max_length=100, unique=True)
    host = models.CharField(max_length=255)
    boot_id = models.CharField(max_length=64)
    pid = models.PositiveIntegerField()
    created = models.FloatField()
    version = models.CharField(max_length=40)
    browser = models.CharField(max_length=200, blank=True, default="")
    """The browser it found; empty where there is none."""
    salt_mark = models.CharField(max_length=16, blank=True, default="")
    """Tells its salt from another: with two of them one record's values would look like other values."""
    queues = models.JSONField(default=list)
    at_once = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12)
    error = models.TextField(blank=True, default="")
    """The last thing that went wrong, in words for staff."""
    error_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()
