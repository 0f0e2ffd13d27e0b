"""Alternatives: for each character that was read, what else its ink may be."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from dxrobot.ocr.decode import Narrow
from dxrobot.ocr.word_tree import FLOOR

_KEPT = 12
_FAINTEST = math.exp(FLOOR)


def alternatives(narrow: Narrow, characters: str) -> list[dict[str, float]]:
    """What may stand at each place of the best path; a place reaches half the way to its neighbours."""
    path = narrow.argmax(axis=1)
    starts = np.flatnonzero((path > 0) & (np.diff(path, prepend=0) != 0))
    if not starts.size:
        return []
    bounds = [0, *((starts[1:] + starts[:-1] + 1) // 2).tolist(), len(narrow)]
    found = []
    for first, last in pairwise(bounds):
        peaks = narrow[first:last, 1:].max(axis=0)
        best = np.argpartition(peaks, -min(_KEPT, len(peaks)))[-_KEPT:]
        found.append({characters[int(i)]: math.log(max(float(peaks[i]), _FAINTEST)) for i in best})
    return found
