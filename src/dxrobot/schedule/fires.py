"""The moments at which a rule fires: pure arithmetic on a calendar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.cron import cron_minutes
from dxrobot.schedule.days import days_from
from dxrobot.schedule.hours import OfficeHours
from dxrobot.schedule.opening import FIRST_YEAR, OpeningCalendar
from dxrobot.schedule.rules import AtTimes, Cron, CronDays, Every, Once, TimedRule, Times

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


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
        minutes: Sequence[int] = cron_minutes(rule.line)
    else:
        days = days_from(rule.days, first, rule.on_closed, opening)
        minutes = minutes_of(rule.times, hours)
    for day in days:
        midnight = datetime.combine(day, time(), tzinfo=JAPAN)
        passed = (after - midnight) / _MINUTE
        for minute in minutes[bisect_right(minutes, passed) :]:
            yield midnight + minute * _MINUTE


def next_fire(rule: TimedRule, after: datetime, opening: OpeningCalendar, hours: OfficeHours) -> datetime | None:
    """The first moment later than ``after`` at which ``rule`` fires; None when there is none."""
    return next(fires_after(rule, after, opening, hours), None)


def coming_fires(
    rule: TimedRule, after: datetime, number: int, opening: OpeningCalendar, hours: OfficeHours
) -> list[datetime]:
    """The next ``number`` moments, or as many as there are."""
    return list(islice(fires_after(rule, after, opening, hours), number))


def minutes_of(times: Times, hours: OfficeHours) -> Sequence[int]:
    """The times of a day in order, in minutes from its midnight; more than 1,440 of them lie in the day after."""
    if isinstance(times, AtTimes):
        return [at.hour * 60 + at.minute for at in times.times]
    start, end = _bounds(times, hours)
    return range(start, end + 1, times.minutes)


def _bounds(every: Every, hours: OfficeHours) -> tuple[int, int]:
    """First and last minute of a series, counted from midnight of its day."""
    start, end = every.start or hours.opens, every.end or hours.closes
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    return first, last if last > first else last + 1440
