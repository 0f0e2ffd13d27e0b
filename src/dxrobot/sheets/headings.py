"""Finding the headings of a table: on whatever row they stand, on one row or several, over merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dxrobot.definition import did_you_mean
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.grid import Grid, address, column_letter
from dxrobot.table_row import folded

_SEARCHED = 200
"""Rows in which headings are looked for: above a table stand a title and notes, not a table."""
_JOINT = "/"


class Heading(NamedTuple):
    """One column's heading as written, and the cell in which its last part stands."""

    text: str
    column: int
    cell: str


class Header(NamedTuple):
    """The headings of a table, and the row (from 0) on which its data begins."""

    headings: Sequence[Heading]
    data_from: int


def find_header(grid: Grid, rows: Sequence[int], wanted: Iterable[str]) -> Header:
    """The header on ``rows`` (from 1), or where no rows are given on the first row that holds all ``wanted`` headings.

    Without wanted ones it is the first row with two filled cells. Raises :class:`InputError` when there is none.
    """
    names = {folded(word): word for word in wanted}
    if rows:
        header = _header(grid, [row - 1 for row in rows])
        if not header.headings:
            last = grid.row_number(len(grid.rows) - 1) if grid.rows else 0
            raise InputError(
                _("{table} の {row} 行目に見出しがありません。").format(table=table_name(grid), row=rows[-1]),
                _("中身は {last} 行目までです。header の行の番号を確かめてください。").format(last=last),
            )
        _require(grid, header, names)
        return header
    nearest: Header | None = None
    for row in range(min(len(grid.rows), _SEARCHED)):
        header = _header(grid, [row])
        if not header.headings:
            continue
        missing = _missing(header, names)
        if not missing and (names or len(header.headings) > 1):
            return header
        if nearest is None or len(missing) < len(_missing(nearest, names)):
            nearest = header
    if nearest is not None and names:
        _require(grid, nearest, names)
    raise InputError(
        _("{table} に見出しの行が見つかりません。").format(table=table_name(grid)),
        _("見出しの行の番号を header に書いてください。"),
    )


def lettered(grid: Grid) -> Header:
    """A table without headings: its columns are called by their letters, data begins on the first row."""
    letters = (column_letter(column) for column in range(grid.width))
    return Header([Heading(letter, column, f"{letter}1") for column, letter in enumerate(letters)], 0)


def columns_of(grid: Grid, header: Header, wanted: Mapping[str, str]) -> dict[str, Heading]:
    """Name → heading, for the wanted ones or for all, each of which must be there once.

    Raises :class:`InputError` naming both cells where a heading stands twice.
    """
    by_words: dict[str, list[Heading]] = {}
    for heading in header.headings:
        by_words.setdefault(folded(heading.text), []).append(heading)
    _require(grid, header, {folded(word): word for word in wanted.values()})
    chosen = wanted or {found[0].text: found[0].text for found in by_words.values()}
    columns = {}
    for name, word in chosen.items():
        found = by_words[folded(word)]
        if len(found) > 1:
            raise InputError(
                _("{table} に見出し「{heading}」が2つあります({first} と {second})。").format(
                    table=table_name(grid), heading=found[0].text, first=found[0].cell, second=found[1].cell
                ),
                _("どちらかの見出しを変えるか、シナリオの columns で使う列だけを選んでください。"),
            )
        columns[name] = found[0]
    return columns


def table_name(grid: Grid) -> str:
    """File and sheet, as people name them."""
    return _("{file} のシート「{sheet}」").format(file=grid.file, sheet=grid.sheet) if grid.sheet else grid.file


def _header(grid: Grid, rows: Sequence[int]) -> Header:
    found = (_heading(grid, rows, column) for column in range(grid.width))
    return Header([heading for heading in found if heading is not None], rows[-1] + 1)


def _heading(grid: Grid, rows: Sequence[int], column: int) -> Heading | None:
    """The parts of one column from above, a part of several rows or columns once; None for a column without any.

    A heading merged over several columns is the heading of the first of them, unless others stand below it.
    """
    parts: list[str] = []
    seen = set()
    last = None
    for row in rows:
        area = grid.merged.get((row, column))
        text = squeezed(grid.merged_text(row, column))
        if not text or area in seen:
            continue
        if area is not None:
            seen.add(area)
        parts.append(text)
        last = (row, column, area)
    if last is None:
        return None
    row, _column, area = last
    if area is not None and area.left != column:
        return None
    return Heading(_JOINT.join(parts), column, address(area.top if area else row, column))


def squeezed(text: str) -> str:
    """A heading on one line, without the spaces at its ends; people break long ones."""
    return "".join(part.strip() for part in text.splitlines())


def _missing(header: Header, names: Mapping[str, str]) -> list[str]:
    there = {folded(heading.text) for heading in header.headings}
    return [word for plain, word in names.items() if plain not in there]


def _require(grid: Grid, header: Header, names: Mapping[str, str]) -> None:
    missing = _missing(header, names)
    if not missing:
        return
    there = [heading.text for heading in header.headings]
    hint = did_you_mean(missing[0], there) or _("あるもの: {names}").format(names=", ".join(there))
    raise InputError(
        _("{table} に見出し「{missing}」がありません。").format(table=table_name(grid), missing="」「".join(missing)),
        hint,
    )
