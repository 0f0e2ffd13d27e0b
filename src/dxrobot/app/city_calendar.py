"""The city's own days and hours, changed by one person at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from dxrobot.app.settings_lock import one_at_a_time
from dxrobot.calendar_files.days import CityDay
from dxrobot.calendar_files.hours import write_hours
from dxrobot.calendar_files.importing import Imported, compared, days_in, drop_day, take_days
from dxrobot.config import Workspace
from dxrobot.schedule.hours import OfficeHours


def days_of_file(workspace: Workspace, source: Path, *, opens: bool) -> tuple[list[CityDay], Imported]:
    """The days of a file, and what taking them would do; raises as :func:`calendar_files.importing.days_in` does."""
    found = days_in(source, opens=opens)
    return found, compared(workspace, found)


def keep_days(workspace: Workspace, days: Iterable[CityDay]) -> Imported:
    """Take ``days`` into the city's calendar; those that stand there already are replaced."""
    with one_at_a_time:
        return take_days(workspace, days)


def forget_day(workspace: Workspace, day: date) -> CityDay:
    """Take a day out of the city's calendar; raises :class:`InputError` when it does not stand there."""
    with one_at_a_time:
        return drop_day(workspace, day)


def set_hours(workspace: Workspace, hours: OfficeHours) -> None:
    """Change the office hours; raises :class:`InputError` as :func:`calendar_files.hours.write_hours` does."""
    with one_at_a_time:
        write_hours(workspace, hours)
