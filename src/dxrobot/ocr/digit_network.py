"""Digit network: a second look at each digit of a line by itself, by a small network that knows nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from dxrobot.ocr import decode
from dxrobot.ocr.cells import Odds, cells_of
from dxrobot.ocr.charset import DIGITS
from dxrobot.ocr.pages import Picture

SIZE = 28
"""Pixels of a digit's square."""
OTHER = 10
"""The column for what is no digit."""


def look(picture: Picture, narrow: decode.Narrow) -> Odds:
    """The odds of ten digits and of anything else at each character that the best path of ``narrow`` reads.

    Where no ink is, it may be anything.
    """
    return odds_of(cells_of(picture, narrow, SIZE))


def odds_of(cells: Sequence[Picture]) -> Odds:
    """The odds of squares of ink as dxrobot.ocr.cells cuts them."""
    if not cells:
        return np.zeros((0, OTHER + 1), np.float32)
    ink = np.stack(cells)[:, None]
    odds = np.array(_session().run(None, {"x": ink.astype(np.float32) / 255})[0], np.float32)
    odds[~ink.any(axis=(1, 2, 3))] = -np.log(OTHER + 1)
    return odds


@lru_cache(maxsize=1)
def _session() -> Any:
    """The network of tools/recogniser/digits.py."""
    import onnxruntime  # a fifth of a second: only when a page is read

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(Path(__file__).with_name("digits.onnx")), options)


def weakest(odds: Odds, text: str) -> float | None:
    """The lowest probability of any digit of ``text``; None where nothing is known of it."""
    if len(text) != len(odds):
        return None
    seen = [float(np.exp(row[int(one)])) for row, one in zip(odds, text, strict=True) if one in DIGITS]
    return min(seen, default=None)
