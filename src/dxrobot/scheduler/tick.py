"""One look at all schedules: those that are due place their orders and wait for their next moment.

Any number of dispatchers may look at once, and none leads. What a schedule is moved on from is compared in the
transaction that moves it and writes its orders, and an order is unique by schedule and moment: a moment is neither
lost nor met twice, whoever looks, and whichever way somebody sets the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, transaction
from loguru import logger

from dxrobot.items import RunStatus
from dxrobot.schedule.due import OnMissed, Terms, Verdict, judge
from dxrobot.schedule.fires import fires_after, next_fire
from dxrobot.schedule.rules import RULE, AfterScenario, Cron, Once, OnDays, TimedRule
from dxrobot.scheduler.desk import Desk, Prepared
from dxrobot.scheduler.placing import Placing, place_orders
from dxrobot.store.models import Schedule
from dxrobot.store.schedules import (
    coming_schedules,
    due_schedules,
    ended_since,
    following,
    move_on,
    move_on_together,
    orders_at,
    saw,
    set_back,
)

_AT_ONCE = 50
"""So many schedules are moved on in one transaction: others who write wait no longer than for these."""
_MOST_MOMENTS = 200
"""So many moments of one schedule are met in one transaction; the others follow."""
_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(slots=True)
class Ticked:
    """What one look has done."""

    placed: int = 0
    """Orders that are to be carried out."""
    recorded: int = 0
    """Moments that were recorded without being run."""
    more: bool = False
    """Whether something is due that has not been looked at yet."""
    stuck: set[int] = field(default_factory=set)
    """Schedules that broke in a way nobody foresaw: they are tried again with the next look."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to become of one schedule."""

    schedule: Schedule
    prepared: Prepared
    verdicts: Sequence[Verdict]
    next_fire_at: datetime | None


def tick(desk: Desk, now: datetime, without: frozenset[int] = frozenset()) -> Ticked:
    """Look once at the schedules that are due, except those of the numbers ``without``."""
    done = Ticked()
    for schedule in set_back(now):
        with _one_of_many(schedule, done.stuck):
            move_on(schedule, _next(desk, schedule, now), now)
    due = due_schedules(now, _AT_ONCE + 1, without)
    plans: list[_Plan] = []
    for schedule in due[:_AT_ONCE]:
        with _one_of_many(schedule, done.stuck):
            plans.append(_plan(desk, schedule, now))
    try:
        _carry_out(desk, plans, now, done)
    except (IntegrityError, DataError):
        for plan in plans:
            with _one_of_many(plan.schedule, done.stuck, IntegrityError, DataError):
                _carry_out(desk, [plan], now, done)
    done.more = len(due) > _AT_ONCE or any(plan.next_fire_at and plan.next_fire_at <= now for plan in plans)
    return done


@contextmanager
def _one_of_many(schedule: Schedule, stuck: set[int], *also: type[Exception]) -> Iterator[None]:
    """A schedule that is broken must not keep the others from their moments; a store that is gone concerns all."""
    try:
        yield
    except Exception as error:
        if isinstance(error, DatabaseError | InterfaceError) and not isinstance(error, also):
            raise
        logger.opt(exception=error).error("schedule {} cannot be looked after", schedule.pk)
        stuck.add(schedule.pk)


def _plan(desk: Desk, schedule: Schedule, now: datetime) -> _Plan:
    """What the calendar of today makes of a schedule's moments from the one that it waits for up to now."""
    rule = timed(schedule)
    waits_for = schedule.next_fire_at
    if rule is None or waits_for is None:
        raise TypeError("waits for no time")
    fires = fires_after(rule, waits_for - _JUST_BEFORE, desk.city.opening, desk.city.hours)
    met: list[datetime] = []
    upcoming: datetime | None = None
    for fire in islice(fires, _MOST_MOMENTS + 1):
        if fire > now or len(met) == _MOST_MOMENTS:
            upcoming = fire
            break
        met.append(fire)
    more = upcoming is not None and upcoming <= now
    verdicts = judge(met, now, terms_of(schedule), more=more)
    return _Plan(schedule, desk.prepare(schedule), verdicts, upcoming)


def _carry_out(desk: Desk, plans: Sequence[_Plan], now: datetime, done: Ticked) -> None:
    """Move on the schedules and write their orders, all or nothing."""
    if not plans:
        return
    with transaction.atomic():
        unchanged = move_on_together([(plan.schedule, plan.next_fire_at) for plan in plans], now)
        moved = [plan for plan in plans if plan.schedule.pk in unchanged]
        known = orders_at({plan.schedule.name: [one.fire_at for one in plan.verdicts] for plan in moved})
        placing = Placing(desk, now)
        for plan in moved:
            for one in plan.verdicts:
                placing.add(plan.schedule, plan.prepared, one, known[plan.schedule.name].get(one.fire_at))
        placed = placing.place()
    done.placed += placed
    done.recorded += sum(len(plan.verdicts) for plan in moved) - placed


def follow(desk: Desk, now: datetime) -> int:
    """Place the orders of schedules that wait for the end of another scenario; how many."""
    placed = 0
    for schedule in following():
        rule = RULE.validate_python(schedule.rule)
        if not isinstance(rule, AfterScenario):
            continue
        ends = ended_since(schedule, _statuses(rule))[:_MOST_MOMENTS]
        if not ends:
            continue
        verdicts = judge(ends, now, terms_of(schedule))
        prepared = desk.prepare(schedule)
        with transaction.atomic():
            if saw(schedule, max(ends[-1], schedule.seen_until or ends[-1]), now):
                placed += place_orders(desk, schedule, prepared, verdicts, now)
    return placed


def _statuses(rule: AfterScenario) -> Sequence[RunStatus]:
    # A run that waits for a person has not ended yet.
    ended = (RunStatus.FINISHED, RunStatus.STOPPED, RunStatus.FAILED)
    return ended[:1] if rule.finished else ended


def plan_anew(desk: Desk, now: datetime) -> int:
    """Find the next moment of every schedule again, since the city's days have changed; how many moved."""
    moved = 0
    for schedule in coming_schedules(now).iterator():
        with _one_of_many(schedule, set()):
            upcoming = _next(desk, schedule, now)
            if upcoming != schedule.next_fire_at:
                moved += move_on(schedule, upcoming, now)
    return moved


def _next(desk: Desk, schedule: Schedule, now: datetime) -> datetime | None:
    rule = timed(schedule)
    return next_fire(rule, now, desk.city.opening, desk.city.hours) if rule is not None else None


def timed(schedule: Schedule) -> TimedRule | None:
    """The rule of a schedule that waits for a time; None for one that waits for something else."""
    rule = RULE.validate_python(schedule.rule)
    return rule if isinstance(rule, OnDays | Cron | Once) else None


def terms_of(schedule: Schedule) -> Terms:
    """What a schedule says about moments that are not kept."""
    deadline = timedelta(minutes=schedule.deadline_minutes) if schedule.deadline_minutes is not None else None
    skips = frozenset(datetime.fromisoformat(moment).astimezone(UTC) for moment in schedule.skips)
    return Terms(OnMissed(schedule.on_missed), deadline, skips)
