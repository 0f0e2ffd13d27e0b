"""Where rows and cells stand in the XML of a sheet, so that single ones are replaced and all else stays as it is.

A tree that is parsed and written again loses namespaces that only attributes name (``mc:Ignorable``), and with them the
file. Here nothing is written again but what changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from dxrobot.sheets.grid import Place, area_of

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_KEPT_TAGS = frozenset(
    {"dimension", "autoFilter", "dataValidation", "conditionalFormatting", "mergeCells", "mergeCell"}
)


class Formula(NamedTuple):
    """The formula of a cell as it is written: for a shared one only the first cell has the text."""

    text: str
    kind: str
    shared: str
    ref: str


class Cell(NamedTuple):
    """One cell: where its XML begins and ends, its style's number, its formula."""

    start: int
    end: int
    style: str
    formula: Formula | None


@dataclass(slots=True)
class Row:
    """One row: its start tag, where its cells end, where it ends, its attributes and its cells by column."""

    start: int
    inner: int
    inner_end: int
    end: int
    attributes: Mapping[str, str]
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def is_closed(self) -> bool:
        """Whether it is written as one tag, ``<row …/>``."""
        return self.inner == self.end


class Tag(NamedTuple):
    """A start tag that may have to change: its place and its attributes."""

    start: int
    end: int
    attributes: Mapping[str, str]


class SheetIndex:
    """The places of everything in one sheet's XML (UTF-8); rows and columns from 0."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.prefix = ""
        self.rows: dict[int, Row] = {}
        self.tags: dict[str, list[Tag]] = {name: [] for name in _KEPT_TAGS}
        self.data = Row(0, 0, 0, 0, {})
        """The place of all rows."""
        self._path: list[str] = []
        self._row = self._cell = -1
        self._open: tuple[int, int, Mapping[str, str]] = (0, 0, {})
        self._formula: Formula | None = None
        self._text: list[str] = []
        self._parse()

    def _parse(self) -> None:
        parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: self._start(parser.CurrentByteIndex, name, attributes)
        parser.EndElementHandler = lambda name: self._end(parser.CurrentByteIndex, name)
        parser.CharacterDataHandler = self._text.append
        parser.Parse(self.xml, True)

    def tag_end(self, start: int) -> int:
        """Where the tag that begins at ``start`` ends."""
        found = _TAG.match(self.xml, start)
        if found is None:
            raise ValueError("no tag")
        return found.end()

    def _start(self, at: int, name: str, attributes: Mapping[str, str]) -> None:
        prefix, _colon, local = name.rpartition(":")
        self._path.append(local)
        if local == "sheetData" and len(self._path) == 2:
            self.prefix = f"{prefix}:" if prefix else ""
            end = self.tag_end(at)
            self.data = Row(at, end, end, end, attributes)
        elif local == "row" and self._path[1:2] == ["sheetData"]:
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._cell = -1
            end = self.tag_end(at)
            self.rows[self._row] = Row(at, end, end, end, attributes)
        elif local == "c" and self._path[1:3] == ["sheetData", "row"]:
            self._cell = area_of(attributes["r"]).left if "r" in attributes else self._cell + 1
            self._open, self._formula = (at, self.tag_end(at), attributes), None
        elif local == "f" and len(self._path) == 5:
            self._text.clear()
            self._formula = Formula("", attributes.get("t", ""), attributes.get("si", ""), attributes.get("ref", ""))
        elif local in _KEPT_TAGS and "extLst" not in self._path:
            self.tags[local].append(Tag(at, self.tag_end(at), attributes))

    def _end(self, at: int, name: str) -> None:
        local = self._path.pop()
        closing = f"</{name}".encode()
        written_out = self.xml.startswith(closing, at)
        if local == "f" and self._formula is not None and len(self._path) == 4:
            self._formula = self._formula._replace(text="".join(self._text))
        elif local == "c" and self._path[1:3] == ["sheetData", "row"]:
            start, tag_end, attributes = self._open
            end = self.tag_end(at) if written_out else tag_end
            self.rows[self._row].cells[self._cell] = Cell(start, end, attributes.get("s", ""), self._formula)
        elif local in ("row", "sheetData") and written_out:
            row = self.rows[self._row] if local == "row" else self.data
            row.inner_end, row.end = at, self.tag_end(at)

    def cell(self, place: Place) -> Cell | None:
        """The cell at ``place`` if it stands in the file."""
        row = self.rows.get(place[0])
        return row.cells.get(place[1]) if row else None

    def formulas(self) -> Mapping[Place, Formula]:
        """Every cell with a formula."""
        return {
            (number, column): cell.formula
            for number, row in self.rows.items()
            for column, cell in row.cells.items()
            if cell.formula is not None
        }


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """``tag`` with one of its attributes replaced or, when it has none of that name, added."""
    pattern = re.compile(rb"""(\s%b\s*=\s*)("[^"]*"|'[^']*')""" % name.encode())
    written = f'"{value}"'.encode()
    if pattern.search(tag):
        return pattern.sub(lambda found: found[1] + written, tag, count=1)
    closing = b"/>" if tag.endswith(b"/>") else b">"
    return tag[: -len(closing)].rstrip() + f' {name}="{value}"'.encode() + closing


def without_attribute(tag: bytes, name: str) -> bytes:
    """``tag`` without one of its attributes."""
    return re.sub(rb"""\s%b\s*=\s*("[^"]*"|'[^']*')""" % name.encode(), b"", tag, count=1)
