"""Hours of the day: when offices are open, and when a target system must be left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.days import days_of_month
from dxrobot.schedule.opening import OpeningCalendar
from dxrobot.schedule.rules import Days

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the day from ``start`` to ``end``; an end that is not after the start is one of the day after."""

    start: time
    end: time

    def on(self, day: date) -> tuple[datetime, datetime]:
        """From when to when it lasts if it begins on ``day``."""
        begin = datetime.combine(day, self.start, tzinfo=JAPAN)
        end = datetime.combine(day, self.end, tzinfo=JAPAN)
        return begin, end if end > begin else end + _DAY

    def holds(self, begin: datetime, end: datetime) -> bool:
        """Whether all from ``begin`` to ``end`` lies within it, whichever day it begins on."""
        day = begin.astimezone(JAPAN).date()
        return any(start <= begin and end <= stop for start, stop in (self.on(day - _DAY), self.on(day)))

    def end_of(self, moment: datetime) -> datetime | None:
        """When the one that holds ``moment`` ends; None when none does."""
        day = moment.astimezone(JAPAN).date()
        return next((stop for start, stop in (self.on(day - _DAY), self.on(day)) if start <= moment < stop), None)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """開庁時間: 8:30 to 17:15 unless the city says otherwise (common 執務時間 of cities)."""

    opens: time = time(8, 30)
    closes: time = time(17, 15)


@dataclass(frozen=True, slots=True)
class Blackout:
    """A time in which a target system must be left alone: its backup, its batches."""

    name: str
    days: Days
    span: Span
    robot: str = ""
    """The robot whose system it is; empty for all."""

    def windows(self, first: date, last: date, opening: OpeningCalendar) -> Iterator[tuple[datetime, datetime]]:
        """From when to when it lasts, for each that begins on a day from ``first`` to ``last``."""
        month = first.replace(day=1)
        while month <= last:
            for day in days_of_month(self.days, month.year, month.month, opening):
                if first <= day <= last:
                    yield self.span.on(day)
            month = (month + 31 * _DAY).replace(day=1)


@dataclass(frozen=True)
class Blackouts:
    """All blackouts of a city, asked for those of some robots."""

    every: tuple[Blackout, ...] = ()
    opening: OpeningCalendar = field(default_factory=OpeningCalendar)

    def of(self, robots: Iterable[str]) -> tuple[Blackout, ...]:
        """Those that hold for a run that uses ``robots``."""
        used = {"", *robots}
        return tuple(blackout for blackout in self.every if blackout.robot in used)

    def in_the_way(self, begin: datetime, end: datetime, robots: Iterable[str]) -> Blackout | None:
        """The first blackout that a run from ``begin`` to ``end`` would meet; None when there is none."""
        first, last = begin.astimezone(JAPAN).date() - _DAY, end.astimezone(JAPAN).date()
        for blackout in self.of(robots):
            for start, stop in blackout.windows(first, last, self.opening):
                if start < end and begin < stop:
                    return blackout
        return None

    def next_start(self, begin: datetime, robots: Iterable[str], within: timedelta) -> datetime | None:
        """When the first blackout after ``begin`` starts; None when there is none ``within`` that time."""
        first, last = begin.astimezone(JAPAN).date(), (begin + within).astimezone(JAPAN).date()
        starts = (
            start
            for blackout in self.of(robots)
            for start, _stop in blackout.windows(first, last, self.opening)
            if start > begin
        )
        return min(starts, default=None)


def longest_gap(blackouts: Iterable[Blackout], first: date, days: int, opening: OpeningCalendar) -> timedelta:
    """The longest time without any of ``blackouts`` in ``days`` days from ``first`` on."""
    start = datetime.combine(first, time(), tzinfo=JAPAN)
    end = start + days * _DAY
    windows = [window for blackout in blackouts for window in blackout.windows(first - _DAY, end.date(), opening)]
    longest, free_from = timedelta(0), start
    for begin, stop in sorted(windows):
        longest = max(longest, min(begin, end) - free_from)
        free_from = max(free_from, min(stop, end))
    return max(longest, end - free_from)
