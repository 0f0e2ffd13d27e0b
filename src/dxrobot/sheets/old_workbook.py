"""Workbooks of Excel 97 to 2003, whose numbers look as their formats say.

The reader of the newer ones tells no formats of these, and a damaged file makes it end the whole process.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

import xlrd
from xlrd.compdoc import CompDocError

from dxrobot.sheets.grid import Area, Grid, Place, Raw, merged_places
from dxrobot.sheets.number_formats import Format, format_of
from dxrobot.sheets.package import not_a_workbook

_DAMAGED = (xlrd.XLRDError, CompDocError, struct.error, ArithmeticError, AssertionError, LookupError, ValueError)
_GOES_ON = re.compile(r"\[[hms]+\]", re.IGNORECASE)
"""Hours that go on past a day: how long something took."""
_SECONDS_A_DAY = 86_400


def read_old_workbook(path: Path, named: Callable[[Sequence[str]], str]) -> Grid:
    """The cells of the sheet that ``named`` chooses by the names of all, or of the first one that is shown.

    Raises :class:`InputError` for a file that is damaged or has a password, and what ``named`` raises.
    """
    try:
        with xlrd.open_workbook(str(path), logfile=io.StringIO(), formatting_info=True) as book:
            name = named(book.sheet_names()) or next(sheet.name for sheet in book.sheets() if not sheet.visibility)
            return _Sheet(book, book.sheet_by_name(name)).grid(path)
    except (*_DAMAGED, AttributeError, TypeError, MemoryError, OSError) as error:
        raise not_a_workbook(path) from error


class _Sheet:
    def __init__(self, book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> None:
        self._book, self._sheet = book, sheet
        self._codes = [self._code(style.format_key) for style in book.xf_list]
        self._looks = [format_of(style.format_key, code) for style, code in zip(book.xf_list, self._codes, strict=True)]
        self._errors: dict[Place, str] = {}
        self._formats: dict[Place, Format] = {}

    def grid(self, path: Path) -> Grid:
        sheet = self._sheet
        rows = [
            [self._raw((row, column), cell) for column, cell in enumerate(sheet.row(row))] for row in range(sheet.nrows)
        ]
        areas = [Area(top, left, below - 1, right - 1) for top, below, left, right in sheet.merged_cells]
        from_1904 = bool(self._book.datemode)
        return Grid(str(path), sheet.name, rows, merged_places(areas), self._errors, self._formats, from_1904)

    def _raw(self, place: Place, cell: xlrd.sheet.Cell) -> Raw:
        style = cell.xf_index or 0
        if cell.ctype == xlrd.XL_CELL_ERROR:
            self._errors[place] = xlrd.error_text_from_code.get(cell.value, "#N/A")
            return None
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            return str(cell.value)
        number = float(cell.value)
        if _GOES_ON.search(self._codes[style]):
            return timedelta(seconds=round(number * _SECONDS_A_DAY))
        if (look := self._looks[style]) is not None:
            self._formats[place] = look
        return self._time(number) if look is None and cell.ctype == xlrd.XL_CELL_DATE else number

    def _time(self, number: float) -> time:
        moment: datetime = xlrd.xldate.xldate_as_datetime(number, self._book.datemode)
        return moment.time()

    def _code(self, number: int) -> str:
        known = self._book.format_map.get(number)
        return known.format_str if known else ""
