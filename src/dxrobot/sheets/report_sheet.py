"""The sections of a report as sheets: tables below each other, made for A4 paper."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.ledger.figures import NOTHING
from dxrobot.ledger.report_table import Figure, ReportTable, Section, Value
from dxrobot.sheets.cells import (
    AMOUNT_FORMAT,
    COUNT_FORMAT,
    PERCENT_FORMAT,
    TEXT_FORMAT,
    at,
    box,
    fill,
    fit_row,
    header_row,
    put_number,
    put_text,
    title_row,
)
from dxrobot.sheets.page import fit_on_one_page, set_paper, set_widths

_TOTAL_FILL = "E7E6E6"
_NOTE_COLUMNS = 8
"""A note runs over so many columns at the most."""
_FORMATS = {
    Figure.TEXT: TEXT_FORMAT,
    Figure.DIGITS: TEXT_FORMAT,
    Figure.COUNT: COUNT_FORMAT,
    Figure.AMOUNT: AMOUNT_FORMAT,
    Figure.YEN: COUNT_FORMAT,
    Figure.PERCENT: PERCENT_FORMAT,
    Figure.HUNDREDTHS: '#,##0.00;"−"#,##0.00',
}


class ReportSheet:
    """One sheet on its way: what is added stands below what was added before."""

    def __init__(self, sheet: Worksheet, section: Section) -> None:
        self.sheet = sheet
        self.next_row = 3
        tables = section.tables
        columns = max((len(table.headings) for table in tables), default=_NOTE_COLUMNS)
        self._widths = [max(_widths_at(tables, column), default=14.0) for column in range(columns)]
        set_widths(sheet, self._widths)

    def add_title(self, title: str, subtitle: str = "") -> None:
        """The sheet's title and a line below it."""
        title_row(self.sheet, title)
        put_text(at(self.sheet, 2, 1), subtitle)

    def add_table(self, table: ReportTable) -> int:
        """A table with its title and notes; the row of its headings."""
        put_text(at(self.sheet, self.next_row, 1), table.title, bold=True, size=12)
        header = self.next_row + 1
        labels = [heading.label for heading in table.headings]
        header_row(self.sheet, header, labels)
        fit_row(self.sheet, header, labels, self._widths[: len(labels)])
        for row, values in enumerate(table.rows, start=header + 1):
            self._add_row(row, table, values)
        self.next_row = header + len(table.rows) + 1
        if table.total is not None:
            self._add_row(self.next_row, table, table.total, total=True)
            self.next_row += 1
        self.add_notes(table.notes)
        self.next_row += 1
        return header

    def add_notes(self, notes: Sequence[str]) -> None:
        """Sentences over the width of the sheet."""
        columns = min(_NOTE_COLUMNS, len(self._widths))
        for note in notes:
            row = self.next_row
            cell = at(self.sheet, row, 1)
            put_text(cell, note)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
            fit_row(self.sheet, row, (note,), (sum(self._widths[:columns]),))
            self.next_row += 1

    def finish(self, extra_rows: int = 0) -> None:
        """Set the print area, ``extra_rows`` below the last one included (for a chart)."""
        set_paper(self.sheet)
        rows = max(1, self.next_row - 1 + extra_rows)
        if extra_rows:
            fit_on_one_page(self.sheet, rows)
        self.sheet.print_area = f"A1:{get_column_letter(len(self._widths))}{rows}"

    def _add_row(self, row: int, table: ReportTable, values: Sequence[Value], *, total: bool = False) -> None:
        texts = []
        for column, (value, heading) in enumerate(zip(values, table.headings, strict=True), start=1):
            cell = at(self.sheet, row, column)
            text = NOTHING if value is None else value
            if isinstance(text, str):
                put_text(cell, text, bold=total)
            else:
                put_number(cell, _whole(text, heading.figure), _FORMATS[heading.figure], bold=total)
            box(cell, horizontal="left" if heading.figure is Figure.TEXT else "right")
            if total:
                fill(cell, _TOTAL_FILL)
            texts.append(text if isinstance(text, str) else "")
        fit_row(self.sheet, row, texts, self._widths[: len(texts)])


def _widths_at(tables: Sequence[ReportTable], column: int) -> list[float]:
    return [table.headings[column].width for table in tables if column < len(table.headings)]


def _whole(value: int | Decimal, figure: Figure) -> int | Decimal:
    return int(value) if figure in (Figure.COUNT, Figure.YEN) and value == int(value) else value
