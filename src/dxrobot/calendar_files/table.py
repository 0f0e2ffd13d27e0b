"""Calendars as tables (CSV): the workspace's own file, and those that a city has elsewhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from dxrobot.calendar_files.days import CityDay, day_in, problem, require_no
from dxrobot.errors import Problem
from dxrobot.i18n import _
from dxrobot.sheets.csv_text import read_csv
from dxrobot.sheets.csv_write import write_csv

HEADINGS = ("日付", "区分", "名前")
CLOSED, OPEN = "休み", "開庁"
_DAY_WORDS = ("日付", "年月日", "月日", "期日", "date", "day")
_KIND_WORDS = ("区分", "種別", "kind")
_NAME_WORDS = ("名前", "名称", "行事", "理由", "摘要", "件名", "祝日", "休日", "内容", "name", "summary", "title")
_OPENING_WORDS = ("開庁", "臨時", "開所", "出勤", "open")


def read_table(path: Path, *, opens: bool = False) -> list[CityDay]:
    """The days of a table; where no column tells what they are, all are closures, or all extra opening days.

    Raises :class:`DefinitionError` with every wrong line.
    """
    grid = read_csv(path)
    rows = [(line, [str(cell or "").strip() for cell in row]) for line, row in zip(grid.lines, grid.rows, strict=True)]
    rows = [(line, row) for line, row in rows if any(row)]
    if not rows:
        return []
    headings = [unicodedata.normalize("NFKC", cell).lower() for cell in rows[0][1]]
    day_at = _column(headings, _DAY_WORDS)
    if day_at is None:
        message = _("1行目に「日付」の列がありません。見出しを「日付,区分,名前」にしてください。")
        require_no([problem(path, rows[0][0], message)])
    kind_at, name_at = _column(headings, _KIND_WORDS), _column(headings, _NAME_WORDS)
    days: dict[object, CityDay] = {}
    problems: list[Problem] = []
    for line, row in rows[1:]:
        found = day_in(path, line, _cell(row, day_at))
        kind = _kind(_cell(row, kind_at), opens=opens)
        if isinstance(found, Problem):
            problems.append(found)
        elif kind is None:
            words = _("区分「{kind}」は「休み」か「開庁」に直してください。").format(kind=_cell(row, kind_at))
            problems.append(problem(path, line, words))
        elif found in days and days[found].opens != kind:
            words = _("{day} が、休みにも開庁にもなっています。どちらかの行を消してください。").format(day=found)
            problems.append(problem(path, line, words))
        else:
            days[found] = CityDay(found, kind, _cell(row, name_at))
    require_no(problems)
    return list(days.values())


def write_table(path: Path, days: Iterable[CityDay]) -> None:
    """Write the workspace's calendar, in the order of the days."""
    rows = (
        (one.day.isoformat(), OPEN if one.opens else CLOSED, one.name) for one in sorted(days, key=lambda one: one.day)
    )
    write_csv(path, HEADINGS, rows)


def _column(headings: list[str], words: tuple[str, ...]) -> int | None:
    for word in words:
        for place, heading in enumerate(headings):
            if word in heading:
                return place
    return None


def _cell(row: list[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _kind(written: str, *, opens: bool) -> bool | None:
    """Whether the day is an opening one; None for a word that says neither."""
    if not written:
        return opens
    if "休" in written or "閉" in written or written.lower() == "closed":
        return False
    return True if any(word in written.lower() for word in _OPENING_WORDS) else None
