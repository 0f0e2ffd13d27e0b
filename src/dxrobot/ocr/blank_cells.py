"""Blank cells: a blank form as a grid of ruled cells with what is printed in them, and which of them name others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dxrobot.ocr.ink import Rect
from dxrobot.ocr.label_words import choices_in, is_choice, is_label, is_unit
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.print_runs import Run
from dxrobot.ocr.ruling import Comb, Ruling, holds

_TOUCH = 9
"""Pixels between two cells of one grid: the width of a line."""
_GROUND = (200, 250)
"""Greys of the ground behind a label."""
_ROOM = 110
"""Pixels; less is no room to write in beside a label."""
DATE_UNITS = ("年", "月", "日")


@dataclass(frozen=True)
class Cell:
    """One ruled cell and what is printed in it; runs from the left, line by line."""

    rect: Rect
    runs: tuple[Run, ...]
    combs: tuple[Comb, ...]
    ticks: tuple[Rect, ...]
    shaded: bool

    @property
    def text(self) -> str:
        """All words of the cell together."""
        return "".join(run.text for run in self.runs)

    @property
    def upright(self) -> bool:
        """Whether it is a narrow strip whose words stand one below the other."""
        return self.rect[2] < 100 and self.rect[3] > 1.3 * self.rect[2] and bool(self.runs)

    @cached_property
    def choices(self) -> tuple[tuple[Run, ...], ...]:
        """Groups of words of which one is circled, each word with its place."""
        return tuple(_choices(self.runs))

    @cached_property
    def date_units(self) -> tuple[Run, ...]:
        """年, 月 and 日, printed behind places to write; empty when not all three are there."""
        units = tuple(run for run in self.runs if run.text in DATE_UNITS)
        return units if tuple(run.text for run in units) == DATE_UNITS else ()

    @property
    def names_others(self) -> bool:
        """Whether the cell is a label: it has words, nothing to fill in, and no room to write."""
        if not self.runs or self.combs or self.ticks or self.choices or self.date_units:
            return False
        if self.shaded or self.upright:
            return True
        left = min(run.rect[0] for run in self.runs) - self.rect[0]
        right = self.rect[0] + self.rect[2] - max(run.right for run in self.runs)
        if all(is_unit(run.text) for run in self.runs):
            return False
        centred = abs(left - right) <= 0.25 * self.rect[2] and is_label(self.text)
        return centred or max(left, right) < _ROOM


def cells_of(picture: Picture, ruling: Ruling, runs: Sequence[Run]) -> tuple[Cell, ...]:
    """The cells of a grey blank with their contents, from the top."""
    return tuple(
        Cell(
            rect,
            tuple(sorted((run for run in runs if holds(rect, run.rect, 6)), key=lambda run: _reading_order(run, rect))),
            tuple(comb for comb in ruling.combs if holds(rect, comb.rect, 6)),
            _in_lines([tick for tick in ruling.ticks if holds(rect, tick)]),
            _is_shaded(picture, rect),
        )
        for rect in ruling.cells
    )


def _reading_order(run: Run, cell: Rect) -> tuple[int, int]:
    line = 0 if cell[3] < 100 else round((run.rect[1] + run.rect[3] / 2 - cell[1]) / 40)
    return line, run.rect[0]


def _in_lines(boxes: Sequence[Rect]) -> tuple[Rect, ...]:
    """Boxes as they are read: line by line, from the left; in one line they may lie a little higher or lower."""
    lines: list[list[Rect]] = []
    for box in sorted(boxes, key=lambda box: box[1]):
        if not lines or box[1] - lines[-1][0][1] >= box[3] / 2:
            lines.append([])
        lines[-1].append(box)
    return tuple(box for line in lines for box in sorted(line))


def _is_shaded(picture: Picture, rect: Rect) -> bool:
    x, y, width, height = rect
    ground = float(np.median(picture[y + 3 : y + height - 3, x + 3 : x + width - 3]))
    return _GROUND[0] <= ground <= _GROUND[1]


def _choices(runs: Sequence[Run]) -> Iterator[tuple[Run, ...]]:
    chain: list[Run] = []
    dotted = False
    for run in (*runs, Run((0, 0, 0, 0), "")):
        if run.text == "・" and chain:
            dotted = True
            continue
        words = _words(run)
        if len(words) > 1:
            yield words
        goes_on = bool(chain) and (dotted or (is_choice(chain[-1].text) and is_choice(run.text)))
        if chain and not goes_on:
            if choices_in("・".join(word.text for word in chain), parted=False):
                yield tuple(chain)
            chain = []
        dotted = False
        if run.text and len(words) < 2:
            chain.append(run)


def _words(run: Run) -> tuple[Run, ...]:
    """The choices inside one run, ``有・無``, each with its place; empty when there are none."""
    words = choices_in(run.text, parted=False)
    if len(run.middles) != len(run.text) or not words:
        return ()
    _x, y, _width, height = run.rect
    found, start = [], 0
    for word in words:
        at = run.text.index(word, start)
        start = at + len(word)
        first, last = run.middles[at], run.middles[start - 1]
        found.append(Run((round(first - height / 2), y, round(last - first + height), height), word))
    return tuple(found)


class Grid:
    """Which cell lies beside which."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = tuple(cells)

    def left_label(self, cell: Cell) -> Cell | None:
        """The label to the left in the same row, cells to write in between them passed over."""
        seen = cell
        while (beside := self._left(seen)) is not None:
            if beside.names_others and not beside.upright:
                return beside
            if beside.upright:
                return None
            seen = beside
        return None

    def heading(self, cell: Cell) -> Cell | None:
        """The label on top of the column, about as wide as the cell; None when there is none."""
        seen = cell
        while (above := self._above(seen)) is not None:
            if above.names_others:
                return above
            seen = above
        return None

    def section(self, cell: Cell) -> str:
        """The words of the upright strip beside the rows that the cell belongs to."""
        middle = cell.rect[1] + cell.rect[3] / 2
        strips = [
            one
            for one in self._cells
            if one.upright
            and one.rect[0] < cell.rect[0]
            and one.rect[1] - _TOUCH <= middle <= one.rect[1] + one.rect[3] + _TOUCH
        ]
        return max(strips, key=lambda one: one.rect[0]).text if strips else ""

    def _left(self, cell: Cell) -> Cell | None:
        x, y, _width, height = cell.rect
        for one in self._cells:
            left, top, width, its_height = one.rect
            overlap = min(y + height, top + its_height) - max(y, top)
            if 0 <= x - left - width <= _TOUCH and overlap >= 0.6 * height:
                return one
        return None

    def _above(self, cell: Cell) -> Cell | None:
        x, y, width, _height = cell.rect
        for one in self._cells:
            left, top, its_width, its_height = one.rect
            overlap = min(x + width, left + its_width) - max(x, left)
            if 0 <= y - top - its_height <= _TOUCH and overlap >= 0.9 * width and its_width <= 1.25 * width:
                return one
        return None
