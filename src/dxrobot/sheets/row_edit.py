"""Writing into the row that a record was read from: a workbook keeps its look, a CSV file its characters."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.csv_text import decode, delimiter_of
from dxrobot.sheets.fill import find_sheet, open_package
from dxrobot.sheets.grid import Grid, area_of
from dxrobot.sheets.headings import squeezed
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.safe_write import check_writable, safe_write
from dxrobot.sheets.sheet_edit import SheetEdit
from dxrobot.table_row import TableRow, folded

_BOM = b"\xef\xbb\xbf"


def write_into_row(path: Path, row: TableRow, texts: Mapping[str, str]) -> bool:
    """Put ``texts`` (heading → text) into the row of ``path`` that ``row`` was read from; whether that changed it.

    The headings are looked for above the row. Raises :class:`InputError` when the row no longer holds what was read,
    when a heading is not there, and when the file cannot be written.
    """
    check_writable(path.resolve())
    grid = read_grid(path, row.sheet)
    number = next((index for index in range(len(grid.rows)) if grid.row_number(index) == row.row), -1)
    if number < 0 or not _holds(grid, number, row):
        raise InputError(
            _("{file} の {row} 行目が、読んだときと変わっています。結果を書き込めません。").format(
                file=path.name, row=row.row
            ),
            _("実行中はファイルを並べ替えたり書き直したりせず、もう一度実行してください。"),
        )
    columns = {_column_above(grid, number, heading, path): text for heading, text in texts.items()}
    new = {column: text for column, text in columns.items() if grid.text(number, column) != text}
    if new and row.sheet:
        _into_workbook(path, row.sheet, number, new)
    elif new:
        _into_csv(path, number, new)
    return bool(new)


def _holds(grid: Grid, number: int, row: TableRow) -> bool:
    columns = {name: area_of(cell).left for name, cell in row.cells.items()}
    return all(grid.merged_text(number, column) == row.values[name] for name, column in columns.items())


def _column_above(grid: Grid, number: int, heading: str, path: Path) -> int:
    """The column of the nearest heading above the row."""
    for above in range(number - 1, -1, -1):
        for column in range(grid.width):
            if folded(squeezed(grid.text(above, column))) == folded(heading):
                return column
    raise InputError(
        _("{file} に見出し「{missing}」がありません。").format(file=path.name, missing=heading),
        _("結果を書く列を、表に用意してください。"),
    )


def _into_workbook(path: Path, sheet: str, number: int, new: Mapping[int, str]) -> None:
    package = open_package(path)
    edit = SheetEdit(package, find_sheet(package, sheet))
    for column, text in new.items():
        edit.put((number, column), text)
    edit.finish()
    safe_write(package.path, package.write)


def _into_csv(path: Path, number: int, new: Mapping[int, str]) -> None:
    """All records once more, in the encoding, with the separators and line ends that the file had."""
    content = path.read_bytes()
    text = decode(content, "auto", path)
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)))
    for column, value in new.items():
        records[number] += [""] * (column + 1 - len(records[number]))
        records[number][column] = value
    written = io.StringIO()
    csv.writer(
        written,
        delimiter=delimiter_of(text),
        quoting=csv.QUOTE_ALL if text.startswith('"') else csv.QUOTE_MINIMAL,
        lineterminator="\r\n" if "\r\n" in text else "\n",
    ).writerows(records)
    encoded = _encoded(written.getvalue(), content, path)

    def render(file: BinaryIO) -> None:
        file.write(encoded)

    safe_write(path, render)


def _encoded(text: str, before: bytes, path: Path) -> bytes:
    if before.startswith(_BOM):
        return text.encode("utf-8-sig")
    for encoding in ("utf-8", "cp932"):
        try:
            before.decode(encoding)
            return text.encode(encoding)
        except UnicodeDecodeError:
            continue
        except UnicodeEncodeError as error:
            raise InputError(
                _("{file} の文字コードでは「{character}」を書けません。").format(
                    file=path.name, character=error.object[error.start : error.end]
                )
            ) from None
    raise InputError(_("{file} には結果を書き込めません。Excel のファイルで用意してください。").format(file=path.name))
