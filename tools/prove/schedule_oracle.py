"""When a rule fires, by asking of every day and every minute whether it does: slow, and nothing but the definitions.

It shares no arithmetic with the package: holidays are the Cabinet Office's published list, the nth business day is the
day up to which n were counted, cron's fields are read here once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.rules import (
    AtTimes,
    Cron,
    EveryDay,
    FromDay,
    MonthDays,
    NthOpenDay,
    NthWeekday,
    Once,
    OnClosed,
    OnDays,
    OneDate,
    OpenDays,
    Weekdays,
)

DAY = timedelta(days=1)
_PUBLISHED = {
    2024: "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23",
    2025: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24",
    2026: "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23",
    2027: "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23",
    2028: "1/1 1/10 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/22 10/9 11/3 11/23",
}
"""National holidays as published (国民の祝日について, 内閣府), substitute and bridging ones included."""
HOLIDAYS = {date(year, *map(int, written.split("/"))) for year, days in _PUBLISHED.items() for written in days.split()}
_YEAR_END = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
OFFICE = (time(8, 30), time(17, 15))


class Oracle:
    """The days of one city: ``closures`` are added to those of the law, ``openings`` taken from them."""

    def __init__(self, closures: Mapping[date, str], openings: Mapping[date, str]) -> None:
        self._closures, self._openings = closures, openings
        self.is_open = cache(self._is_open)

    def _is_open(self, day: date) -> bool:
        if day in self._openings:
            return True
        closed = day.weekday() >= 5 or day in HOLIDAYS or (day.month, day.day) in _YEAR_END
        return not closed and day not in self._closures

    def fires(self, rule: OnDays | Cron | Once, first: date, last: date) -> Iterator[datetime]:
        """Every moment of a rule that belongs to a day from ``first`` to ``last``."""
        if isinstance(rule, Once):
            if first <= rule.at.date() <= last:
                yield rule.at.replace(tzinfo=JAPAN)
            return
        minutes = list(_cron_minutes(rule.line) if isinstance(rule, Cron) else _minutes(rule.times))
        day = first
        while day <= last:
            if self._fires_on(day, rule):
                midnight = datetime.combine(day, time(), tzinfo=JAPAN)
                yield from (midnight + timedelta(minutes=minute) for minute in minutes)
            day += DAY

    def _fires_on(self, day: date, rule: OnDays | Cron) -> bool:
        """Whether ``day`` is one of the rule: meant itself, or where a closed day that is meant moves to."""
        meant = self._meant(day, rule)
        if rule.on_closed is OnClosed.RUN:
            return meant
        if not self.is_open(day):
            return False
        step = {OnClosed.BEFORE: DAY, OnClosed.AFTER: -DAY}.get(rule.on_closed)
        while not meant and step:
            other = day + step
            while not self.is_open(other) and not meant:
                meant = self._meant(other, rule)
                other += step
            step = None
        return meant

    def _meant(self, day: date, rule: OnDays | Cron) -> bool:
        return _cron_means(day, rule.line) if isinstance(rule, Cron) else self._is_one_of(day, rule.days)

    def _is_one_of(self, day: date, days: Any) -> bool:
        match days:
            case EveryDay():
                return True
            case OpenDays():
                return bool(self.is_open(day))
            case Weekdays():
                return day.weekday() in days.weekdays
            case NthOpenDay():
                if day.month not in days.months or not self.is_open(day):
                    return False
                return self._count_open(day.replace(day=1), day, days.number) == abs(days.number)
            case NthWeekday():
                place = (day.day + 6) // 7 if days.number > 0 else (_month_end(day).day - day.day) // 7 + 1
                return day.month in days.months and day.weekday() == days.weekday and place == abs(days.number)
            case MonthDays():
                last = day == _month_end(day) and -1 in days.days
                return day.month in days.months and (day.day in days.days or last)
            case OneDate():
                return bool(day == days.day)
            case FromDay():
                return bool(self.is_open(day)) and self._is_counted(day, days)
        raise TypeError(days)

    def _count_open(self, first: date, day: date, number: int) -> int:
        """Business days of the month up to ``day``, or from it on for a number that counts from the end."""
        through = (first, day) if number > 0 else (day, _month_end(day))
        return sum(map(self.is_open, _days(*through)))

    def _is_counted(self, day: date, days: FromDay) -> bool:
        """Whether exactly so many business days lie from ``day`` to a day of the base, which is not counted."""
        step, wanted = (DAY, -days.number) if days.number < 0 else (-DAY, days.number)
        counted, other = 1, day + step
        while counted <= wanted:
            if counted == wanted and self._is_one_of(other, days.base):
                return True
            counted += self.is_open(other)
            other += step
        return False


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def _month_end(day: date) -> date:
    while (day + DAY).month == day.month:
        day += DAY
    return day


def _minutes(times: Any) -> Iterator[int]:
    """The minutes, counted from midnight of the day that they belong to."""
    if isinstance(times, AtTimes):
        yield from (at.hour * 60 + at.minute for at in times.times)
        return
    start, end = times.start or OFFICE[0], times.end or OFFICE[1]
    minute, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    last += 1440 if last <= minute else 0
    while minute <= last:
        yield minute
        minute += times.minutes


def _cron_minutes(line: str) -> Iterator[int]:
    minute, hour = line.split()[:2]
    return (m for m in range(1440) if _fits(m // 60, hour, 0, 23) and _fits(m % 60, minute, 0, 59))


def _cron_means(day: date, line: str) -> bool:
    dom, month, dow = line.split()[2:]
    if not _fits(day.month, month, 1, 12):
        return False
    by_day, sunday_first = _fits(day.day, dom, 1, 31), (day.weekday() + 1) % 7
    by_week = _fits(sunday_first, dow, 0, 7) or (sunday_first == 0 and _fits(7, dow, 0, 7))
    if dom != "*" and dow != "*":
        return by_day or by_week
    return by_day and by_week


def _fits(number: int, field: str, least: int, most: int) -> bool:
    """Whether a field of cron takes a number: lists, ranges, steps."""
    for part in field.split(","):
        span, _slash, step = part.partition("/")
        first, dash, last = (str(least), "-", str(most)) if span == "*" else span.partition("-")
        end = int(last) if dash else (most if step else int(first))
        if int(first) <= number <= end and (number - int(first)) % int(step or 1) == 0:
            return True
    return False
