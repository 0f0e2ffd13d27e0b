"""A month of all schedules, kept until a schedule, a scenario or the city's calendar changes."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from dxrobot.app.dispatching import window_of
from dxrobot.console import definitions
from dxrobot.console.access import schedules_of
from dxrobot.console.city import city
from dxrobot.console.models import User
from dxrobot.console.schedule_usage import Usage, usage_of
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.month import Entry, Planned, Trouble, TroubleKind, plan_month
from dxrobot.schedule.written import clock
from dxrobot.scheduler.tick import timed
from dxrobot.store.models import Schedule

_MONTHS_KEPT = 24
_FRESH_S = 600.0
"""So long what runs took lately is not looked at again."""
_EACH = 3
"""So many moments of a day are written out; of more, the first, the last and their number."""


@dataclass(frozen=True, slots=True)
class Month:
    """What is planned for one month, of every department."""

    days: Mapping[date, Sequence[Entry]]
    usages: Mapping[int, Usage]
    """What the runs of a schedule use, by its number."""
    made_from: tuple[object, ...] = ()
    """The city and the scenarios it was made from, held so that no other object is ever taken for them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One schedule on one day, as a person is shown it."""

    number: int
    name: str
    title: str
    mode: str
    times: str
    short: str
    """The times for the narrow cell of a month."""
    robots: tuple[str, ...]
    remarks: tuple[str, ...]
    """What its runs will meet, in words."""


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.months: OrderedDict[object, Month] = OrderedDict()


_kept = _Kept()


def month_of(year: int, month: int) -> Month:
    """What is planned for a month; the same for whoever asks, so that clashes between departments are seen."""
    with _kept.lock:
        here, known = city(), definitions.scenarios()
        stamp = tuple(Schedule.objects.filter(paused=False, folder="", follows="").values_list("pk", "revision"))
        lately = int(time.monotonic() // _FRESH_S)
        key = (year, month, stamp, id(here), id(known), lately)
        if key not in _kept.months:
            _kept.months[key] = replace(_planned(year, month), made_from=(here, known))
            while len(_kept.months) > _MONTHS_KEPT:
                _kept.months.popitem(last=False)
        return _kept.months[key]


def _planned(year: int, month: int) -> Month:
    usages: dict[tuple[str, str], Usage] = {}
    by_number: dict[int, Usage] = {}
    planned = []
    for one in Schedule.objects.filter(paused=False, folder="", follows=""):
        rule = timed(one)
        if rule is None:
            continue
        key = one.scenario, one.mode
        usage = usages[key] if key in usages else usages.setdefault(key, usage_of(*key))
        by_number[one.pk] = usage
        planned.append(
            Planned(
                one.pk,
                rule,
                one.minutes if one.minutes is not None else usage.minutes,
                usage.robots,
                tuple(usage.locks),
                window_of(one.window),
                frozenset(datetime.fromisoformat(skip) for skip in one.skips),
                one.created_at,
            )
        )
    return Month(plan_month(planned, city(), year, month), by_number)


def lines_of(person: User, month: Month, robot: str = "") -> Mapping[date, Sequence[Line]]:
    """The lines of every day that the person sees; only those of runs that use ``robot`` when it is given."""
    seen = {one.pk: one for one in schedules_of(person).only("pk", "name", "scenario", "mode")}
    titles = definitions.titles()
    found = {}
    for day, entries in month.days.items():
        lines = [
            _line(entry, seen, titles, month.usages)
            for entry in entries
            if entry.number in seen and (not robot or robot in month.usages[entry.number].robots)
        ]
        if lines:
            found[day] = lines
    return found


def _line(entry: Entry, seen: Mapping[int, Schedule], titles: Mapping[str, str], usages: Mapping[int, Usage]) -> Line:
    one = seen[entry.number]
    remarks = [_("とばします: {times}").format(times=times_in_words(entry.taken_out))] if entry.taken_out else []
    remarks += [_remark(trouble, seen, usages[entry.number]) for trouble in entry.troubles]
    return Line(
        one.pk,
        one.name,
        titles.get(one.scenario, one.scenario),
        one.mode,
        times_in_words(entry.at),
        _short(entry.at),
        usages[entry.number].robots,
        tuple(remarks),
    )


def times_in_words(minutes: Sequence[int]) -> str:
    """``8:30・13:00``, or of many ``8:30から17:00まで35回``."""
    told = [f"{minute // 60}:{minute % 60:02}" for minute in minutes]
    if len(told) <= _EACH:
        return "・".join(told)
    return _("{first}から{last}まで{number}回").format(first=told[0], last=told[-1], number=len(told))


def _short(minutes: Sequence[int]) -> str:
    if len(minutes) < _EACH:
        return times_in_words(minutes)
    return _("{first}から{number}回").format(first=times_in_words(minutes[:1]), number=len(minutes))


@dataclass(slots=True)
class Remarked:
    """What the runs of one schedule will meet, on all days on which it is the same."""

    name: str
    words: str
    days: list[date]


def remarked_of(lines: Mapping[date, Sequence[Line]]) -> list[Remarked]:
    """Everything that is to be said of a month, each thing once; what comes first, first."""
    found: dict[tuple[int, str], Remarked] = {}
    for day, of_day in lines.items():
        for line in of_day:
            for words in line.remarks:
                found.setdefault((line.number, words), Remarked(line.name, words, [])).days.append(day)
    return list(found.values())


def _remark(trouble: Trouble, seen: Mapping[int, Schedule], usage: Usage) -> str:
    at = times_in_words([trouble.at])
    if trouble.kind is TroubleKind.BLACKOUT:
        return _("{at}の回は、停止時間「{name}」に掛かる見込みのため動きません。").format(at=at, name=trouble.name)
    if trouble.kind is TroubleKind.WINDOW:
        return _("{at}の回は、決められた時間帯の中で終わらない見込みのため動きません。").format(at=at)
    shared = usage.locks.get(trouble.name, trouble.name)
    if trouble.kind is TroubleKind.BUSY:
        return _("{at}の回は、前の回が終わるまで「{shared}」を待つ見込みです。").format(at=at, shared=shared)
    other = seen.get(trouble.other)
    began = clock(trouble.other_at.astimezone(JAPAN).time()) if trouble.other_at else ""
    whose = _("「{name}」").format(name=other.name) if other else _("ほかの所属のスケジュール")
    return _("{at}の回は、{whose}({began}から)が終わるまで「{shared}」を待つ見込みです。").format(
        at=at, whose=whose, began=began, shared=shared
    )
