"""Where something stands in a TOML file: its line and column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_TABLE = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"\s*([\w.\-\"']+)\s*=")
Loc = Sequence[str | int]


def position(text: str, loc: Loc) -> tuple[int, int]:
    """Line and column, from 1, of what stands at ``loc``, or of the table that should hold it."""
    best, place = 0, (1, 1)
    for line, written, column in _places(text):
        common = _common(written, loc)
        if common > best:
            best, place = common, (line, column)
    return place


def _places(text: str) -> list[tuple[int, tuple[str | int, ...], int]]:
    """Every table and key of ``text`` with its line, its path and its column."""
    found: list[tuple[int, tuple[str | int, ...], int]] = []
    table: tuple[str | int, ...] = ()
    many: Counter[str] = Counter()
    for line, written in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(written):
            table = tuple(part.strip(" \"'") for part in header[2].split("."))
            if header[1] == "[[":
                table = (*table, many[header[2]])
                many[header[2]] += 1
            found.append((line, table, header.start(1) + 1))
        elif key := _KEY.match(written):
            parts = tuple(part.strip(" \"'") for part in key[1].split("."))
            found.append((line, (*table, *parts), key.start(1) + 1))
    return found


def _common(written: Loc, loc: Loc) -> int:
    """How much of ``loc`` is written there; nothing when it is another thing."""
    return len(written) if list(loc[: len(written)]) == list(written) else 0
