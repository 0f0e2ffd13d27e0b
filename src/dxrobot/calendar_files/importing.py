"""Taking a city's closures or extra opening days into the workspace's calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dxrobot.calendar_files.city import calendar_path, city_days
from dxrobot.calendar_files.days import CityDay
from dxrobot.calendar_files.ics import read_ics
from dxrobot.calendar_files.table import read_table, write_table
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _


@dataclass(frozen=True, slots=True)
class Imported:
    """What has come into the calendar."""

    path: Path
    added: tuple[CityDay, ...]
    changed: tuple[CityDay, ...]
    same: int


def import_days(workspace: Workspace, source: Path, *, opens: bool) -> Imported:
    """Take the days of ``source`` (.csv or .ics) into the calendar file; days that are there already are replaced.

    Raises :class:`InputError` for a file that is not there or of another kind, :class:`DefinitionError` for wrong days;
    then nothing is changed.
    """
    return take_days(workspace, days_in(source, opens=opens))


def days_in(source: Path, *, opens: bool) -> list[CityDay]:
    """The days of ``source``; raises as :func:`import_days` does."""
    if not source.is_file():
        raise InputError(_("カレンダーのファイルがありません: {path}").format(path=source))
    suffix = source.suffix.lower()
    if suffix not in (".csv", ".tsv", ".txt", ".ics"):
        raise InputError(
            _("{path} は、読めるカレンダーの種類ではありません。").format(path=source),
            _("CSV(.csv)か iCalendar(.ics)で書き出してください。"),
        )
    return read_ics(source, opens=opens) if suffix == ".ics" else read_table(source, opens=opens)


def compared(workspace: Workspace, found: Iterable[CityDay]) -> Imported:
    """What taking ``found`` would do; nothing is changed."""
    found = list(found)
    kept = {one.day: one for one in city_days(workspace)}
    added = tuple(one for one in found if one.day not in kept)
    changed = tuple(one for one in found if one.day in kept and kept[one.day] != one)
    return Imported(calendar_path(workspace), added, changed, len(found) - len(added) - len(changed))


def take_days(workspace: Workspace, found: Iterable[CityDay]) -> Imported:
    """Take ``found`` into the calendar file; days that are there already are replaced."""
    found = list(found)
    imported = compared(workspace, found)
    if imported.added or imported.changed:
        kept = {one.day: one for one in city_days(workspace)}
        write_table(imported.path, {**kept, **{one.day: one for one in found}}.values())
    return imported


def drop_day(workspace: Workspace, day: date) -> CityDay:
    """Take a day out of the calendar file again; raises :class:`InputError` when it does not stand there."""
    kept = {one.day: one for one in city_days(workspace)}
    if day not in kept:
        raise InputError(
            _("{day} は、市のカレンダーにありません。").format(day=day), _("画面を開き直して、確かめてください。")
        )
    write_table(calendar_path(workspace), [one for one in kept.values() if one.day != day])
    return kept[day]
