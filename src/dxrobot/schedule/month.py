"""A month of all schedules: when each fires, and whose run meets a blackout, its window's end or another run. Pure.

Reckoned in whole minutes from a midnight before the month, so that hundreds of schedules take no time to speak of.
"""

from __future__ import annotations

import calendar
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.city import City
from dxrobot.schedule.cron import cron_minutes
from dxrobot.schedule.days import days_from
from dxrobot.schedule.fires import minutes_of
from dxrobot.schedule.hours import Span
from dxrobot.schedule.rules import Cron, CronDays, Once, TimedRule

DAY_MINUTES = 1440
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_BEFORE = 2
"""So many days before the month are reckoned too: runs and series that reach into it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What must be known of a schedule to plan a month of it."""

    number: int
    """Tells it from others."""
    rule: TimedRule
    minutes: float
    """How long a run is expected to take."""
    robots: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()
    """What only one run may use at a time."""
    window: Span | None = None
    """The part of the day inside which a run must begin and end."""
    skips: frozenset[datetime] = frozenset()
    since: datetime | None = None
    """It did not fire before."""


class TroubleKind(StrEnum):
    """What a run will meet."""

    BLACKOUT = "blackout"
    """It would reach into a blackout, and is not begun."""
    WINDOW = "window"
    """It would not come to its end inside its window, and is not begun."""
    CLASH = "clash"
    """It waits for a run of another schedule that holds the same lock."""
    BUSY = "busy"
    """It waits for the run before of the same schedule."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the run that begins at the minute ``at`` of the day will meet."""

    kind: TroubleKind
    at: int
    name: str = ""
    """The blackout, or the lock."""
    other: int = 0
    """The schedule whose run holds the lock, and when that began."""
    other_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One schedule on one day."""

    day: date
    number: int
    at: tuple[int, ...]
    """When it fires, in minutes from midnight, in order."""
    taken_out: tuple[int, ...] = ()
    """Those of ``at`` that people took out."""
    troubles: tuple[Trouble, ...] = ()
    """The first trouble of each kind on that day, and how often it comes is not told."""


_Run = tuple[int, int, int]
"""From which minute to which a run is expected to last, and the number of its schedule."""
_Troubles = dict[tuple[int, int], dict[TroubleKind, Trouble]]
"""By the day, counted from the start, and the number of the schedule."""


def plan_month(planned: Iterable[Planned], city: City, year: int, month: int) -> Mapping[date, Sequence[Entry]]:
    """Every day of the month on which something fires, with its entries, the earliest first."""
    return _Month(city, year, month).plan(list(planned))


class _Month:
    def __init__(self, city: City, year: int, month: int) -> None:
        self._city = city
        self._first = date(year, month, 1)
        self._last = date(year, month, calendar.monthrange(year, month)[1])
        self._start = self._first - _BEFORE * _DAY
        self._origin = datetime.combine(self._start, time(), tzinfo=JAPAN)
        self._windows: dict[tuple[str, ...], tuple[list[int], list[tuple[int, int, str]]]] = {}

    def plan(self, planned: list[Planned]) -> Mapping[date, Sequence[Entry]]:
        fires = {one.number: self._fires(one) for one in planned}
        taken_out = {one.number: frozenset(map(self._minute, one.skips)) for one in planned}
        troubles: _Troubles = defaultdict(dict)
        wanting: dict[str, list[_Run]] = defaultdict(list)
        for one in planned:
            takes = max(1, math.ceil(one.minutes))
            for begin in fires[one.number]:
                if begin in taken_out[one.number]:
                    continue
                told = self._kept_from(one, begin, begin + takes)
                if told is not None:
                    troubles[begin // DAY_MINUTES, one.number].setdefault(told.kind, told)
                    continue
                for lock in one.locks:
                    wanting[lock].append((begin, begin + takes, one.number))
        for lock, runs in wanting.items():
            self._find_clashes(lock, runs, troubles)
        return self._entries(fires, taken_out, troubles)

    def _entries(
        self,
        fires: Mapping[int, Sequence[int]],
        taken_out: Mapping[int, frozenset[int]],
        troubles: _Troubles,
    ) -> Mapping[date, Sequence[Entry]]:
        found: dict[date, list[Entry]] = defaultdict(list)
        for number, begins in fires.items():
            by_day: dict[int, list[int]] = defaultdict(list)
            for begin in begins:
                by_day[begin // DAY_MINUTES].append(begin)
            for place, of_day in by_day.items():
                day = self._start + place * _DAY
                if self._first <= day <= self._last:
                    at = tuple(begin % DAY_MINUTES for begin in of_day)
                    out = tuple(begin % DAY_MINUTES for begin in of_day if begin in taken_out[number])
                    met = troubles.get((place, number), {})
                    found[day].append(Entry(day, number, at, out, tuple(met.values())))
        return {day: sorted(entries, key=lambda one: (one.at, one.number)) for day, entries in sorted(found.items())}

    def _fires(self, one: Planned) -> list[int]:
        """When it fires from two days before the month to its end, in minutes from the start, in order."""
        since = self._minute(one.since) if one.since is not None else 0
        end = self._minute(datetime.combine(self._last + _DAY, time(), tzinfo=JAPAN))
        if isinstance(one.rule, Once):
            found: Iterable[int] = [self._minute(one.rule.at.replace(tzinfo=JAPAN))]
        else:
            found = self._series(one.rule)
        return sorted(minute for minute in found if max(0, since) <= minute < end)

    def _series(self, rule: TimedRule) -> Iterator[int]:
        if isinstance(rule, Once):
            raise TypeError("fires once")
        meant = CronDays(line=rule.line) if isinstance(rule, Cron) else rule.days
        minutes = cron_minutes(rule.line) if isinstance(rule, Cron) else minutes_of(rule.times, self._city.hours)
        for day in days_from(meant, self._start, rule.on_closed, self._city.opening):
            if day > self._last:
                return
            midnight = (day - self._start).days * DAY_MINUTES
            yield from (midnight + minute for minute in minutes)

    def _kept_from(self, one: Planned, begin: int, end: int) -> Trouble | None:
        """What keeps a run from being begun at all."""
        at = begin % DAY_MINUTES
        starts, windows = self._blackouts(one.robots)
        near = windows[bisect_left(starts, begin - DAY_MINUTES) : bisect_left(starts, end)]
        for _start, stop, name in near:
            if begin < stop:
                return Trouble(TroubleKind.BLACKOUT, at, name)
        if one.window is not None and not _inside(one.window, at, end - begin):
            return Trouble(TroubleKind.WINDOW, at)
        return None

    def _blackouts(self, robots: tuple[str, ...]) -> tuple[list[int], list[tuple[int, int, str]]]:
        """From when to when runs with these robots are not begun, with the starts apart; none lasts over a day."""
        if robots not in self._windows:
            blackouts = self._city.blackouts
            found = sorted(
                (self._minute(start), self._minute(stop), blackout.name)
                for blackout in blackouts.of(robots)
                for start, stop in blackout.windows(self._start - _DAY, self._last + 2 * _DAY, blackouts.opening)
            )
            self._windows[robots] = [start for start, _stop, _name in found], found
        return self._windows[robots]

    def _find_clashes(self, lock: str, runs: list[_Run], troubles: _Troubles) -> None:
        """Write down every run that finds the lock held, with the run that holds it."""
        holding: dict[int, _Run] = {}
        let_go = 0  # nobody who holds it lets it go before this minute
        for run in sorted(runs):
            begin, end, number = run
            if let_go <= begin:
                holding = {whose: held for whose, held in holding.items() if held[1] > begin}
                let_go = min((held[1] for held in holding.values()), default=end)
            other = next((held for whose, held in holding.items() if whose != number), holding.get(number))
            if other is not None:
                kind = TroubleKind.BUSY if other[2] == number else TroubleKind.CLASH
                met = troubles[begin // DAY_MINUTES, number]
                if kind not in met:
                    began = self._origin + other[0] * _MINUTE
                    met[kind] = Trouble(kind, begin % DAY_MINUTES, lock, other[2], began)
            if number not in holding or end >= holding[number][1]:
                holding[number] = run
                let_go = min(let_go, end)

    def _minute(self, moment: datetime) -> int:
        return math.ceil((moment - self._origin) / _MINUTE)


def _inside(window: Span, at: int, minutes: int) -> bool:
    """Whether a run of ``minutes`` that begins at the minute ``at`` of a day lies within the window."""
    start, end = (one.hour * 60 + one.minute for one in (window.start, window.end))
    length = (end - start) % DAY_MINUTES or DAY_MINUTES
    return (at - start) % DAY_MINUTES + minutes <= length
