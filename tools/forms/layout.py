"""The words a form is described in, and how a description becomes marks on paper and places to write.

All lengths are pixels at 200 dpi; a cell lays itself out inside the rectangle its row gives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

THIN, INNER, FRAME = 1, 2, 4
BODY, SMALL, NOTE = 27, 23, 20
COMB_PITCH, COMB_HEIGHT = 54, 62
TICK = 30


@dataclass(frozen=True)
class Rect:
    """A rectangle in pixels of the page."""

    x: int
    y: int
    w: int
    h: int

    def inset(self, by: int) -> Rect:
        """The rectangle with ``by`` pixels less on each side."""
        return Rect(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    def middle(self, w: int, h: int, dx: int = 0) -> Rect:
        """A rectangle of this size, in the middle of the height, ``dx`` from the left."""
        return Rect(self.x + dx, self.y + (self.h - h) // 2, w, h)


@dataclass(frozen=True)
class Text:
    """Printed words inside a rectangle."""

    text: str
    rect: Rect
    size: int = BODY
    bold: bool = False
    align: Literal["left", "centre"] = "centre"
    vertical: bool = False


@dataclass(frozen=True)
class Rule:
    """A printed line, horizontal or vertical."""

    x0: int
    y0: int
    x1: int
    y1: int
    width: int = INNER
    dotted: bool = False


@dataclass(frozen=True)
class Shade:
    """A grey ground behind a label."""

    rect: Rect


@dataclass(frozen=True)
class Ring:
    """A dashed circle that says where a seal goes."""

    rect: Rect


@dataclass(frozen=True)
class Place:
    """Where a field is written: a zone, boxes of one character each, or options to circle."""

    name: str
    zone: Rect | None = None
    boxes: tuple[Rect, ...] = ()
    options: dict[str, Rect] = field(default_factory=dict)

    def rects(self) -> tuple[Rect, ...]:
        """Every rectangle that belongs to the field."""
        return ((self.zone,) if self.zone else ()) + self.boxes + tuple(self.options.values())


Mark = Text | Rule | Shade | Ring | Place


def frame(rect: Rect, width: int) -> Iterator[Mark]:
    """The four sides of a rectangle."""
    right, bottom = rect.x + rect.w, rect.y + rect.h
    yield Rule(rect.x, rect.y, right, rect.y, width)
    yield Rule(rect.x, bottom, right, bottom, width)
    yield Rule(rect.x, rect.y, rect.x, bottom, width)
    yield Rule(right, rect.y, right, bottom, width)


class Cell(Protocol):
    """A part of a row; a ruled one has a line at its left, one of width 0 takes what the others leave."""

    @property
    def width(self) -> int: ...

    @property
    def ruled(self) -> bool: ...

    def lay(self, rect: Rect) -> Iterator[Mark]: ...


@dataclass(frozen=True)
class Label:
    """A grey cell that names what is written beside it."""

    text: str
    width: int
    ruled: bool = True
    size: int = BODY

    def lay(self, rect: Rect) -> Iterator[Mark]:
        """Ground and words."""
        yield Shade(rect)
        yield Text(self.text, rect, self.size)


@dataclass(frozen=True)
class Print:
    """Words printed in a white cell."""

    text: str
    width: int = 0
    ruled: bool = False
    size: int = BODY
    align: Literal["left", "centre"] = "centre"

    def lay(self, rect: Rect) -> Iterator[Mark]:
        """The words alone."""
        yield Text(self.text, rect, self.size, align=self.align)


@dataclass(frozen=True)
class Write:
    """A cell to write in."""

    name: str
    width: int = 0
    ruled: bool = True

    def lay(self, rect: Rect) -> Iterator[Mark]:
        """The cell without its rules."""
        yield Place(self.name, zone=rect.inset(3))


@dataclass(frozen=True)
class Comb:
    """Boxes of one digit each, with a dash after some of them."""

    name: str
    count: int
    width: int = 0
    ruled: bool = True
    before: str = ""
    dash_after: int = 0

    def lay(self, rect: Rect) -> Iterator[Mark]:
        """The boxes, in groups parted by the dash."""
        left = rect.x + 16
        if self.before:
            yield Text(self.before, rect.middle(34, 40, 12), 34)
            left += 38
        boxes: list[Rect] = []
        for count in (self.dash_after, self.count - self.dash_after):
            if not count:
                continue
            if boxes:
                yield Text("-", Rect(left, rect.y, 30, rect.h), 34)
                left += 30
            group = Rect(left, rect.y, COMB_PITCH * count, rect.h).middle(COMB_PITCH * count, COMB_HEIGHT)
            yield from frame(group, INNER)
            yield from (Rule(x, group.y, x, group.y + group.h, THIN) for x in _pitches(group))
            boxes += [Rect(group.x + COMB_PITCH * i, group.y, COMB_PITCH, COMB_HEIGHT).inset(2) for i in range(count)]
            left += group.w
        yield Place(self.name, boxes=tuple(boxes))


def _pitches(group: Rect) -> range:
    return range(group.x + COMB_PITCH, group.x + group.w, COMB_PITCH)


@dataclass(frozen=True)
class Circle:
    """Printed words of which one is circled."""

    name: str
    options: tuple[str, ...]
    width: int = 0
    ruled: bool = True

    def lay(self, rect: Rect) -> Iterator[Mark]:
        """The words with a dot between them; each option's rectangle has room for a circle."""
        left = rect.x + 18
        options: dict[str, Rect] = {}
        for text in self.options:
            if options:
                yield Text("・", Rect(left, rect.y, 28, rect.h))
                left += 28
            options[text] = rect.middle(BODY * len(text) + 22, 50, left - rect.x)
            yield Text(text, options[text])
            left += options[text].w
        yield Place(self.name, options=options)


