"""CSV and TSV as Japanese offices have them: which encoding it is, is told by the content."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Literal

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.grid import Grid

Encoding = Literal["auto", "utf-8", "cp932", "utf-16", "euc_jp"]

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_ISO_2022_JP = b"\x1b$"
"""How Japanese text begins in mail and on old hosts (JIS)."""
_KEEPS_ZEROS = re.compile(r'="([^"]*)"')
"""How some systems keep Excel from dropping leading zeros: ``="0012"``."""
_LONGEST_FIELD = 10_000_000


def read_csv(path: Path, encoding: Encoding = "auto") -> Grid:
    """Every record of a CSV or TSV file; a record may hold line breaks inside quotes.

    Raises :class:`InputError` naming the line when bytes or quotes are wrong.
    """
    text = decode(path.read_bytes(), encoding, path)
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    begins = 1
    try:
        for record in reader:
            rows.append([_plain(value) for value in record])
            lines.append(begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            _('{path} の {line} 行目から始まる行の引用符(")が、正しく閉じていません。').format(path=path, line=begins),
            _('その行の「"」の数を確かめてください。値の中の「"」は2つ続けて書きます。'),
        ) from error
    return Grid(str(path), "", rows, lines=lines)


def decode(content: bytes, encoding: Encoding, path: Path) -> str:
    """The text of ``content``; raises :class:`InputError` naming the line of the first byte that has no meaning."""
    for bom, named in _BOMS.items():
        if content.startswith(bom):
            return _decoded(content, [named], path)
    if encoding == "auto" and _ISO_2022_JP in content and content.isascii():
        return _decoded(content, ["iso2022_jp"], path)
    return _decoded(content, ["utf-8", "cp932"] if encoding == "auto" else [encoding], path)


def _decoded(content: bytes, encodings: list[str], path: Path) -> str:
    """By the first encoding that fits; else what is told is of the one that goes furthest."""
    furthest: UnicodeDecodeError | None = None
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            if furthest is None or error.start > furthest.start:
                furthest = error
            continue
        if "\x00" in text:
            raise InputError(_("{path} は CSV のファイルではありません。").format(path=path))
        return text
    if furthest is None:
        raise AssertionError("no encoding was tried")
    raise InputError(
        _("{path} の {line} 行目に、{encoding} の文字として読めない部分があります。").format(
            path=path, line=content.count(b"\n", 0, furthest.start) + 1, encoding=furthest.encoding
        ),
        _("UTF-8 か Shift_JIS で保存し直してください。シナリオでは encoding に文字コード(euc_jp など)も書けます。"),
    )


def delimiter_of(text: str) -> str:
    """A tab where the first line that is not empty has more of them than commas."""
    first = next((line for line in text[:100_000].splitlines() if line.strip()), "")
    return "\t" if first.count("\t") > first.count(",") else ","


def _plain(value: str) -> str:
    found = _KEEPS_ZEROS.fullmatch(value)
    return found[1] if found else value.replace("\r\n", "\n")
