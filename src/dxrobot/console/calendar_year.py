"""A fiscal year of the city's calendar: its months with their business days, and why the others are closed."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dxrobot.schedule.opening import OpeningCalendar

_SUNDAY_FIRST = calendar.Calendar(calendar.SUNDAY)
_APRIL = 4
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of a month."""

    day: date
    closed: str
    """Why the offices are closed; empty on a business day."""


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """One month."""

    first: date
    weeks: Sequence[Sequence[CalendarDay | None]]
    business_days: int
    named: Sequence[CalendarDay]
    """Its closed days but for weekends, each with its reason."""
    opened: Sequence[tuple[date, str]]
    """Its extra opening days with their names."""


def fiscal_year_of(day: date) -> int:
    """The fiscal year (April to March) that ``day`` belongs to."""
    return day.year if day.month >= _APRIL else day.year - 1


def months_of(fiscal_year: int, opening: OpeningCalendar) -> list[CalendarMonth]:
    """The twelve months of a fiscal year, April first."""
    firsts = [date(fiscal_year + (month < _APRIL), month, 1) for month in (*range(4, 13), 1, 2, 3)]
    return [_month(first, opening) for first in firsts]


def _month(first: date, opening: OpeningCalendar) -> CalendarMonth:
    weeks = [
        [CalendarDay(day, opening.why_closed(day)) if day.month == first.month else None for day in week]
        for week in _SUNDAY_FIRST.monthdatescalendar(first.year, first.month)
    ]
    days = [found for week in weeks for found in week if found]
    named = [one for one in days if one.closed and (one.day.weekday() < _SATURDAY or one.day in opening.closures)]
    opened = [(one.day, opening.openings[one.day]) for one in days if one.day in opening.openings]
    return CalendarMonth(first, weeks, sum(1 for one in days if not one.closed), named, opened)
