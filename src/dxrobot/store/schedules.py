"""Schedules in the store: kept, found when they are due, moved on by compare and set.

Several dispatchers may look after the same schedules: a schedule is moved on only from the moment and the revision
under which it was read, in the transaction that writes its orders; of two who try, one finds nothing to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.utils import IntegrityError

from dxrobot.definition import did_you_mean
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import OrderState, RunStatus
from dxrobot.store.lengths import must_fit
from dxrobot.store.models import Order, Run, Schedule
from dxrobot.store.statements import as_moment, change_each

CLOCK_STEP = timedelta(seconds=60)
"""A clock that goes back by less is corrected, not set."""
LATE_COMMIT = timedelta(hours=1)
"""So long after it ended a run may come to be seen."""
_SHOWN_NAMES = 20


def find_schedule(name: str) -> Schedule:
    """The schedule called ``name``; raises :class:`InputError` when there is none."""
    schedule = Schedule.objects.filter(name=name).first()
    if schedule is None:
        known = list(Schedule.objects.order_by("name").values_list("name", flat=True))
        listing = _("あるもの: {names}").format(names=", ".join(known[:_SHOWN_NAMES]) or _("なし"))
        raise InputError(
            _("スケジュール「{name}」がありません。").format(name=name), did_you_mean(name, known) or listing
        )
    return schedule


def keep_schedule(schedule: Schedule) -> None:
    """Write a new schedule down; raises :class:`InputError` when its name is taken, too long or none."""
    if not schedule.name.strip():
        raise InputError(_("スケジュールの名前がありません。"), _("仕事の分かる名前を付けてください。"))
    must_fit(Schedule, _("スケジュールの名前"), name=schedule.name)
    must_fit(Schedule, _("列の名前"), queue=schedule.queue)
    if Schedule.objects.filter(name=schedule.name).exists():
        raise _taken(schedule.name)
    try:
        schedule.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(schedule.name) from error


def _taken(name: str) -> InputError:
    return InputError(
        _("スケジュール「{name}」は、もうあります。").format(name=name),
        _("別の名前にするか、dxrobot schedule remove {name} で消してから作ってください。").format(name=name),
    )


def change_schedule(schedule: Schedule, **changes: object) -> bool:
    """Write a person's changes down, as long as nobody was quicker; False when somebody was."""
    same = Schedule.objects.filter(pk=schedule.pk, revision=schedule.revision)
    return bool(same.update(revision=F("revision") + 1, **changes))


def all_schedules() -> list[Schedule]:
    """Every schedule, those that fire next first."""
    return list(Schedule.objects.order_by(F("next_fire_at").asc(nulls_last=True), "name"))


def next_moments(number: int) -> list[tuple[str, datetime]]:
    """The schedules that fire next, each with its moment."""
    waiting = Schedule.objects.filter(paused=False, next_fire_at__isnull=False).order_by("next_fire_at", "name")
    return [(name, moment) for name, moment in waiting.values_list("name", "next_fire_at")[:number] if moment]


def due_schedules(now: datetime, number: int, without: Iterable[int] = ()) -> list[Schedule]:
    """Schedules whose moment has come, the longest due first."""
    due = Schedule.objects.filter(paused=False, next_fire_at__lte=now).exclude(pk__in=list(without))
    return list(due.order_by("next_fire_at")[:number])


def set_back(now: datetime) -> list[Schedule]:
    """Schedules that were looked after later than ``now``: the clock has been put back since."""
    return list(Schedule.objects.filter(paused=False, handled_at__gt=now + CLOCK_STEP))


def coming_schedules(now: datetime) -> QuerySet[Schedule]:
    """Schedules that wait for a moment after ``now``."""
    return Schedule.objects.filter(paused=False, next_fire_at__gt=now)


def move_on(schedule: Schedule, next_fire_at: datetime | None, now: datetime) -> bool:
    """Let a schedule wait for its next moment; False when it is no longer as it was read."""
    same = Schedule.objects.filter(
        pk=schedule.pk, revision=schedule.revision, paused=False, next_fire_at=schedule.next_fire_at
    )
    return bool(same.update(next_fire_at=next_fire_at, handled_at=now))


def move_on_together(moves: Sequence[tuple[Schedule, datetime | None]], now: datetime) -> set[int]:
    """Let schedules wait for their next moments, in the caller's transaction; the numbers of those still as read."""
    # All dispatchers hold them in the same order, so that none waits for one that waits for it.
    rows = Schedule.objects.select_for_update().filter(pk__in=[schedule.pk for schedule, _next in moves]).order_by("pk")
    stand = {pk: rest for pk, *rest in rows.values_list("pk", "revision", "paused", "next_fire_at")}
    same = [move for move in moves if stand.get(move[0].pk) == [move[0].revision, False, move[0].next_fire_at]]
    change_each(_MOVE_ON, [(as_moment(upcoming), as_moment(now), schedule.pk) for schedule, upcoming in same])
    return {schedule.pk for schedule, _next in same}


