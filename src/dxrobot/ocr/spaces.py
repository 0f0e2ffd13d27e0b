"""Spaces: where a line of writing is parted, seen in its ink. Pure.

A space moves the next character away and leaves white behind: the way from one character's middle to the next and the
white between them are added, and the widest such step is held against the others. A small ッ leaves white around it,
but no more way; a wide character takes more way, but leaves no white. Measured on 1,359 lines of the calibrate split.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from dxrobot.ocr import decode
from dxrobot.ocr.engine import HEIGHT, STEP
from dxrobot.ocr.ink import ink_level
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.template import FieldType

_SPECK = 9
"""Pixels; less than this is dirt, and does not end a gap."""
_PLAIN_STEP = 1.25
"""Way and white from one character to the next without a space, in characters' widths."""
_CHARACTER = 0.73
"""Width of a character as a share of the height of its trimmed line."""
_NATS_A_WIDTH, _MOST_AGAINST = 8.0, 6.0
"""What it weighs against a parting that another step is a character's width wider, and the most it weighs."""
_AS_FAR = 0.75
"""Steps that differ by no more than this, in characters' widths, may both be spaces."""
_ELSEWHERE = 1.5
"""The same for a text of another length than was seen, whose steps are not known."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How far the widest step of a line must stand out, in characters' widths."""

    space: float
    """From here on it is taken for a space."""
    clear: tuple[float, float]
    """At most the first: certainly no space; at least the second: certainly one."""


_RULES = {
    FieldType.NAME: Rule(0.5, (0.0, 0.8)),
    FieldType.KANA: Rule(0.4, (0.0, 0.6)),
    FieldType.TEXT: Rule(0.85, (0.65, 1.1)),
}
"""For the types in which a space means something; a name always has one."""


@dataclass(frozen=True, slots=True)
class Space:
    """Where a space stands: after this share of the characters (None for no space), and whether that is clear."""

    share: float | None
    clear: bool
    below: tuple[float, ...] = ()
    """How far the step behind each character lies below the widest, in characters' widths."""

    @property
    def twice(self) -> bool:
        """Whether the last character stands as far away as a space would move it, and another does too.

        What stands behind a name is a seal's.
        """
        return len(self.below) > 1 and sorted(self.below)[1] < _AS_FAR and self.below[-1] < _AS_FAR

    def put(self, text: str) -> str:
        """``text`` with the space in its place."""
        at = round(self.share * len(text)) if self.share is not None else 0
        return f"{text[:at]} {text[at:]}" if 0 < at < len(text) else text

    def against(self, spaced: str) -> float:
        """How much less likely the ink makes ``spaced`` than the text parted where the widest step is, in nats."""
        at = spaced.find(" ") - 1
        if len(spaced) - 2 != len(self.below):
            return _ELSEWHERE
        return min(_MOST_AGAINST, _NATS_A_WIDTH * self.below[at])


def space_of(kind: FieldType, picture: Picture, narrow: decode.Narrow) -> Space:
    """Where the line ``picture``, of which ``narrow`` was read, is parted."""
    rule = _RULES.get(kind)
    if not rule:
        return Space(None, True)
    middles = (decode.middles(narrow) + 0.5) * STEP * picture.shape[0] / HEIGHT
    if len(middles) < 2:
        return Space(None, kind is FieldType.TEXT)
    ways = np.diff(middles)
    width = float(np.median(ways)) if len(ways) > 1 else _CHARACTER * picture.shape[0]
    steps = (ways + _white(picture, middles)) / width
    at, stands_out = int(np.argmax(steps)), _stands_out(steps)
    none, certain = rule.clear
    clear = stands_out <= none or stands_out >= certain
    share = (at + 1) / len(middles) if stands_out >= rule.space else None
    return Space(share, clear, tuple((steps[at] - steps).tolist()))


def _stands_out(steps: npt.NDArray[np.float64]) -> float:
    """How far the widest step stands above the middle one and above the next, both together."""
    others = np.sort(steps)[:-1] if len(steps) > 1 else np.array([_PLAIN_STEP])
    return float(2 * steps.max() - np.median(others) - others[-1])


def _white(picture: Picture, middles: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The widest white column between each two neighbouring characters, in pixels."""
    dark = (picture < ink_level(picture)).astype(np.uint8)
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(dark, connectivity=8)
    kept = stats[:, 4] >= _SPECK
    kept[0] = False
    inked = np.flatnonzero(kept[labels].any(axis=0))
    white = np.zeros(len(middles) - 1)
    for left, right in pairwise(inked):
        between = int(np.searchsorted(middles, (left + right) / 2)) - 1
        if 0 <= between < len(white):
            white[between] = max(white[between], right - left)
    return white
