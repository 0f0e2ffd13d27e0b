"""Appending to a table of a workbook, or changing rows of it, by a key; its look, rules and formulas go on."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from dxrobot.definition import did_you_mean
from dxrobot.errors import BusinessError, InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import parse_date
from dxrobot.sheets.cell_value import clean
from dxrobot.sheets.fill import find_sheet, open_package
from dxrobot.sheets.grid import Area, Grid, Place, area_of
from dxrobot.sheets.headings import Header, table_name
from dxrobot.sheets.package import Package, SheetPart
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.safe_write import check_writable, safe_write
from dxrobot.sheets.sheet_edit import CellValue, SheetEdit, reference
from dxrobot.sheets.sheet_xml import with_attribute
from dxrobot.sheets.table import Layout, header_of
from dxrobot.sheets.write_table import text_of
from dxrobot.table_row import folded

Record = Mapping[str, CellValue]
"""Heading → value."""
_TOTALS = frozenset({"合計", "計", "小計", "総計", "総合計"})


@dataclass(frozen=True, slots=True)
class Changed:
    """How many rows were appended, changed, or stood there already as they should."""

    appended: int = 0
    updated: int = 0
    unchanged: int = 0


class _Table:
    """A table in a workbook: its headings, and the row of every key."""

    def __init__(self, path: Path, sheet: str, layout: Layout, key: str) -> None:
        check_writable(path.resolve())
        self.package: Package = open_package(path)
        self.part: SheetPart = find_sheet(self.package, sheet)
        self.grid: Grid = read_grid(path, self.part.name)
        self.header: Header = header_of(self.grid, layout)
        self.edit = SheetEdit(self.package, self.part)
        self.key = key
        self._columns = self._column_numbers()
        self.last = self.header.data_from - 1
        """The last row with a key."""
        self.rows: dict[str, list[int]] = {}
        for row in range(self.header.data_from, len(self.grid.rows)):
            text = self.grid.text(row, self.column(key)).strip()
            if text:
                self.rows.setdefault(text, []).append(row)
                self.last = row

    def _column_numbers(self) -> dict[str, int]:
        numbers: dict[str, int] = {}
        for heading in self.header.headings:
            plain = folded(heading.text)
            # A heading that stands twice names no column.
            numbers[plain] = -1 if plain in numbers else heading.column
        return numbers

    def column(self, heading: str) -> int:
        """The column of ``heading``; raises :class:`InputError` when there is none or more than one."""
        number = self._columns.get(folded(heading))
        if number is None:
            there = [found.text for found in self.header.headings]
            raise InputError(
                _("{table} に見出し「{missing}」がありません。").format(table=table_name(self.grid), missing=heading),
                did_you_mean(heading, there) or _("あるもの: {names}").format(names=", ".join(there)),
            )
        if number < 0:
            raise InputError(
                _("{table} に見出し「{heading}」が2つあります。").format(table=table_name(self.grid), heading=heading)
            )
        return number

    def key_of(self, record: Record) -> str:
        """The key of a new record as text; raises :class:`BusinessError` when it has none."""
        found = [value for heading, value in record.items() if folded(heading) == folded(self.key)]
        text = text_of(found[0]).strip() if found else ""
        if not text:
            raise BusinessError(_("書き込む行の「{key}」が空です。").format(key=self.key))
        return text

    def row_of(self, key: str) -> int | None:
        """The row with this key; raises :class:`BusinessError` when there are several."""
        rows = self.rows.get(key, [])
        if len(rows) > 1:
            raise BusinessError(
                _("{table} の {first} 行目と {second} 行目の「{key}」が同じです。").format(
                    table=table_name(self.grid), first=rows[0] + 1, second=rows[1] + 1, key=self.key
                ),
                _("どちらが正しいか確かめ、1行だけにしてください。"),
            )
        return rows[0] if rows else None

    def differs(self, row: int, record: Record) -> bool:
        """Whether a row shows other values than ``record``."""
        return any(not _shows(self.grid, (row, self.column(heading)), value) for heading, value in record.items())

    def put(self, row: int, record: Record) -> None:
        """Write ``record`` into a row."""
        for heading, value in record.items():
            self.edit.put((row, self.column(heading)), value)


def append_rows(path: Path, sheet: str, layout: Layout, key: str, records: Sequence[Record]) -> Changed:
    """Put records below the last row of a table; one that stands there already with the same values is left alone.

    Raises :class:`BusinessError` when a key is there with other values or comes twice, and :class:`InputError` when the
    file cannot be written or the table has no room.
    """
    table = _Table(path, sheet, layout, key)
    new = [record for record in _unlike(table, records) if not _is_there(table, record)]
    first, row = table.last, table.last
    for record in new:
        row = _room_below(table, row, record)
        table.put(row, record)
    if new:
        _grow(table, first, row)
        _save(table)
    return Changed(appended=len(new), unchanged=len(records) - len(new))


def update_rows(path: Path, sheet: str, layout: Layout, key: str, records: Sequence[Record]) -> Changed:
    """Change the cells that ``records`` name in the rows with their keys; what already shows them is left alone.

    Raises :class:`BusinessError` when a key is missing in the table, or comes twice there or among ``records``.
    """
    table = _Table(path, sheet, layout, key)
    updated = 0
    for record in _unlike(table, records):
        row = table.row_of(table.key_of(record))
        if row is None:
            raise BusinessError(
                _("{table} に、更新する行(「{key}」が同じ行)がありません。").format(
                    table=table_name(table.grid), key=key
                )
            )
        if table.differs(row, record):
            table.put(row, {heading: value for heading, value in record.items() if folded(heading) != folded(key)})
            updated += 1
    if updated:
        _save(table)
    return Changed(updated=updated, unchanged=len(records) - updated)


def _unlike(table: _Table, records: Sequence[Record]) -> Sequence[Record]:
    """``records``, no two of which have the same key."""
    keys = [table.key_of(record) for record in records]
    if len(set(keys)) < len(keys):
        raise BusinessError(_("書き込む行の中に、「{key}」の同じものが2つあります。").format(key=table.key))
    return records


def _is_there(table: _Table, record: Record) -> bool:
    row = table.row_of(table.key_of(record))
    if row is not None and table.differs(row, record):
        raise BusinessError(
            _("{table} の {row} 行目に、「{key}」が同じで内容の違う行が既にあります。").format(
                table=table_name(table.grid), row=row + 1, key=table.key
            ),
            _("書き換えるなら update_rows を使ってください。"),
        )
    return row is not None


def _room_below(table: _Table, above: int, record: Record) -> int:
    """The row below ``above``, ready to be written; raises :class:`InputError` when something stands there."""
    last_key = table.grid.text(table.last, table.column(table.key))
    row = above + 1
    taken = [table.grid.text(row, table.column(heading)) for heading in record]
    if folded(last_key) in _TOTALS or any(text.strip() for text in taken):
        raise InputError(
            _("{table} の {row} 行目に合計などの行があり、その上に追記できません。").format(
                table=table_name(table.grid), row=(table.last if folded(last_key) in _TOTALS else row) + 1
            ),
            _("合計は見出しの上か別のシートに移すか、表の下に空の行を用意してください。"),
        )
    if table.last >= table.header.data_from:
        table.edit.add_row_like(row, table.last)
        table.edit.merge_like(row, table.last)
    return row


def _grow(table: _Table, old: int, new: int) -> None:
    """Let what ended with the last row end with the new one: filter, rules, colours, the table, the printed area."""
    edit, index = table.edit, table.edit.index
    for name, attribute in (("autoFilter", "ref"), ("dataValidation", "sqref"), ("conditionalFormatting", "sqref")):
        for tag in index.tags[name]:
            grown = " ".join(_grown(part, old, new) for part in tag.attributes[attribute].split())
            if grown != tag.attributes[attribute]:
                edit.change_tag(tag.start, tag.end, attribute, grown)
    for part in table.package.related(table.part.part, "table"):
        _grow_table_part(table, part, old, new)
    _grow_names(table, old, new)


def _grown(area: str, old: int, new: int) -> str:
    try:
        found = area_of(area)
    except ValueError:
        return area  # whole columns
    if found.bottom != old:
        return area
    return reference(Area(found.top, found.left, new, found.right))


def _grow_table_part(table: _Table, part: str, old: int, new: int) -> None:
    """A table of Excel's own names its area twice: for itself and for its filter."""
    root = table.package.tree(part)
    area = area_of(root.get("ref", "A1"))
    if area.bottom != old:
        return
    if int(root.get("totalsRowCount", "0")):
        raise InputError(_("{table} には集計行があるため、追記できません。").format(table=table_name(table.grid)))
    xml = table.package.read(part)
    grown = reference(Area(area.top, area.left, new, area.right))
    pattern = re.compile(rb"<(?:\w+:)?(?:table|autoFilter)\b[^>]*>")
    table.package.replace(part, pattern.sub(lambda found: with_attribute(found[0], "ref", grown), xml))