_MOVE_ON = "UPDATE store_schedule SET next_fire_at = %s, handled_at = %s WHERE id = %s"


def orders_at(moments: Mapping[str, Sequence[datetime]]) -> dict[str, dict[datetime, Order]]:
    """The orders that were already placed for moments of schedules, by the names of these."""
    found: dict[str, dict[datetime, Order]] = {name: {} for name in moments}
    every = {moment for of_one in moments.values() for moment in of_one}
    for order in Order.objects.filter(schedule__in=list(moments), fire_at__in=every) if every else ():
        if order.fire_at is not None:
            found[order.schedule][order.fire_at] = order
    return found


def free_moment(schedule: str, moment: datetime) -> datetime:
    """The first moment from ``moment`` on for which a schedule has no order: several files may come at once."""
    while Order.objects.filter(schedule=schedule, fire_at=moment).exists():
        moment += timedelta(microseconds=1)
    return moment


def wait_after_all(order: Order, deadline_at: datetime | None) -> bool:
    """Let an order wait that was recorded as missed while the clock was wrong; False when it has another state."""
    missed = Order.objects.filter(pk=order.pk, state=OrderState.MISSED, started_at__isnull=True)
    return bool(missed.update(state=OrderState.WAITING, reason="", deadline_at=deadline_at, ended_at=None))


def following() -> list[Schedule]:
    """Schedules that wait for the end of other scenarios."""
    return list(Schedule.objects.filter(paused=False, follows__gt=""))


def ended_since(schedule: Schedule, statuses: Sequence[RunStatus]) -> list[datetime]:
    """When runs of the scenario that ``schedule`` follows have ended that it has placed no order for, in order."""
    since = schedule.seen_until or schedule.created_at
    ends = Run.objects.filter(
        scenario=schedule.follows,
        mode=schedule.mode,
        status__in=statuses,
        finished_at__gt=max(since - LATE_COMMIT, schedule.created_at),
    ).order_by("finished_at")
    moments = [end for end in ends.values_list("finished_at", flat=True) if end is not None]
    known = orders_at({schedule.name: moments})[schedule.name]
    return [end for end in moments if end not in known]


def saw(schedule: Schedule, until: datetime, now: datetime) -> bool:
    """Write down up to which run a following schedule has seen; False when it is no longer as it was read."""
    same = Schedule.objects.filter(
        pk=schedule.pk, revision=schedule.revision, paused=False, seen_until=schedule.seen_until
    )
    return bool(same.update(seen_until=until, handled_at=now))


def latest_orders_of(schedules: Iterable[Schedule]) -> dict[str, Order]:
    """The order of the latest moment of each schedule, by its name."""
    latest = Order.objects.filter(schedule=OuterRef("name"), fire_at__isnull=False).order_by("-fire_at")
    rows = Schedule.objects.filter(pk__in=[schedule.pk for schedule in schedules])
    numbers = rows.annotate(latest=Subquery(latest.values("pk")[:1])).values_list("latest", flat=True)
    orders = Order.objects.select_related("run").filter(pk__in=[number for number in numbers if number])
    return {order.schedule: order for order in orders}


def usual_minutes(scenario: str, mode: str) -> float | None:
    """The longest of the last ten runs that came to their end, in minutes; None when there was none."""
    runs = Run.objects.filter(
        finished_at__isnull=False, scenario=scenario, mode=mode, attempt=1, status=RunStatus.FINISHED
    )
    times = [
        (finished - started).total_seconds() / 60
        for started, finished in runs.order_by("-finished_at").values_list("started_at", "finished_at")[:10]
        if finished is not None
    ]
    return max(times, default=None)


def watching() -> list[Schedule]:
    """Schedules that watch a folder."""
    return list(Schedule.objects.filter(paused=False).exclude(folder=""))


def set_trouble(schedule: Schedule, words: str) -> bool:
    """Write down what keeps a schedule from its work, or that nothing does; False when another has done so already."""
    told = Schedule.objects.filter(pk=schedule.pk)
    changing = told.filter(trouble="") if words else told.exclude(trouble="")
    return bool(changing.update(trouble=words))


def remove_schedule(schedule: Schedule) -> int:
    """Remove a schedule; how many of its orders still wait or run."""
    left = Order.objects.filter(schedule=schedule.name, state__in=(OrderState.WAITING, OrderState.RUNNING)).count()
    schedule.delete()
    return left
