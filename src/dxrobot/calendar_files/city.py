"""The days and hours of a workspace's city, read from dxrobot.toml and the calendar file beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

from dxrobot.calendar_files.days import CityDay, opening_of
from dxrobot.calendar_files.table import read_table
from dxrobot.config import CONFIG_FILE, Workspace
from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.schedule.city import City
from dxrobot.schedule.hours import Blackout, Blackouts, OfficeHours, Span, longest_gap
from dxrobot.schedule.opening import OpeningCalendar
from dxrobot.schedule.reading import read_time, read_window
from dxrobot.settings import BlackoutSettings
from dxrobot.toml_places import position

_LOOKED_AHEAD_DAYS = 62
"""So far ahead blackouts are looked through for a time that they leave."""
_LEAST_GAP = timedelta(minutes=1)
Loc = tuple[str | int, ...]


def calendar_path(workspace: Workspace) -> Path:
    """The file with the city's own closures and extra opening days."""
    return workspace.root / workspace.settings.calendar.file


def city_days(workspace: Workspace) -> list[CityDay]:
    """The city's own days; none where it has no file. Raises :class:`DefinitionError` for a file with mistakes."""
    path = calendar_path(workspace)
    return read_table(path) if path.is_file() else []


def city_of(workspace: Workspace, today: date) -> City:
    """The city's time.

    Raises :class:`DefinitionError` for hours and blackouts that are not understood, and for blackouts that leave no
    time after ``today``.
    """
    opening = opening_of(city_days(workspace))
    problems = _Problems(workspace)
    calendar = workspace.settings.calendar
    opens = problems.time(calendar.opens, ("calendar", "opens"))
    closes = problems.time(calendar.closes, ("calendar", "closes"))
    if not opens < closes:
        problems.add(
            ("calendar", "closes"),
            _("閉まる時刻を、開く時刻({opens})より後にしてください。").format(opens=calendar.opens),
        )
    blackouts = [
        (loc, blackout)
        for loc, robot, written in _written(workspace)
        if (blackout := problems.blackout(loc, robot, written))
    ]
    for loc, robot in _without_time(blackouts, today, opening):
        system = _("「{robot}」の").format(robot=robot) if robot else ""
        problems.add(
            loc,
            _("{system}停止時間が重なり合って、動かせる時間がまったくありません。時間帯を直してください。").format(
                system=system
            ),
        )
    problems.require_none()
    return City(
        opening, OfficeHours(opens, closes), Blackouts(tuple(blackout for _loc, blackout in blackouts), opening)
    )


def _written(workspace: Workspace) -> Iterator[tuple[Loc, str, BlackoutSettings]]:
    """Every blackout of dxrobot.toml with its place and its robot."""
    for number, written in enumerate(workspace.settings.blackouts):
        yield ("blackouts", number), "", written
    for robot, address in workspace.settings.robots.items():
        for number, written in enumerate(address.blackouts):
            yield ("robots", robot, "blackouts", number), robot, written


def _without_time(
    blackouts: list[tuple[Loc, Blackout]], today: date, opening: OpeningCalendar
) -> Iterator[tuple[Loc, str]]:
    """The robots that are never left alone long enough, each with the place of its last blackout."""
    places = {blackout.robot: loc for loc, blackout in blackouts}
    for robot, loc in places.items():
        of_robot = [blackout for _loc, blackout in blackouts if blackout.robot in ("", robot)]
        if longest_gap(of_robot, today, _LOOKED_AHEAD_DAYS, opening) < _LEAST_GAP:
            yield loc, robot


class _Problems:
    """Mistakes of dxrobot.toml, gathered to be told at once."""

    def __init__(self, workspace: Workspace) -> None:
        self._path = workspace.root / CONFIG_FILE
        self._text = self._path.read_text(encoding="utf-8-sig") if self._path.is_file() else ""
        self._found: list[Problem] = []

    def add(self, loc: Loc, message: str) -> None:
        self._found.append(Problem(str(self._path), *position(self._text, loc), ".".join(map(str, loc)), message))

    def time(self, written: str, loc: Loc) -> time:
        try:
            return read_time(written)
        except InputError as error:
            self.add(loc, str(error))
            return time.min if loc[-1] == "opens" else time.max

    def blackout(self, loc: Loc, robot: str, written: BlackoutSettings) -> Blackout | None:
        try:
            days, (start, end) = read_window(written.when)
        except InputError as error:
            self.add((*loc, "when"), str(error))
            return None
        return Blackout(written.name, days, Span(start, end), robot)

    def require_none(self) -> None:
        if self._found:
            raise DefinitionError(sorted(self._found, key=lambda problem: (problem.line, problem.column)))
