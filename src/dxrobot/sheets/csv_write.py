"""CSV for spreadsheets and open data: UTF-8 with a mark, and no text that a spreadsheet would compute."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from dxrobot.sheets.safe_write import safe_write

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write ``rows`` under ``headings`` at ``path``, lines ended by CR LF (RFC 4180).

    Raises :class:`~dxrobot.errors.InputError` when the file cannot be written.
    """

    def render(file: BinaryIO) -> None:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow(headings)
        writer.writerows([harmless(value) for value in row] for row in rows)
        text.detach()

    safe_write(path, render)


def harmless(value: str) -> str:
    """``value`` with an apostrophe before it where a spreadsheet would take it for a formula; numbers stay numbers."""
    if value.startswith(_FORMULA) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value
