"""Variant network: which of the variants of a kanji stands in a name, by a small network that knows nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dxrobot.ocr import decode
from dxrobot.ocr.cells import Odds, cells_of, network
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.variants import GROUPS, group_of, uncertain

SIZE = 40
"""Pixels of a kanji's square."""
CLASSES = "".join(dict.fromkeys("".join(GROUPS)))
"""The characters it knows, in the order of its columns."""
_LEAST = -7.0
"""Nats that it may speak against a variant at most: of one in a thousand it knows nothing."""


def odds_of(picture: Picture, narrow: decode.Narrow, texts: Sequence[str]) -> dict[str, float]:
    """Log probability that the characters of each text that have variants are the variants it says, 0 where none has.

    ``picture`` is the line of which ``narrow`` was read; of a text of another length than that nothing is known.
    """
    if not any(uncertain(text) for text in texts):
        return dict.fromkeys(texts, 0.0)
    cells = cells_of(picture, narrow, SIZE)
    odds = network("variants").odds(cells) if cells else np.zeros((0, len(CLASSES)), np.float32)
    return {text: _odds(odds, text) if len(text) == len(odds) else 0.0 for text in texts}


def _odds(odds: Odds, text: str) -> float:
    return sum(_of_group(row, one) for row, one in zip(odds, text, strict=True) if group_of(one))


def _of_group(row: npt.NDArray[np.float32], character: str) -> float:
    among = np.logaddexp.reduce(row[[CLASSES.index(one) for one in group_of(character)]])
    return max(_LEAST, float(row[CLASSES.index(character)] - among))
