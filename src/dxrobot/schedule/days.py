"""The days that a rule means, found in a calendar."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from dxrobot.schedule.cron import cron_days
from dxrobot.schedule.opening import LAST_YEAR, OpeningCalendar
from dxrobot.schedule.rules import (
    LAST_DAY,
    CronDays,
    Days,
    EveryDay,
    FromDay,
    MonthDays,
    NthOpenDay,
    NthWeekday,
    OnClosed,
    OneDate,
    OpenDays,
    Weekdays,
)

_DAY = timedelta(days=1)
_LONGEST_CLOSURE = timedelta(days=62)
"""A day is not moved over a longer time in which the offices are closed."""


def days_of_month(days: Days | CronDays, year: int, month: int, opening: OpeningCalendar) -> list[date]:
    """The days of one month that ``days`` means, in order, closed ones included.

    Days that are counted from another one (:class:`FromDay`) are those that are counted from a day of this month.
    """
    match days:
        case EveryDay():
            return list(_month(year, month))
        case OpenDays():
            return opening.open_days_of_month(year, month)
        case Weekdays():
            return [day for day in _month(year, month) if day.weekday() in days.weekdays]
        case NthOpenDay():
            return _nth(opening.open_days_of_month(year, month), days.number) if month in days.months else []
        case NthWeekday():
            same = [day for day in _month(year, month) if day.weekday() == days.weekday]
            return _nth(same, days.number) if month in days.months else []
        case MonthDays():
            return _by_number(days, year, month)
        case OneDate():
            return [days.day] if (days.day.year, days.day.month) == (year, month) else []
        case FromDay():
            return _counted(days, year, month, opening)
        case CronDays():
            return cron_days(days.line, year, month)


def days_from(days: Days | CronDays, first: date, on_closed: OnClosed, opening: OpeningCalendar) -> Iterator[date]:
    """The days of a rule from ``first`` on, in order and each once, closed ones skipped or moved.

    A day may move into a neighbouring month: each month's days are held back until no later month can come before.
    """
    reach = _reach(days, on_closed)
    year, month = _months_back(first, reach)
    waiting: set[date] = set()
    while year <= LAST_YEAR:
        found = (_moved(day, on_closed, opening) for day in days_of_month(days, year, month, opening))
        waiting.update(day for day in found if day is not None and day >= first)
        year, month = year + month // 12, month % 12 + 1
        settled = date(year, month, 1) - reach
        for day in sorted(day for day in waiting if day < settled):
            waiting.remove(day)
            yield day
    yield from sorted(waiting)


def _reach(days: Days | CronDays, on_closed: OnClosed) -> timedelta:
    """How far a day may lie from the month that it is reckoned from."""
    if isinstance(days, FromDay):
        return _LONGEST_CLOSURE + 2 * abs(days.number) * _DAY
    return _LONGEST_CLOSURE if on_closed in (OnClosed.BEFORE, OnClosed.AFTER) else timedelta(0)


def _months_back(first: date, reach: timedelta) -> tuple[int, int]:
    start = first - reach
    return start.year, start.month


def _moved(day: date, on_closed: OnClosed, opening: OpeningCalendar) -> date | None:
    if on_closed is OnClosed.RUN or opening.is_open(day):
        return day
    if on_closed is OnClosed.SKIP:
        return None
    found = opening.count_from(day, 1 if on_closed is OnClosed.AFTER else -1)
    return found if found and abs(found - day) <= _LONGEST_CLOSURE else None


def _month(year: int, month: int) -> Iterator[date]:
    for number in range(1, calendar.monthrange(year, month)[1] + 1):
        yield date(year, month, number)


def _nth(days: list[date], number: int) -> list[date]:
    if abs(number) > len(days):
        return []
    return [days[number - 1 if number > 0 else number]]


def _counted(days: FromDay, year: int, month: int, opening: OpeningCalendar) -> list[date]:
    reach = _reach(days, OnClosed.RUN)
    bases = days_of_month(days.base, year, month, opening)
    found = ((base, opening.count_from(base, days.number)) for base in bases)
    return sorted({day for base, day in found if day and abs(day - base) <= reach})


def _by_number(days: MonthDays, year: int, month: int) -> list[date]:
    if month not in days.months:
        return []
    last = calendar.monthrange(year, month)[1]
    numbers = {last if number == LAST_DAY else number for number in days.days}
    return [date(year, month, number) for number in sorted(numbers) if number <= last]
