"""Shortlist: the few forms among many that a page may be, by a sample of the points they are recognised by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dxrobot.ocr.register import Features

FEW = 3
"""Up to this many forms are compared with all their points."""
_BLANK_POINTS, _PAGE_POINTS = 240, 1600
_RATIO = 0.85
_CLOSE = 0.4
"""Share of the best form's votes from which another form may be the right one."""
_MOST = 5


def shortlist(blanks: Sequence[Features], page: Features) -> list[int]:
    """The indexes of the forms that get a thorough look, the likeliest first; all of a few."""
    if len(blanks) <= FEW or not len(page.descriptors):
        return list(range(len(blanks)))
    sample = page.descriptors[:: max(1, len(page.descriptors) // _PAGE_POINTS)]
    votes = np.array([_votes(blank.descriptors, sample) for blank in blanks])
    order = np.argsort(-votes, kind="stable")[:_MOST]
    return [int(index) for index in order if votes[index] >= _CLOSE * votes[order[0]]]


def _votes(descriptors: npt.NDArray[np.float32], page: npt.NDArray[np.float32]) -> int:
    """How many of a blank's sampled points have one clear counterpart on the page (Lowe's ratio test)."""
    if not len(descriptors) or len(page) < 2:
        return 0
    sample = descriptors[:: max(1, len(descriptors) // _BLANK_POINTS)]
    alike = np.partition(sample @ page.T, -2, axis=1)[:, -2:]
    second, first = np.maximum(0.0, 2 - 2 * alike.T)  # squared distances of unit vectors
    return int((first < _RATIO**2 * second).sum())
