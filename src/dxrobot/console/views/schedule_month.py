"""A month of all robots: every fire of every schedule, closed days, blackouts, and what will meet what."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.http import HttpRequest, HttpResponse

from dxrobot.console.access import schedules_of, whole_city
from dxrobot.console.accounts import today
from dxrobot.console.allow import allow
from dxrobot.console.city import city
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.console.robots import robot_titles
from dxrobot.console.roles import EVERYBODY
from dxrobot.console.schedule_month import Line, lines_of, month_of, remarked_of
from dxrobot.schedule.hours import Blackout
from dxrobot.schedule.written import span_in_words

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEARS = range(2000, 2100)
_SHOWN = 4
"""So many lines of a day fit into the month; the others stand on the day's own list."""
_REMARKS = 30
_SUNDAY_FIRST = calendar.Calendar(calendar.SUNDAY)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the month."""

    day: date
    closed: str
    """Why the offices are closed; empty on a business day."""
    blackouts: tuple[str, ...]
    lines: Sequence[Line]
    """Those that fit."""
    left_out: int


@allow(EVERYBODY, "schedules.month")
def month(request: HttpRequest) -> HttpResponse:
    """The whole month, and one day of it in full."""
    person = cast(User, request.user)
    first = _first(request.GET.get("month", ""))
    titles = robot_titles()
    robot = request.GET.get("robot", "")
    robot = robot if robot in titles else ""
    lines = lines_of(person, month_of(first.year, first.month), robot)
    closed = {day: city().opening.why_closed(day) for week in _weeks(first) for day in week if day}
    blackouts, every_day = _apart(_blackouts(first, robot, titles), len(closed))
    days = {
        day: Day(
            day,
            why,
            tuple(blackouts.get(day, ())),
            lines.get(day, [])[:_SHOWN],
            max(0, len(lines.get(day, [])) - _SHOWN),
        )
        for day, why in closed.items()
    }
    remarked = remarked_of(lines)
    chosen = _day(request.GET.get("day", ""), first)
    context = {
        "first": first,
        "before": _moved(first, -1),
        "after": _moved(first, 1),
        "today": today(),
        "weeks": [[days[day] if day else None for day in week] for week in _weeks(first)],
        "remarked": remarked[:_REMARKS],
        "remarked_left": max(0, len(remarked) - _REMARKS),
        "chosen": chosen,
        "chosen_lines": lines.get(chosen, []),
        "chosen_day": days[chosen],
        "every_day": every_day,
        "robot": robot,
        "robots": titles,
        "paused": schedules_of(person).filter(paused=True).count(),
        "untimed": schedules_of(person).filter(paused=False).exclude(folder="", follows="").count(),
        "all_departments": whole_city(person),
    }
    return page(request, "schedule_month.html.j2", context)


def _first(written: str) -> date:
    found = _MONTH.fullmatch(written)
    if found and int(found[1]) in _YEARS and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    return today().replace(day=1)


def _moved(first: date, months: int) -> date | None:
    place = first.year * 12 + first.month - 1 + months
    moved = date(place // 12, place % 12 + 1, 1)
    return moved if moved.year in _YEARS else None


def _day(written: str, first: date) -> date:
    """The day that is shown in full: the one asked for, today, or the first of the month."""
    try:
        wanted = date.fromisoformat(written)
    except ValueError:
        wanted = today()
    return wanted if (wanted.year, wanted.month) == (first.year, first.month) else first


def _weeks(first: date) -> list[list[date | None]]:
    weeks = _SUNDAY_FIRST.monthdatescalendar(first.year, first.month)
    return [[day if day.month == first.month else None for day in week] for week in weeks]


def _blackouts(first: date, robot: str, titles: dict[str, str]) -> dict[date, list[str]]:
    """What must be left alone on each day, in words."""
    every = city().blackouts
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    found: dict[date, list[str]] = {}
    for blackout in every.of([robot]) if robot else every.every:
        for start, _stop in blackout.windows(first, last, every.opening):
            found.setdefault(start.date(), []).append(_blackout_words(blackout, titles))
    return found


def _apart(found: dict[date, list[str]], days: int) -> tuple[dict[date, list[str]], list[str]]:
    """Blackouts of some days, and apart from them those of every day of the month, which are told once."""
    told = Counter(words for of_day in found.values() for words in of_day)
    daily = [words for words, times in told.items() if times >= days]
    return {day: [words for words in of_day if words not in daily] for day, of_day in found.items()}, daily


def _blackout_words(blackout: Blackout, titles: dict[str, str]) -> str:
    span = span_in_words(blackout.span.start, blackout.span.end).removesuffix("まで")
    whose = titles.get(blackout.robot, blackout.robot)
    return " ".join(filter(None, (span, blackout.name, whose)))
