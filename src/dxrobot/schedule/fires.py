"""The moments at which a rule fires: pure arithmetic on a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.cron import cron_times
from dxrobot.schedule.days import days_from
from dxrobot.schedule.hours import OfficeHours
from dxrobot.schedule.opening import FIRST_YEAR, OpeningCalendar
from dxrobot.schedule.rules import AtTimes, Cron, CronDays, Every, Once, TimedRule, Times

_DAY = timedelta(days=1)


def fires_after(rule: TimedRule, after: datetime, opening: OpeningCalendar, hours: OfficeHours) -> Iterator[datetime]:
    """When ``rule`` fires later than ``after``, in order, as far as the calendar is known."""
    if isinstance(rule, Once):
        moment = rule.at.replace(tzinfo=JAPAN)
        if moment > after:
            yield moment
        return
    first = after.astimezone(JAPAN).date() - _DAY  # a series over midnight belongs to the day on which it begins
    first = max(first, date(FIRST_YEAR, 1, 1))
    if isinstance(rule, Cron):
        days = days_from(CronDays(line=rule.line), first, rule.on_closed, opening)
        times = [(0, at) for at in cron_times(rule.line)]
    else:
        days = days_from(rule.days, first, rule.on_closed, opening)
        times = moments(rule.times, hours)
    for day in days:
        for later, at in times:
            fire = datetime.combine(day + later * _DAY, at, tzinfo=JAPAN)
            if fire > after:
                yield fire


def next_fire(rule: TimedRule, after: datetime, opening: OpeningCalendar, hours: OfficeHours) -> datetime | None:
    """The first moment later than ``after`` at which ``rule`` fires; None when there is none."""
    return next(fires_after(rule, after, opening, hours), None)


def coming_fires(
    rule: TimedRule, after: datetime, number: int, opening: OpeningCalendar, hours: OfficeHours
) -> list[datetime]:
    """The next ``number`` moments, or as many as there are."""
    return list(islice(fires_after(rule, after, opening, hours), number))


def moments(times: Times, hours: OfficeHours) -> list[tuple[int, time]]:
    """The times of a day in order, each with the number of days (0 or 1) after the one that they belong to."""
    if isinstance(times, AtTimes):
        return [(0, at) for at in times.times]
    start, end = _bounds(times, hours)
    minutes = range(start, end + 1, times.minutes)
    return [(minute // 1440, time(minute % 1440 // 60, minute % 60)) for minute in minutes]


def _bounds(every: Every, hours: OfficeHours) -> tuple[int, int]:
    """First and last minute of a series, counted from midnight of its day."""
    start, end = every.start or hours.opens, every.end or hours.closes
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    return first, last if last > first else last + 1440
