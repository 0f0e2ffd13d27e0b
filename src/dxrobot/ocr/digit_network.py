"""Digit network: a second look at each digit of a line by itself, by a small network that knows nothing else.

The recogniser reads whole lines and says where its characters stand; what stands there is cut out and asked again. The
network is made by tools/recogniser/digits.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dxrobot.ocr import decode
from dxrobot.ocr.charset import DIGITS
from dxrobot.ocr.engine import HEIGHT, STEP
from dxrobot.ocr.ink import ink_level
from dxrobot.ocr.pages import Picture

SIZE, _INNER = 28, 24
"""Pixels of a digit's square, and of the longer side of its ink within."""
OTHER = 10
"""The column for what is no digit."""
_STROKES: Any = cv2.HOGDescriptor((SIZE, SIZE), (14, 14), (7, 7), (7, 7), 12, 1, -1, 0, 0.2, False, 64, True)
"""Blocks of 14 pixels, every 7, in cells of 7, with twelve directions all the way round."""
_SPECK = 6
_TOUCHING = 1.25
"""Ink wider than this many times the room of its character belongs to the next as well."""
Odds = npt.NDArray[np.float32]
"""(places, 11): natural log probability of each digit and of anything else, at each place of a line."""


def cells_of(picture: Picture, narrow: decode.Narrow) -> list[Picture]:
    """The ink at each character of the best path, each in a square of :data:`SIZE`, ink 255; empty where none is."""
    at = decode.peaks(narrow)
    if not at.size:
        return []
    scale = STEP * picture.shape[0] / HEIGHT
    middles = [0.0, *((at[1:] + at[:-1] + 1) / 2 * scale).tolist(), float(picture.shape[1])]
    dark = (picture < ink_level(picture)).astype(np.uint8)
    _count, labels, stats, centres = cv2.connectedComponentsWithStats(dark, connectivity=8)
    kept = stats[:, 4] >= _SPECK
    kept[0] = False
    cells = []
    for start, end in pairwise(middles):
        own = (kept & (centres[:, 0] >= start) & (centres[:, 0] < end))[labels]
        wide = (kept & (stats[:, 2] > _TOUCHING * (end - start)))[labels]  # characters that touch are cut apart
        own &= ~wide
        own[:, round(start) : round(end)] |= wide[:, round(start) : round(end)]
        cells.append(_square(picture, own))
    return cells


def _square(picture: Picture, own: npt.NDArray[np.bool_]) -> Picture:
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    framed = np.zeros((SIZE, SIZE), np.uint8)
    if not rows.size:
        return framed
    window = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    near = cv2.dilate(own[window].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    ink = np.where(near, 255 - picture[window], 0).astype(np.uint8)
    scale = _INNER / max(ink.shape)
    width, height = (max(2, round(side * scale)) for side in (ink.shape[1], ink.shape[0]))
    small = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA)
    top, left = (SIZE - height) // 2, (SIZE - width) // 2
    framed[top : top + height, left : left + width] = small
    return framed


@dataclass(frozen=True)
class Network:
    """One hidden layer on the directions of strokes and the ink itself."""

    first: npt.NDArray[np.float32]
    first_bias: npt.NDArray[np.float32]
    second: npt.NDArray[np.float32]
    second_bias: npt.NDArray[np.float32]

    def odds(self, seen: npt.NDArray[np.float32]) -> Odds:
        """What ``seen`` (:func:`seen_of`, a row a place) may be."""
        hidden = np.maximum(seen @ self.first + self.first_bias, 0)
        out = hidden @ self.second + self.second_bias
        out -= out.max(axis=1, keepdims=True)
        return np.asarray(out - np.log(np.exp(out).sum(axis=1, keepdims=True)), np.float32)


def look(picture: Picture, narrow: decode.Narrow) -> Odds:
    """The odds at each character of the best path of ``narrow``, which was read of ``picture``."""
    cells = cells_of(picture, narrow)
    if not cells:
        return np.zeros((0, OTHER + 1), np.float32)
    odds = _network().odds(seen_of(cells))
    odds[[not cell.any() for cell in cells]] = -np.log(OTHER + 1)  # nothing was found there: it may be anything
    return odds


def seen_of(cells: Sequence[Picture]) -> npt.NDArray[np.float32]:
    """Of each cell a row: histograms of oriented gradients (Dalal and Triggs, CVPR 2005), and the ink at half size."""
    strokes = np.stack([_STROKES.compute(cell).ravel() for cell in cells])
    half = (SIZE // 2, SIZE // 2)
    ink = np.stack([cv2.resize(cell, half, interpolation=cv2.INTER_AREA).ravel() for cell in cells])
    return np.hstack([strokes, ink.astype(np.float32) / 255]).astype(np.float32)


@lru_cache(maxsize=1)
def _network() -> Network:
    with np.load(Path(__file__).with_name("digits.npz"), allow_pickle=False) as kept:
        return Network(*(kept[name].astype(np.float32) for name in Network.__dataclass_fields__))


def weakest(odds: Odds, text: str) -> float | None:
    """The lowest probability of any digit of ``text``; None where nothing is known of it."""
    if len(text) != len(odds):
        return None
    seen = [float(np.exp(row[int(one)])) for row, one in zip(odds, text, strict=True) if one in DIGITS]
    return min(seen, default=None)
