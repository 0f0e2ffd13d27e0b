"""How the orders of schedules have ended: failures in a row, and what a day has brought."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from dxrobot.items import OrderState, RunStatus
from dxrobot.store.models import Arrival, DailyDigest, Order, Schedule

_LOOKED_BACK = 50
_WELL = (RunStatus.FINISHED, RunStatus.WAITING)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One order that did not come through."""

    schedule: str
    fire_at: datetime | None
    state: OrderState
    reason: str


@dataclass(frozen=True, slots=True)
class DayOfSchedules:
    """What schedules have done in a time."""

    finished: int = 0
    waiting: int = 0
    """Runs that wait for a person."""
    failed: tuple[Outcome, ...] = ()
    missed: tuple[Outcome, ...] = ()
    put_aside: tuple[str, ...] = ()
    """Files that were not taken, each with the reason."""
    open_now: int = 0
    """Orders that are not settled."""
    counts: Counter[str] = field(default_factory=Counter)
    """Orders by schedule."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.counts or self.put_aside)


def schedules_that_ended(since: datetime) -> list[Schedule]:
    """Schedules that an order of has been settled since."""
    names = Order.objects.filter(ended_at__gte=since).exclude(schedule="").values_list("schedule", flat=True)
    return list(Schedule.objects.filter(name__in=names.distinct()))


def failures_in_a_row(schedule: Schedule) -> list[Outcome]:
    """The latest orders of a schedule since the last one that came through, newest first.

    Cancelled ones and those that are not settled do not count.
    """
    orders = Order.objects.select_related("run").filter(schedule=schedule.name, fire_at__isnull=False)
    failures: list[Outcome] = []
    for order in orders.order_by("-fire_at")[:_LOOKED_BACK]:
        if order.state in (OrderState.WAITING, OrderState.RUNNING, OrderState.CANCELLED):
            continue
        if _came_through(order):
            break
        failures.append(_outcome(order))
    return failures


def claim_alert(schedule: Schedule) -> bool:
    """Take on telling people that a schedule fails; False when another has."""
    return bool(Schedule.objects.filter(pk=schedule.pk, alerted=False).update(alerted=True))


def end_alert(schedule: Schedule) -> None:
    """The schedule has come through again: its next failures are told anew."""
    Schedule.objects.filter(pk=schedule.pk, alerted=True).update(alerted=False)


def claim_digest(day: date, now: datetime) -> bool:
    """Take on sending the digest of ``day``; False when it has been sent."""
    if DailyDigest.objects.filter(day=day).exists():
        return False
    try:
        with transaction.atomic():
            DailyDigest.objects.create(day=day, sent_at=now)
    except IntegrityError:
        return False
    return True


def day_of_schedules(begin: datetime, end: datetime) -> DayOfSchedules:
    """What was settled from ``begin`` to ``end``."""
    orders = list(
        Order.objects.select_related("run").filter(ended_at__gte=begin, ended_at__lt=end).exclude(schedule="")
    )
    settled = [order for order in orders if order.state != OrderState.CANCELLED]
    failed = [order for order in settled if not _came_through(order) and order.state != OrderState.MISSED]
    aside = Arrival.objects.filter(taken=False, arrived_at__gte=begin, arrived_at__lt=end)
    return DayOfSchedules(
        finished=sum(order.run is not None and order.run.status == RunStatus.FINISHED for order in settled),
        waiting=sum(order.run is not None and order.run.status == RunStatus.WAITING for order in settled),
        failed=tuple(map(_outcome, failed)),
        missed=tuple(_outcome(order) for order in settled if order.state == OrderState.MISSED),
        put_aside=tuple(f"{name}: {reason}" for name, reason in aside.values_list("name", "reason")),
        open_now=Order.objects.filter(state__in=(OrderState.WAITING, OrderState.RUNNING)).count(),
        counts=Counter(order.schedule for order in settled),
    )


def _came_through(order: Order) -> bool:
    return order.state == OrderState.ENDED and order.run is not None and order.run.status in _WELL


def _outcome(order: Order) -> Outcome:
    reason = order.reason or (order.run.message if order.run is not None else "")
    return Outcome(order.schedule, order.fire_at, OrderState(order.state), reason)
