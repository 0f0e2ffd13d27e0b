"""Actions that read workbooks and CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from dxrobot.actions.base import RunContext, ScenarioAction
from dxrobot.actions.places import existing
from dxrobot.actions.row_view import RowView
from dxrobot.errors import BusinessError
from dxrobot.i18n import _
from dxrobot.sheets.csv_text import Encoding
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.table import Layout, cells_of, rows_of
from dxrobot.table_row import CellError

_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".csv"})


def _as_list(written: object) -> object:
    """One entry may stand without its brackets."""
    return written if isinstance(written, list | tuple | None) else [written]


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
RowNumbers = Annotated[tuple[Annotated[int, Field(ge=0)], ...], BeforeValidator(_as_list)]


class ReadRows(ScenarioAction):
    """Read a table; the output is the list of its rows."""

    name: ClassVar[str] = "表を読む"
    sentence: ClassVar[str] = (
        "Excel か CSV の表を、見出しを手がかりに1行ずつ読みます。空の行は飛ばし、文字は見たままの形で受け取ります。"
    )
    main_argument: ClassVar[str] = "file"

    file: Texts
    """One file or several, or a folder of them: their rows follow one another."""
    sheet: str = ""
    """Empty: the first sheet that is shown."""
    header: RowNumbers = ()
    """Rows of the headings, from 1; not given: looked for; 0: the table has none, columns are called A, B, …"""
    columns: dict[str, str] = Field(default_factory=dict)
    """Name → heading; not given: every column by its heading."""
    skip: dict[str, Texts] = Field(default_factory=dict)
    """Heading → texts of rows that are no records: ``{区分: [合計, 計]}``."""
    until: dict[str, Texts] = Field(default_factory=dict)
    """Heading → texts of the row at which the table ends."""
    encoding: Encoding = "auto"

    def perform(self, context: RunContext) -> list[RowView]:
        """Read every row; raises :class:`InputError` when a file or its headings are not as they must be."""
        layout = Layout(self.header, self.columns, self.skip, self.until)
        paths = [path for written in self.file for path in _tables_in(existing(context, written))]
        return [RowView(row) for path in paths for row in rows_of(read_grid(path, self.sheet, self.encoding), layout)]


def _tables_in(path: Path) -> list[Path]:
    """``path`` itself, or the tables in the folder ``path``, without what Excel leaves there while it has one open."""
    if not path.is_dir():
        return [path]
    return sorted(
        inner for inner in path.iterdir() if inner.suffix.lower() in _SUFFIXES and not inner.name.startswith("~$")
    )


class ReadCells(ScenarioAction):
    """Read cells by their addresses; the output is a mapping of their texts."""

    name: ClassVar[str] = "セルを読む"
    sentence: ClassVar[str] = (
        "Excel の決まったセル(方眼紙の様式など)を番地で読みます。結合したセルはどの番地でも読めます。"
    )

    file: str
    sheet: str = ""
    cells: dict[str, str] = Field(min_length=1)
    """Name → address, ``B4``, or a range whose characters are put together, ``B4:H4``."""

    def perform(self, context: RunContext) -> dict[str, str]:
        """Read the cells; raises :class:`BusinessError` when one of them shows an error instead of a value."""
        path = existing(context, self.file)
        found = cells_of(read_grid(path, self.sheet), self.cells)
        for name, text in found.items():
            if isinstance(text, CellError):
                raise BusinessError(
                    _("{file} の {cell}({name})がエラー({error})です。").format(
                        file=path.name, cell=self.cells[name], name=name, error=str(text)
                    ),
                    _("表計算ソフトで開き、式か値を直して、保存し直してください。"),
                )
        return found
