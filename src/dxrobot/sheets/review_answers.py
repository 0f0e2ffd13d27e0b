"""What people wrote into the sheet 確認 of a register workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.review_sheet import FIRST_ROW, ROW_COLUMNS


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """One row in which a person wrote a value."""

    row: int
    """Row of the sheet, from 1, for messages."""
    file: str
    page: int
    field: str
    read: str
    """The value as the machine had it (整えた値)."""
    written: str
    settled_by: str


def read_answers(path: Path) -> list[WrittenAnswer]:
    """The rows of 確認 with a value in 確定した値; raises :class:`InputError` for a file that is no register."""
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError) as error:
        raise InputError(_("登録簿を開けません: {path}").format(path=path)) from error
    try:
        names = [name for name in workbook.sheetnames if name in ("確認", _("確認"))]
        if not names:
            raise InputError(_("「確認」のシートがありません: {path}").format(path=path))
        rows = workbook[names[0]].iter_rows(min_row=FIRST_ROW, values_only=True)
        return list(_written(rows))
    finally:
        workbook.close()


def _written(rows: Iterator[tuple[object, ...]]) -> Iterator[WrittenAnswer]:
    for number, cells in enumerate(rows, start=FIRST_ROW):
        texts = [str(cell).strip() if cell is not None else "" for cell in cells]
        texts += [""] * (max(ROW_COLUMNS.values()) - len(texts))
        row = {name: texts[column - 1] for name, column in ROW_COLUMNS.items()}
        if row["written"] and row["page"].isdigit():
            yield WrittenAnswer(
                number, row["file"], int(row["page"]), row["field"], row["read"], row["written"], row["settled_by"]
            )
