"""One row of a workbook or a CSV file: its values as a person sees them, and where each of them stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dxrobot.errors import BusinessError
from dxrobot.i18n import _


class CellError(str):
    """What a cell shows instead of a value, ``#N/A`` or ``#REF!``: never a value to be entered anywhere."""

    __slots__ = ()


def folded(heading: str) -> str:
    """``heading`` as it is compared: widths and letter case do not count, nor do spaces and line breaks."""
    return "".join(unicodedata.normalize("NFKC", heading).casefold().split())


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of data. The three mappings have the same names, in the order of the columns."""

    values: Mapping[str, str]
    """Name → the cell's text as a person sees it, or a :class:`CellError`."""
    headings: Mapping[str, str]
    """Name → the heading as it is written in the file."""
    file: str
    """The path as the scenario gave it."""
    sheet: str
    """Empty for a CSV file."""
    row: int
    """Counted from 1, as the spreadsheet shows it; for a CSV file the line on which the record begins."""
    cells: Mapping[str, str]
    """Name → the address of the cell, such as ``C12``."""

    def name_of(self, word: str) -> str:
        """The column's name for its name or its heading, however that is spaced; KeyError when there is none."""
        if word in self.values:
            return word
        wanted = folded(word)
        for name, heading in self.headings.items():
            if folded(heading) == wanted:
                return name
        raise KeyError(word)

    def value(self, word: str) -> str:
        """The value of the column named or headed ``word``; KeyError when there is no such column.

        Raises :class:`BusinessError` when the cell shows an error instead of a value.
        """
        name = self.name_of(word)
        value = self.values[name]
        if isinstance(value, CellError):
            raise BusinessError(
                _("{place} の「{heading}」がエラー({error})です。").format(
                    place=self.place(name), heading=self.headings[name], error=str(value)
                ),
                _("表計算ソフトで開き、式か値を直して、保存し直してください。"),
            )
        return value

    def place(self, name: str) -> str:
        """Sheet and cell of the column called ``name``, as people name them."""
        return f"{self.sheet}!{self.cells[name]}" if self.sheet else self.cells[name]

    def origin(self, name: str) -> dict[str, Any]:
        """Where the value of the column called ``name`` came from, for the journal."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "cell": self.cells[name],
            "label": self.headings[name],
            "text": str(self.values[name]),
        }
