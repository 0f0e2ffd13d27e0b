"""Seals: red ones told by colour; grey ones, on grey scans, by the ring that stands clear of the writing."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dxrobot.ocr.pages import Picture

Circle = tuple[tuple[float, float], float]
"""Middle and radius, in pixels."""
Mask = npt.NDArray[np.bool_]

_DIAMETER = (44, 120)
"""In pixels at 200 dpi: a 認印 has 9 to 12 mm, a 実印 up to 15 mm; written circles are smaller and hold no ink."""
_ROUND = 0.82


def without_red(picture: Picture) -> tuple[Picture, Mask]:
    """RGB to grey in which red and vermilion are paper, and where they were; black under a seal stays.

    A grey picture has no red.
    """
    if picture.ndim == 2:
        return picture, np.zeros(picture.shape, np.bool_)
    red, green, blue = cv2.split(picture)
    redness = cv2.subtract(red, cv2.min(green, blue))
    coloured = cv2.blur(redness, (3, 3)) > 28
    lifted = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8)
    if coloured.any():  # nothing is, on most scans: only what is costs the time of the formula
        own_red, own_redness = red[coloured].astype(np.float32), redness[coloured].astype(np.float32)
        writing = np.clip((130 - own_red) / 50, 0, 1)  # black under a seal is dark in red too
        lifted[coloured] = (own_red + 1.5 * own_redness * (1 - writing)).clip(0, 255).astype(np.uint8)
    return lifted, np.asarray(coloured & (redness > 40))


def without_grey_rings(picture: Picture, level: int) -> Picture:
    """A grey picture without its round seals; ``level`` is the grey below which a pixel is ink.

    A ring that touches the writing is left: taking it away would take strokes with it.
    """
    ink = (picture < level).astype(np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))  # a seal is inked in dashes
    contours, _tree = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    rings = [ring for contour in contours if (ring := _ring(contour, ink))]
    if not rings:
        return picture
    clean = picture.copy()
    for (x, y), radius in rings:
        cv2.circle(clean, (round(x), round(y)), round(radius) + 6, (255,), cv2.FILLED)
    return clean


def _ring(contour: Any, ink: npt.NDArray[np.uint8]) -> Circle | None:
    """The circle a contour draws when it is a ring with writing inside; None otherwise."""
    x, y, width, height = cv2.boundingRect(contour)
    if not (_DIAMETER[0] <= width <= _DIAMETER[1] and _DIAMETER[0] <= height <= _DIAMETER[1]):
        return None
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, True)
    if not 0.8 < width / height < 1.25 or 4 * np.pi * cv2.contourArea(hull) / (around * around) < _ROUND:
        return None
    (left, top), radius = cv2.minEnclosingCircle(contour)
    centre = (left, top)
    yy, xx = np.nonzero(ink[y : y + height, x : x + width])
    distance = np.hypot(xx + x - centre[0], yy + y - centre[1]) / radius
    on_ring, inside = (distance > 0.86).mean(), (distance < 0.7).mean()
    angles = np.arctan2(yy + y - centre[1], xx + x - centre[0])[distance > 0.86]
    covered = np.unique((angles * 18 / np.pi).astype(int)).size / 36
    return (centre, radius) if on_ring > 0.25 and inside > 0.08 and covered > 0.6 else None
