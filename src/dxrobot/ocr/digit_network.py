"""Digit network: a second look at each digit of a line by itself, by a small network that knows nothing else."""

from __future__ import annotations

import numpy as np

from dxrobot.ocr import decode
from dxrobot.ocr.cells import Odds, cells_of, network
from dxrobot.ocr.charset import DIGITS
from dxrobot.ocr.pages import Picture

SIZE = 28
"""Pixels of a digit's square."""
OTHER = 10
"""The column for what is no digit."""


def look(picture: Picture, narrow: decode.Narrow) -> Odds:
    """The odds of ten digits and of anything else at each character that the best path of ``narrow`` reads."""
    cells = cells_of(picture, narrow, SIZE)
    return network("digits").odds(cells) if cells else np.zeros((0, OTHER + 1), np.float32)


def weakest(odds: Odds, text: str) -> float | None:
    """The lowest probability of any digit of ``text``; None where nothing is known of it."""
    if len(text) != len(odds):
        return None
    seen = [float(np.exp(row[int(one)])) for row, one in zip(odds, text, strict=True) if one in DIGITS]
    return min(seen, default=None)
