"""Calendars as iCalendar files (.ics, RFC 5545), as groupware exports them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Component

from dxrobot.calendar_files.days import CityDay, day_in, problem, require_no
from dxrobot.errors import Problem
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.sheets.csv_text import decode

_LONGEST = 366
"""An event of more days is a mistake."""


def read_ics(path: Path, *, opens: bool = False) -> list[CityDay]:
    """The days of all events, as closures or as extra opening days; an event of several days is all of them.

    Raises :class:`DefinitionError` with every event whose day is wrong, or that repeats itself.
    """
    text = decode(path.read_bytes(), "auto", path)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError):
        message = _("iCalendar(.ics)のファイルとして読めません。グループウェアから書き出し直してください。")
        require_no([problem(path, 1, message)])
    lines = _event_lines(text)
    days: dict[date, CityDay] = {}
    problems: list[Problem] = []
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    for event, line in zip(events, lines, strict=False):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        found = _days(path, line, event)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        name = str(event.get("SUMMARY", "")).strip()
        days.update({day: CityDay(day, opens, name) for day in found})
    require_no(problems)
    return list(days.values())


def _event_lines(text: str) -> list[int]:
    """The line of the start of every event, else of its beginning."""
    lines: list[int] = []
    for number, written in enumerate(text.splitlines(), start=1):
        if written.strip().upper() == "BEGIN:VEVENT":
            lines.append(number)
        elif re.match(r"DTSTART[;:]", written, re.IGNORECASE) and lines:
            lines[-1] = number
    return lines


def _days(path: Path, line: int, event: Component) -> list[date] | Problem:
    if event.get("RRULE") is not None:
        words = _("繰り返しの予定「{name}」は読めません。1日ずつの予定にして書き出してください。")
        return problem(path, line, words.format(name=event.get("SUMMARY", "")))
    try:
        first, last = _local(event.decoded("DTSTART")), _end(event)
    except (KeyError, ValueError, TypeError, AttributeError):
        return problem(path, line, _("予定の日付が、暦にある日付ではありません。DTSTART と DTEND を直してください。"))
    checked = day_in(path, line, first.isoformat())
    if isinstance(checked, Problem):
        return checked
    if not first <= last <= first + timedelta(days=_LONGEST):
        words = _("予定の終わり({last})が、始まり({first})と合いません。DTEND を直してください。")
        return problem(path, line, words.format(first=first, last=last))
    return list(_through(first, last))


def _local(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return (moment.astimezone(JAPAN) if moment.tzinfo else moment).date()
    return moment


def _end(event: Component) -> date:
    """The last day; the end of an event is the first moment that no longer belongs to it."""
    start: date | datetime = event.decoded("DTSTART")
    if event.get("DTEND") is not None:
        end: date | datetime = event.decoded("DTEND")
    elif event.get("DURATION") is not None:
        end = start + event.decoded("DURATION")
    else:
        return _local(start)
    if _local(end) < _local(start):
        return _local(end)  # told as a mistake
    before = end - (timedelta(microseconds=1) if isinstance(end, datetime) else timedelta(days=1))
    return max(_local(before), _local(start))


def _through(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
