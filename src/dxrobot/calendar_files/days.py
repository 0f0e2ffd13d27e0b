"""A day of a city's calendar file, and the mistakes that such a file can have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dxrobot.errors import DefinitionError, Problem
from dxrobot.i18n import _
from dxrobot.japanese.wareki import parse_date
from dxrobot.schedule.opening import FIRST_YEAR, LAST_YEAR, OpeningCalendar


@dataclass(frozen=True, slots=True)
class CityDay:
    """A closure of the city's own, or an extra opening day."""

    day: date
    opens: bool
    name: str


def day_in(path: Path, line: int, written: str) -> date | Problem:
    """The date that is ``written``; a problem for one that does not exist or whose holidays nobody knows."""
    try:
        day = parse_date(written)
    except ValueError:
        return problem(
            path,
            line,
            _(
                "「{written}」は、暦にある日付ではありません。2026-08-14 か 令和8年8月14日 の形に直してください。"
            ).format(written=written),
        )
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return problem(
            path,
            line,
            _("{year}年の日は扱えません({first}年から{last}年まで)。年を直してください。").format(
                year=day.year, first=FIRST_YEAR, last=LAST_YEAR
            ),
        )
    return day


def problem(path: Path, line: int, message: str) -> Problem:
    """A mistake in a line of a calendar file."""
    return Problem(str(path), line, 1, "", message)


def require_no(problems: Iterable[Problem]) -> None:
    """Raise :class:`DefinitionError` with all ``problems`` when there are any."""
    if found := sorted(problems, key=lambda one: one.line):
        raise DefinitionError(found)


def opening_of(days: Iterable[CityDay]) -> OpeningCalendar:
    """The business days of a city with ``days`` of its own."""
    days = list(days)
    return OpeningCalendar(
        closures={one.day: one.name for one in days if not one.opens},
        openings={one.day: one.name for one in days if one.opens},
    )