def _grow_names(table: _Table, old: int, new: int) -> None:
    """The printed area and the filter are also kept as names of the workbook, as ``'名簿'!$A$1:$F$20``."""
    part = table.package.workbook_part
    quoted = "'{}'".format(table.part.name.replace("'", "''"))
    names = "|".join(re.escape(escape(name)) for name in (table.part.name, quoted))
    pattern = re.compile(
        rf'(<(?:\w+:)?definedName\b[^>]*"_xlnm\.(?:Print_Area|_FilterDatabase)"[^>]*>(?:{names})!'
        rf"\$[A-Z]+\$\d+:\$[A-Z]+\$){old + 1}(?=<)"
    )
    xml = table.package.read(part).decode()
    table.package.replace(part, pattern.sub(lambda found: f"{found[1]}{new + 1}", xml).encode())


def _save(table: _Table) -> None:
    table.edit.finish()
    safe_write(table.package.path, table.package.write)


def _shows(grid: Grid, place: Place, value: CellValue) -> bool:
    """Whether a cell holds ``value`` already, whatever its format makes of it."""
    row, column = place
    text = grid.text(row, column)
    cells = grid.rows[row]
    raw = cells[column] if column < len(cells) else None
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return isinstance(raw, int | float) and math.isclose(raw, float(value), rel_tol=1e-14)
    if isinstance(value, str) and isinstance(raw, date):
        with suppress(ValueError):
            return parse_date(value).isoformat() == text
    return text == (clean(value) if isinstance(value, str) else text_of(value))
