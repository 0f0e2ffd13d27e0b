"""Cells of a workbook: text that stays text, numbers that stay numbers, one look for all sheets."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.sheets.cell_value import clean

FONT = "游ゴシック"
INK = "262626"
HEADER_FILL = "1F3864"
# Apart in brightness as well as in hue, so that a black-and-white print tells them apart: 65 %, 85 %, 100 %.
REVIEW_FILL = "F09A2E"
SETTLED_FILL = "C6DCF0"

Horizontal = Literal["left", "center", "right"]

TEXT_FORMAT = "@"
COUNT_FORMAT = '#,##0;"−"#,##0'
AMOUNT_FORMAT = '#,##0.0;"−"#,##0.0;0.0'
YEN_FORMAT = '#,##0" 円";"−"#,##0" 円"'
PERCENT_FORMAT = '0.0%;"−"0.0%'

LINE_POINTS = 16.5
_GRID = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_GRID, right=_GRID, top=_GRID, bottom=_GRID)


def put_text(cell: Cell, text: str, *, bold: bool = False, size: float = 10, color: str = INK) -> None:
    """Write ``text`` as text whatever it looks like: 0012 keeps its zeros and =1+1 is never computed."""
    cell.value = clean(text)
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    cell.font = Font(name=FONT, size=size, bold=bold, color=color)


def put_number(cell: Cell, number: int | Decimal | None, number_format: str, *, bold: bool = False) -> None:
    """Write a native number; None leaves the cell empty."""
    cell.value = number
    cell.number_format = number_format
    cell.font = Font(name=FONT, size=10, bold=bold, color=INK)


def fill(cell: Cell, color: str) -> None:
    """Colour the ground of ``cell``."""
    cell.fill = PatternFill("solid", start_color=color, end_color=color)


def box(cell: Cell, *, horizontal: Horizontal = "left") -> None:
    """Draw the grid around a cell of a table and let its text wrap."""
    cell.border = _BORDER
    indent = 0 if horizontal == "center" else 1
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True, indent=indent)


def title_row(sheet: Worksheet, title: str) -> None:
    """The title of a sheet in its first row."""
    put_text(at(sheet, 1, 1), title, bold=True, size=15, color=HEADER_FILL)
    at(sheet, 1, 1).alignment = Alignment(vertical="center")
    sheet.row_dimensions[1].height = 30


def link(cell: Cell, location: str) -> None:
    """Let a click on ``cell`` go to ``location`` in the same workbook."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
    cell.font = Font(name=FONT, size=10, bold=cell.font.bold, underline="single", color=INK)


def note(cell: Cell, text: str) -> None:
    """Show ``text`` when the mouse rests on ``cell``."""
    cell.comment = Comment(clean(text), "dxrobot", width=260, height=30 + 18 * lines(text, 34))


def location(sheet: Worksheet, row: int, column: int) -> str:
    """The address of a cell for :func:`link`."""
    return f"{quote_sheetname(sheet.title)}!{get_column_letter(column)}{row}"


def header_row(sheet: Worksheet, row: int, labels: Sequence[str]) -> None:
    """The header of a table, white on dark."""
    for column, label in enumerate(labels, start=1):
        cell = at(sheet, row, column)
        put_text(cell, label, bold=True, color="FFFFFF")
        fill(cell, HEADER_FILL)
        box(cell, horizontal="center")


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell at ``row`` and ``column``, both from 1."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("a merged cell holds nothing")
    return cell


def units(text: str) -> int:
    """Width of ``text`` in columns' units: a half-width character is one, a full-width one two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def lines(text: str, width: float) -> int:
    """Lines that ``text`` takes in a column of ``width`` units."""
    room = max(1.0, width - 3)
    return sum(max(1, math.ceil(units(part) / room)) for part in text.split("\n"))


def fit_row(sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[float], at_least: float = 0) -> None:
    """Make ``row`` as high as its tallest text in columns of ``widths``, and ``at_least`` so many points."""
    tallest = max((lines(text, width) for text, width in zip(texts, widths, strict=True)), default=1)
    # 409.5 points is the highest row a spreadsheet knows.
    sheet.row_dimensions[row].height = min(409.5, max(at_least, tallest * LINE_POINTS + 6))
