"""Likeness: whether the print of a blank form really stands on a page that its points were found on.

Two versions of one form share most of their points; only the print itself tells which of them a page is, or neither.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from dxrobot.ocr.pages import Picture
from dxrobot.ocr.register import Registration

_SCALE = 0.5
"""Print is compared at 100 dpi."""
_INK = 150
_DARKER = 26
"""Grey levels by which print stands out from the paper around it, at the least."""
_REACH = np.ones((5, 5), np.uint8)
"""Registration may be out by so much: 2 pixels at 100 dpi to each side."""
_TILES = (16, 11)
_TILE_INK = 40
"""Pixels of print at 100 dpi; a tile with less tells nothing."""
_GONE = 0.35
_SURE = 0.98
_MISSED = 3.0
"""What weighs a stroke of the blank that the page lacks, against one that it has: writing adds ink and takes none."""


@dataclass(frozen=True)
class Likeness:
    """How much of a blank's print stands on a page."""

    found: int
    missed: int
    gone: float
    """Share of the parts of the form, among those with print, of which hardly anything is there."""

    @property
    def weight(self) -> float:
        """What speaks for this form, to be compared with that for other forms on the same page."""
        return self.found - _MISSED * self.missed

    @property
    def sure(self) -> bool:
        """Whether nothing is left to be wished for: no other version needs to be tried."""
        return self.share > _SURE and not self.gone

    @property
    def share(self) -> float:
        """Share of the print that was found, 0 to 1."""
        return self.found / max(1, self.found + self.missed)


def likeness(page: Picture, lie: Registration, blank: Picture) -> Likeness:
    """Compare the grey ``page`` that lies as ``lie`` says with the print of ``blank``."""
    size = (round(blank.shape[1] * _SCALE), round(blank.shape[0] * _SCALE))
    laid = lie.laid(cv2.blur(page, (2, 2)).astype(np.uint8), size, _SCALE)
    paper = cv2.blur(cv2.dilate(laid, np.ones((9, 9), np.uint8)), (15, 15))
    dark = cv2.dilate((paper.astype(np.int16) - laid > _DARKER).astype(np.uint8), _REACH) > 0
    print_ = cv2.resize(blank, size, interpolation=cv2.INTER_AREA) < (255 + _INK) // 2
    rows, columns = np.nonzero(print_)
    there = dark[rows, columns]
    tile = (rows * _TILES[0] // size[1]) * _TILES[1] + columns * _TILES[1] // size[0]
    inked = np.bincount(tile, minlength=_TILES[0] * _TILES[1])
    hit = np.bincount(tile, weights=there, minlength=_TILES[0] * _TILES[1])
    telling = inked >= _TILE_INK
    gone = float(np.mean(hit[telling] < _GONE * inked[telling])) if telling.any() else 1.0
    return Likeness(int(there.sum()), int((~there).sum()), gone)
