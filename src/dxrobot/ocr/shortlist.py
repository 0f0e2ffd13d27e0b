"""Shortlist: the few forms among many that a page may be, by a sample of the points they are recognised by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from dxrobot.ocr.register import Features

FEW = 8
"""Of up to this many forms none is ruled out by the sample: those that are not close are tried last."""
_BLANK_POINTS, _PAGE_POINTS = 200, 1200
_RATIO = 0.85
_CLOSE, _POSSIBLE = 0.7, 0.4
"""Shares of the best form's votes from which another form is as likely, or still possible."""
_MOST_CLOSE, _MOST = 4, 12


@dataclass(frozen=True)
class Shortlist:
    """Indexes of forms: those to compare in any case, and those to try when none of these is it, likeliest first."""

    close: tuple[int, ...]
    possible: tuple[int, ...] = ()


def shortlist(blanks: Sequence[Features], page: Features) -> Shortlist:
    """Which of ``blanks`` get a thorough look, and in which order."""
    if len(blanks) < 2 or not len(page.descriptors):
        return Shortlist(tuple(range(len(blanks))))
    sample = page.descriptors[:: max(1, len(page.descriptors) // _PAGE_POINTS)]
    votes = np.array([_votes(blank.descriptors, sample) for blank in blanks])
    few = len(blanks) <= FEW
    order = [int(index) for index in np.argsort(-votes, kind="stable")[:_MOST]]
    close = [index for index in order if votes[index] >= _CLOSE * votes[order[0]]][: FEW if few else _MOST_CLOSE]
    rest = [index for index in order if index not in close and (few or votes[index] >= _POSSIBLE * votes[order[0]])]
    return Shortlist(tuple(close), tuple(rest))


def _votes(descriptors: npt.NDArray[np.float32], page: npt.NDArray[np.float32]) -> int:
    """How many of a blank's sampled points have one clear counterpart on the page (Lowe's ratio test)."""
    if not len(descriptors) or len(page) < 2:
        return 0
    sample = descriptors[:: max(1, len(descriptors) // _BLANK_POINTS)]
    pairs = cv2.BFMatcher().knnMatch(sample, page, k=2)
    return sum(first.distance < _RATIO * second.distance for first, second in pairs)
