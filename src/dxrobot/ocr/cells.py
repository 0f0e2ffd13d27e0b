"""Cells: the ink at each character of a line in a square of its own, and small networks that look at one at a time.

The recogniser reads whole lines and says where its characters stand; what stands there is cut out. The networks are
made by tools/recogniser/digits.py and tools/recogniser/variants.py.
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
from dxrobot.ocr.engine import HEIGHT, STEP
from dxrobot.ocr.ink import ink_level
from dxrobot.ocr.pages import Picture

_EDGE = 2
"""Pixels of white around the ink in its square."""
_SPECK = 6
_TOUCHING = 1.25
"""Ink wider than this many times the room of its character belongs to the next as well."""
Odds = npt.NDArray[np.float32]
"""(places, classes): natural log probability of each class at each place of a line."""


@dataclass(frozen=True)
class Network:
    """One hidden layer on what :func:`seen_of` says."""

    first: npt.NDArray[np.float32]
    first_bias: npt.NDArray[np.float32]
    second: npt.NDArray[np.float32]
    second_bias: npt.NDArray[np.float32]

    def odds(self, cells: Sequence[Picture]) -> Odds:
        """What each cell may be; one without ink may be anything."""
        hidden = np.maximum(seen_of(cells) @ self.first + self.first_bias, 0)
        out = hidden @ self.second + self.second_bias
        out[[not cell.any() for cell in cells]] = 0
        out -= out.max(axis=1, keepdims=True)
        return np.asarray(out - np.log(np.exp(out).sum(axis=1, keepdims=True)), np.float32)


@lru_cache(maxsize=2)
def network(name: str) -> Network:
    """The network that is kept beside this module as ``name``.npz."""
    with np.load(Path(__file__).with_name(f"{name}.npz"), allow_pickle=False) as kept:
        return Network(*(kept[part].astype(np.float32) for part in Network.__dataclass_fields__))


def cells_of(picture: Picture, narrow: decode.Narrow, size: int) -> list[Picture]:
    """The ink at each character of the best path, each in a square of ``size`` pixels, ink 255; empty where none is."""
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
        cells.append(squared(picture, own, size))
    return cells


def squared(picture: Picture, own: npt.NDArray[np.bool_], size: int) -> Picture:
    """The ink of ``picture`` where ``own`` says, in the middle of a square."""
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    framed = np.zeros((size, size), np.uint8)
    if not rows.size:
        return framed
    window = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    near = cv2.dilate(own[window].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    ink = np.where(near, 255 - picture[window], 0).astype(np.uint8)
    scale = (size - 2 * _EDGE) / max(ink.shape)
    width, height = (max(2, round(side * scale)) for side in (ink.shape[1], ink.shape[0]))
    small = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA)
    top, left = (size - height) // 2, (size - width) // 2
    framed[top : top + height, left : left + width] = small
    return framed


def seen_of(cells: Sequence[Picture]) -> npt.NDArray[np.float32]:
    """Of each cell a row: histograms of oriented gradients (Dalal and Triggs, CVPR 2005), and the ink at half size."""
    size = len(cells[0])
    strokes = np.stack([_strokes(size).compute(cell).ravel() for cell in cells])
    half = (size // 2, size // 2)
    ink = np.stack([cv2.resize(cell, half, interpolation=cv2.INTER_AREA).ravel() for cell in cells])
    return np.hstack([strokes, ink.astype(np.float32) / 255]).astype(np.float32)


@lru_cache(maxsize=2)
def _strokes(size: int) -> Any:
    """Four cells a side for 28 pixels, five for 40, in blocks of two by two; twelve directions all the way round."""
    cell = 7 if size % 7 == 0 else 8
    block = (2 * cell, 2 * cell)
    return cv2.HOGDescriptor((size, size), block, (cell, cell), (cell, cell), 12, 1, -1, 0, 0.2, False, 64, True)
