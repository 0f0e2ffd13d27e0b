"""The cells of one sheet or one CSV file, as text that a person sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from dxrobot.sheets.number_formats import Format, date_text, in_format, plain_number
from dxrobot.table_row import CellError

Raw = str | float | bool | date | time | timedelta | None
_NO_DAY = "########"
"""What a cell shows that holds no day and is to show one, such as 20260401."""
Place = tuple[int, int]
"""Row and column, both from 0."""


class Area(NamedTuple):
    """A rectangle of cells by its first and last row and column, from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows from the first one of the sheet, columns from A; rows may be of different lengths."""

    file: str
    sheet: str
    rows: Sequence[Sequence[Raw]]
    merged: Mapping[Place, Area] = field(default_factory=dict)
    """Every cell of a merged area → the area."""
    errors: Mapping[Place, str] = field(default_factory=dict)
    """Cells that show an error, or hold a formula that was never computed."""
    formats: Mapping[Place, Format] = field(default_factory=dict)
    """Cells whose format makes a number something else."""
    from_1904: bool = False
    lines: Sequence[int] = ()
    """For a CSV file: the line on which each record begins; several may belong to one record."""

    def text(self, row: int, column: int) -> str:
        """What the cell itself shows; nothing for all but the first cell of a merged area."""
        cells = self.rows[row] if row < len(self.rows) else ()
        raw = cells[column] if column < len(cells) else None
        if self.errors and (row, column) in self.errors:
            return CellError(self.errors[row, column])
        if type(raw) is str:
            return raw
        if self.formats and isinstance(raw, float | int) and (row, column) in self.formats:
            try:
                return in_format(float(raw), self.formats[row, column], from_1904=self.from_1904)
            except ArithmeticError:
                return CellError(_NO_DAY)
        return as_text(raw)

    def merged_text(self, row: int, column: int) -> str:
        """What stands at a place: in a merged area the one value of the area."""
        area = self.merged.get((row, column))
        return self.text(area.top, area.left) if area else self.text(row, column)

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max(map(len, self.rows), default=0)

    def row_number(self, row: int) -> int:
        """The number of a row as people see it, from 1."""
        return self.lines[row] if self.lines else row + 1


def as_text(raw: Raw) -> str:
    """A value as text: whole numbers without ``.0``, days and times in ISO form."""
    if raw is None or isinstance(raw, str):
        return raw or ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, datetime):
        return date_text(raw)
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, time):
        return f"{raw:%H:%M:%S}" if raw.second else f"{raw:%H:%M}"
    if isinstance(raw, timedelta):
        return _duration(raw)
    return plain_number(raw)


def _duration(span: timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if seconds else f"{hours}:{minutes:02}"


def address(row: int, column: int) -> str:
    """The address of a place counted from 0: ``B4``."""
    return f"{column_letter(column)}{row + 1}"


def column_letter(column: int) -> str:
    """What a column counted from 0 is called: ``B``."""
    from openpyxl.utils import get_column_letter  # loaded only here: a run without a workbook begins sooner

    return get_column_letter(column + 1)


def area_of(reference: str) -> Area:
    """The area that ``B4`` or ``B4:H9`` names; ValueError when it names none."""
    from openpyxl.utils import range_boundaries  # loaded only here, as above
    from openpyxl.utils.exceptions import CellCoordinatesException

    try:
        left, top, right, bottom = range_boundaries(reference.replace("$", "").upper())
    except (CellCoordinatesException, ValueError) as error:
        raise ValueError("not an address") from error
    if left is None or top is None or right is None or bottom is None:
        raise ValueError("not an address")
    return Area(top - 1, left - 1, bottom - 1, right - 1)


def merged_places(areas: Sequence[Area]) -> dict[Place, Area]:
    """Every cell of the areas → its area."""
    return {
        (row, column): area
        for area in areas
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
