"""Writing rows as a new neat workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl.cell.cell import Cell

from dxrobot.sheets.cells import at, box, header_row, put_text, title_row, units
from dxrobot.sheets.page import add_sheet, new_workbook, pages_wide, set_paper, set_table, set_widths
from dxrobot.sheets.safe_write import Placing, safe_write
from dxrobot.sheets.sheet_edit import CellValue
from dxrobot.sheets.write_table import Record, text_of

_NARROWEST, _WIDEST = 8.0, 48.0
_MEASURED = 500
"""Rows by which the width of a column is judged."""


def write_rows(
    path: Path, columns: Mapping[str, str], rows: Sequence[Record], title: str, placing: Placing | None = None
) -> None:
    """Write a new workbook with one table: title, headings, ruled rows, a filter, ready to be printed on A4.

    Text stays text; numbers and days are numbers and days. Raises :class:`InputError` when it cannot be written.
    """
    workbook = new_workbook(title)
    sheet = add_sheet(workbook, title)
    header = 1
    if title:
        title_row(sheet, title)
        header = 3
    header_row(sheet, header, list(columns.values()))
    for row, record in enumerate(rows, start=header + 1):
        for column, name in enumerate(columns, start=1):
            cell = at(sheet, row, column)
            _put(cell, record.get(name))
            box(cell)
    widths = [_width(heading, [record.get(name) for record in rows[:_MEASURED]]) for name, heading in columns.items()]
    set_widths(sheet, widths)
    set_table(sheet, header, header + len(rows), len(columns), 1)
    set_paper(sheet, pages_wide=pages_wide(widths))
    safe_write(path, workbook.save, placing=placing)


def _put(cell: Cell, value: CellValue) -> None:
    if isinstance(value, str) or value is None:
        put_text(cell, value or "")
        return
    cell.value = value
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _width(heading: str, values: Sequence[CellValue]) -> float:
    longest = max((units(line) for value in values for line in text_of(value).split("\n")), default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 3.0, units(heading) + 5.0))
