"""Register: how a blank form lies on a page, at any turn, skew, scale or perspective, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dxrobot.ocr.bend import Bend, bend_of
from dxrobot.ocr.pages import Picture

Points = npt.NDArray[np.float32]
"""(n, 2), x and y in pixels."""

_LONG_SIDE = 640
"""A4 at 55 dpi. With upscaling that is precise, fields of drawn pages lie as near to where 100 dpi finds them (0.13
pixels of the page in the mean, at worst 1.3) as with 850 pixels and OpenCV's default (0.12, 1.0), for 0.6 of the time.
"""
_MAX_FEATURES = 3000
METHOD = f"RootSIFT of OpenCV {cv2.__version__}, {_MAX_FEATURES} points at {_LONG_SIDE} pixels, upscaled precisely"
"""What features depend on beside the picture."""
_RATIO = 0.8
_REACH_PX = 3.0
_MESH = 16
"""Pixels between the points at which a bend is worked out."""


@dataclass(frozen=True)
class Features:
    """Points of a picture and their RootSIFT descriptors (n, 128)."""

    points: Points
    descriptors: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Registration:
    """Where a blank form lies on a page."""

    to_page: npt.NDArray[np.float64]
    """3 x 3 homography from pixels of the blank to pixels of the page."""
    matches: int
    """Number of points that agree with it."""
    distance_px: float
    """Median distance of those points, in pixels of the blank."""
    bend: Bend | None = None
    """How the page departs from a plane; None for one that lies flat."""

    def place(self, box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        """The upright box on the page around ``box`` (x, y, width, height) of the blank."""
        x, y, width, height = box
        corners = np.array([[x, y], [x + width, y], [x, y + height], [x + width, y + height]], np.float64)
        across, down = self.on_page(corners).T
        left, top = int(across.min()), int(down.min())
        return left, top, int(np.ceil(across.max())) - left, int(np.ceil(down.max())) - top

    @property
    def turn(self) -> int:
        """By how many degrees clockwise (0, 90, 180, 270) the page must be turned to stand upright."""
        (left, top), (right, end) = self.on_page(np.array([[0.0, 0.0], [100.0, 0.0]]))
        leaning = float(np.degrees(np.arctan2(end - top, right - left)))
        return round(-leaning / 90) % 4 * 90

    def on_page(self, points: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Where points (n, 2) of the blank lie on the page."""
        bent = points + self.bend.shift(points) if self.bend else points
        return np.asarray(cv2.perspectiveTransform(bent[:, None].astype(np.float64), self.to_page)[:, 0])

    def laid(self, page: Picture, size: tuple[int, int], scale: float = 1.0, page_scale: float = 1.0) -> Picture:
        """``page``, made ``page_scale`` as large, in the frame of the blank at ``scale``; white beyond its edges.

        ``size`` is the width and height of what comes out.
        """
        flags, white = cv2.INTER_LINEAR, (255, 255, 255)
        if self.bend is None:
            grown = np.diag([page_scale, page_scale, 1.0])
            way = grown @ self.to_page @ np.diag([1 / scale, 1 / scale, 1.0])
            flat = cv2.warpPerspective(page, way, size, flags=flags | cv2.WARP_INVERSE_MAP, borderValue=white)
            return np.asarray(flat, np.uint8)
        across, down = (np.arange(0, side + _MESH, _MESH, dtype=np.float64) for side in size)
        mesh = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2) / scale
        places = (self.on_page(mesh) * page_scale).astype(np.float32).reshape(len(down), len(across), 2)
        # The value at a mesh point is that of the pixel there: resizing is by whole cells, so corners stay in place.
        grid = cv2.warpAffine(
            places, np.array([[_MESH, 0, 0], [0, _MESH, 0]], np.float64), size, flags=cv2.INTER_LINEAR
        )
        no_second_map: Any = None
        bent = cv2.remap(page, grid, no_second_map, flags, borderMode=cv2.BORDER_CONSTANT, borderValue=white)
        return np.asarray(bent, np.uint8)


def features(picture: Picture) -> Features:
    """Points and descriptors of a grey picture (RootSIFT: Arandjelović and Zisserman, CVPR 2012)."""
    scale = _LONG_SIDE / max(picture.shape)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    sift: Any = cv2.SIFT.create(_MAX_FEATURES, contrastThreshold=0.03, enable_precise_upscale=True)
    keypoints, descriptors = sift.detectAndCompute(small, None)
    if descriptors is None:
        return Features(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32))
    rooted = np.sqrt(descriptors / (descriptors.sum(axis=1, keepdims=True) + 1e-6))
    # Of a picture and the same one shrunk, the middles of the first pixels lie apart: it shows when a page is turned.
    points = (np.array([keypoint.pt for keypoint in keypoints], np.float32) + 0.5) / scale - 0.5
    return Features(points, rooted.astype(np.float32))


def register(blank: Features, page: Features) -> Registration | None:
    """The homography most matched points agree on (MAGSAC: Barath et al., CVPR 2019); None when there is none."""
    if min(len(blank.points), len(page.points)) < 4:
        return None
    pairs = cv2.BFMatcher().knnMatch(blank.descriptors, page.descriptors, k=2)
    good = [first for first, second in pairs if first.distance < _RATIO * second.distance]
    if len(good) < 4:
        return None
    source = blank.points[[match.queryIdx for match in good]]
    target = page.points[[match.trainIdx for match in good]]
    reach = _REACH_PX * _spread(target) / max(_spread(source), 1e-6)
    cv2.setRNGSeed(0)
    found: Any
    found, agreed = cv2.findHomography(
        source, target, cv2.USAC_MAGSAC, max(reach, 1.0), maxIters=5000, confidence=0.999
    )
    if found is None or not _plausible(found, blank.points):
        return None
    to_page = np.asarray(found, np.float64)
    kept = agreed[:, 0] > 0
    back = cv2.perspectiveTransform(target[:, None].astype(np.float64), np.linalg.inv(to_page))[:, 0]
    distance = float(np.median(np.linalg.norm((back - source)[kept], axis=1)))
    return Registration(to_page, int(kept.sum()), distance, bend_of(source, back.astype(np.float32)))


def _spread(points: Points) -> float:
    return float(np.median(np.linalg.norm(points - np.median(points, axis=0), axis=1)))


def _plausible(to_page: npt.NDArray[np.float64], points: Points) -> bool:
    """Whether paper can lie like this: not mirrored, not folded, sides stretched alike."""
    low, high = points.min(axis=0), points.max(axis=0)
    square = np.array([[low], [[high[0], low[1]]], [high], [[low[0], high[1]]]], np.float64).reshape(4, 1, 2)
    corners = cv2.perspectiveTransform(square, to_page)[:, 0].astype(np.float32)
    if not cv2.isContourConvex(corners) or cv2.contourArea(corners, oriented=True) <= 0:
        return False
    top, right, bottom, left = (float(np.linalg.norm(corners[i] - corners[(i + 1) % 4])) for i in range(4))
    width, height = high - low
    stretch = ((top + bottom) / width) / ((left + right) / height)
    sides = (top / max(bottom, 1e-6), left / max(right, 1e-6))
    return all(0.5 < ratio < 2 for ratio in (stretch, *sides))