@dataclass(frozen=True)
class Tick:
    """A box to tick, with words after it."""

    name: str
    text: str
    width: int = 0
    ruled: bool = False

    def lay(self, rect: Rect) -> Iterator[Mark]:
        """The box, then the words."""
        box = rect.middle(TICK, TICK, 20)
        yield from frame(box, INNER)
        yield Place(self.name, zone=box)
        yield Text(self.text, Rect(box.x + TICK + 14, rect.y, rect.w - TICK - 34, rect.h), align="left")


@dataclass(frozen=True)
class Row:
    """Cells side by side; a dotted row is parted from the one above by dots."""

    height: int
    cells: tuple[Cell, ...]
    dotted: bool = False

    def lay(self, rect: Rect) -> Iterator[Mark]:
        """Each cell at its width, its left rule over it."""
        spare = rect.w - sum(cell.width for cell in self.cells)
        left = rect.x
        for cell in self.cells:
            width = cell.width or spare
            yield from cell.lay(Rect(left, rect.y, width, rect.h))
            if cell.ruled and left > rect.x:
                yield Rule(left, rect.y, left, rect.y + rect.h)
            left += width


@dataclass(frozen=True)
class Section:
    """Rows in a thick frame, its name standing upright at the left."""

    title: str
    rows: tuple[Row, ...]

    @property
    def height(self) -> int:
        """Height of the rows together."""
        return sum(row.height for row in self.rows)

    def lay(self, rect: Rect, strip: int = 56) -> Iterator[Mark]:
        """Ground before rules, so that no shade covers a line."""
        side = Rect(rect.x, rect.y, strip, rect.h)
        rules: list[Mark] = [Rule(rect.x + strip, rect.y, rect.x + strip, rect.y + rect.h)]
        yield Shade(side)
        yield Text(self.title, side, vertical=True, bold=True)
        top = rect.y
        for row in self.rows:
            if top > rect.y:
                rules.append(Rule(rect.x + strip, top, rect.x + rect.w, top, THIN if row.dotted else INNER, row.dotted))
            yield from row.lay(Rect(rect.x + strip, top, rect.w - strip, row.height))
            top += row.height
        yield from rules
        yield from frame(rect, FRAME)
