"""Bend: how paper that does not lie flat departs from the plane that its points were found on.

A curled or folded page is a smooth surface: what a homography leaves over is a polynomial of the third degree in each
direction, fitted to the matched points with little weight for those that lie far off (Huber, 1964).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

_FARTHEST_PX = 30.0
_FEWEST = 80
_ROUNDS = 6
_HUBER_PX = 1.0
_CLOSE_PX = 1.5
_GAIN = 0.06
"""Share of the points that must come close by the bend, and did not without it."""
_RIDGE = 1e-3


@dataclass(frozen=True)
class Bend:
    """Where points of the blank lie beside the plane, in pixels of the blank."""

    middle: Floats
    reach: Floats
    weights: Floats
    """(10, 2): for each term of the polynomial what it adds across and down."""

    def shift(self, points: npt.NDArray[np.floating]) -> Floats:
        """(n, 2): by how much to move ``points`` (n, 2) of the blank before the homography takes them to the page."""
        return np.asarray(_terms((points - self.middle) / self.reach) @ self.weights)


def bend_of(blank: Points, found: Points) -> Bend | None:
    """The bend that takes points of the ``blank`` to where they were ``found`` (taken back by the homography).

    None where a plane explains them as well.
    """
    near = np.linalg.norm(found - blank, axis=1) < _FARTHEST_PX
    source, apart = blank[near].astype(np.float64), (found - blank)[near].astype(np.float64)
    if len(source) < _FEWEST:
        return None
    middle, reach = source.mean(axis=0), np.maximum(np.abs(source - source.mean(axis=0)).max(axis=0), 1.0)
    terms = _terms((source - middle) / reach)
    weights = np.zeros((terms.shape[1], 2))
    for _round in range(_ROUNDS):
        off = np.linalg.norm(apart - terms @ weights, axis=1)
        weight = np.minimum(1.0, _HUBER_PX / np.maximum(off, 1e-6)) * (off < _FARTHEST_PX / 3 + 10 * (_round == 0))
        weighted = terms * weight[:, None]
        weights = np.linalg.solve(
            terms.T @ weighted + _RIDGE * len(source) * np.eye(terms.shape[1]) / 100, weighted.T @ apart
        )
    before = float((np.linalg.norm(apart, axis=1) < _CLOSE_PX).mean())
    after = float((np.linalg.norm(apart - terms @ weights, axis=1) < _CLOSE_PX).mean())
    return Bend(middle, reach, weights) if after > before + _GAIN else None


def _terms(points: npt.NDArray[np.floating]) -> Floats:
    x, y = points[:, 0].astype(np.float64), points[:, 1].astype(np.float64)
    columns = [np.ones_like(x), x, y, x * x, x * y, y * y, x**3, x * x * y, x * y * y, y**3]
    return np.stack(columns, axis=1)
