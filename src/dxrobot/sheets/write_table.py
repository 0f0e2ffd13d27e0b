"""Writing rows as CSV in the encoding that the receiving system wants."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Literal

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.cp932 import for_cp932, without_code
from dxrobot.sheets.grid import as_text
from dxrobot.sheets.number_formats import plain_number
from dxrobot.sheets.safe_write import Placing, safe_write
from dxrobot.sheets.sheet_edit import CellValue

CsvEncoding = Literal["cp932", "utf-8", "utf-8-sig"]
Record = Mapping[str, CellValue]

# What a spreadsheet computes when it opens a CSV; Japanese ones take the full-width signs for the same.
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠].", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """How a CSV file is written."""

    encoding: CsvEncoding = "cp932"
    newline: Literal["\r\n", "\n"] = "\r\n"
    header: bool = True
    guard: bool = True
    """Whether text that a spreadsheet would compute gets a ``'`` before it."""


def write_csv(
    path: Path,
    columns: Mapping[str, str],
    rows: Iterable[Record],
    form: CsvFormat,
    placing: Placing | None = None,
) -> int:
    """Write a CSV file of ``columns`` (name → heading) and the number of records written, line by line.

    Raises :class:`InputError` naming row, column and character for text that the encoding has no code for; then no file
    is written and an earlier one stays as it is.
    """
    written = 0

    def render(file: BinaryIO) -> None:
        nonlocal written
        for written, line in enumerate(_lines(columns, rows, form), start=0 if form.header else 1):  # noqa: B007
            file.write(line)

    safe_write(path, render, placing=placing)
    return written


def _lines(columns: Mapping[str, str], rows: Iterable[Record], form: CsvFormat) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator=form.newline)
    headings = list(columns.values())
    head = [headings] if form.header else []
    records = ([_as_csv(row.get(name), guard=form.guard) for name in columns] for row in rows)
    for number, values in enumerate((*head, *records), start=1):
        if form.encoding == "cp932":
            values = [for_cp932(value) for value in values]
        writer.writerow(values)
        line = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        if without_code(line, form.encoding):
            raise _no_code(number, headings, values, form)
        yield line.encode("utf-8-sig" if form.encoding == "utf-8-sig" and number == 1 else _later(form.encoding))


def _later(encoding: CsvEncoding) -> str:
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _no_code(number: int, headings: Sequence[str], values: Sequence[str], form: CsvFormat) -> InputError:
    heading, character = next(
        (heading, character)
        for heading, value in zip(headings, values, strict=True)
        if (character := without_code(value, form.encoding))
    )
    return InputError(
        _("{row} 行目の「{heading}」に、{encoding} にない文字「{character}」(U+{code:04X})があります。").format(
            row=number, heading=heading, encoding=form.encoding, character=character, code=ord(character)
        ),
        _("受け取る側の決まりに従って別の字に直すか、encoding: utf-8-sig で書いてください。"),
    )


def _as_csv(value: CellValue, *, guard: bool) -> str:
    if not isinstance(value, str):
        return text_of(value)
    return guarded(value) if guard else value


def guarded(text: str) -> str:
    """``text`` with a ``'`` before it when a spreadsheet would compute it; numbers and single signs stay."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def text_of(value: CellValue) -> str:
    """A value as text: whole numbers without ``.0``, days in ISO form."""
    return plain_number(float(value)) if isinstance(value, Decimal) else as_text(value)
