"""Ruling: the ruled cells, comb boxes and check boxes that are printed on a blank form, found by their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from dxrobot.ocr.ink import Rect
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.seals import Mask

INK = 150
"""Below this a pixel of the evened blank is print: grey grounds behind labels stay above."""
_LINE = 45
"""Pixels at 200 dpi; no stroke of a character in a form's body is that long."""
_ALONE = 100
"""What is shorter than this on both sides and meets no line is a stroke of a heading in large print."""
_DOTTED = 150
_THIN = 5
_STEEPEST = 3.0
"""Degrees by which a blank may lie askew on the scanner."""
_CELL = (20, 24)
"""Least width and height of a ruled cell."""
_MOST_OF_PAGE = 0.6
_COMB_WIDTH, _COMB_HEIGHT = (26, 84), (34, 104)
_COMB_APART = 62
"""Between two groups of one comb (3 and 4 boxes of a postal code) stands no more than a dash."""
_TICK = (16, 48)


@dataclass(frozen=True)
class Comb:
    """Boxes of one character each, from left to right, and how many stand in each group."""

    boxes: tuple[Rect, ...]
    groups: tuple[int, ...]

    @property
    def rect(self) -> Rect:
        """The box around all of them."""
        return around(self.boxes)


@dataclass(frozen=True)
class Ruling:
    """What the lines of a blank enclose, in its pixels."""

    cells: tuple[Rect, ...]
    """Ruled cells that hold no other cell but combs, from the top."""
    combs: tuple[Comb, ...]
    ticks: tuple[Rect, ...]
    """Check boxes."""
    lines: Mask
    """Where lines, combs and check boxes have ink: what is left is print to read."""


def evened(picture: Picture) -> Picture:
    """A grey blank with its paper at 255, grounds behind labels too."""
    height, width = picture.shape
    small = cv2.resize(picture, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 9)
    paper = np.maximum(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), 64)
    return cv2.divide(picture, paper, scale=255).astype(np.uint8)


def upright(picture: Picture) -> tuple[Picture, float]:
    """A grey blank turned so that its level lines are level, and by how many degrees."""
    height, width = picture.shape
    scale = 600 / max(height, width)
    dark = (cv2.resize(evened(picture), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) < 200).astype(
        np.float32
    )
    angle = 0.0
    for reach, step in ((_STEEPEST, 0.2), (0.2, 0.04)):
        tried = angle + np.arange(-reach, reach + step / 2, step)
        angle = float(max(tried, key=lambda degrees: _levelness(dark, float(degrees))))
    if abs(angle) < 0.06:
        return picture, 0.0
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return turned.astype(np.uint8), angle


def _levelness(dark: np.typing.NDArray[np.float32], degrees: float) -> float:
    height, width = dark.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    rows = cv2.warpAffine(dark, matrix, (width, height)).sum(axis=1)
    return float((rows**2).sum())


def find_ruling(picture: Picture) -> Ruling:
    """The cells, combs and check boxes of a grey, upright blank at 200 dpi."""
    ink = (evened(picture) < INK).astype(np.uint8)
    lines = _lines(ink)
    found = _cells(lines)
    combs = tuple(_combs([rect for rect in found if _fits_comb(rect) and not _holds_ink(ink, rect, 5)]))
    in_combs = {box for comb in combs for box in comb.boxes}
    cells = [rect for rect in found if rect not in in_combs]
    cells = [rect for rect in cells if not any(other != rect and holds(rect, other) for other in cells)]
    ticks = tuple(_ticks(ink))
    drawn = cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0
    for x, y, width, height in (*ticks, *(comb.rect for comb in combs)):
        drawn[max(0, y - 4) : y + height + 4, max(0, x - 4) : x + width + 4] = True
    return Ruling(tuple(sorted(cells, key=lambda rect: (rect[1], rect[0]))), combs, ticks, drawn)


def around(rects: Sequence[Rect]) -> Rect:
    """The box around ``rects``."""
    left, top = min(rect[0] for rect in rects), min(rect[1] for rect in rects)
    right, bottom = max(rect[0] + rect[2] for rect in rects), max(rect[1] + rect[3] for rect in rects)
    return left, top, right - left, bottom - top


def holds(outer: Rect, inner: Rect, slack: int = 2) -> bool:
    """Whether ``inner`` lies inside ``outer``."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[0] + inner[2] <= outer[0] + outer[2] + slack
        and inner[1] + inner[3] <= outer[1] + outer[3] + slack
    )


def _lines(ink: Picture) -> Picture:
    """Level and upright lines, drawn or dotted, small gaps where they meet closed."""
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _LINE), np.uint8))
    upright_ = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_LINE, 1), np.uint8))
    rest = np.where((level > 0) | (upright_ > 0), 0, ink).astype(np.uint8)
    dotted = _dotted(rest) | _dotted(np.ascontiguousarray(rest.T), shortest=_LINE).T
    drawn = ((level > 0) | (upright_ > 0) | (dotted > 0)).astype(np.uint8)
    both = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(both, connectivity=8)
    strokes = (stats[:, 2] < _ALONE) & (stats[:, 3] < _ALONE)
    return np.where(strokes[labels], 0, both).astype(np.uint8)


def _dotted(ink: Picture, shortest: int = _DOTTED) -> Picture:
    """Level rows of dots or dashes: thin, with clear paper above and below."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 9), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = np.zeros_like(ink)
    for index in range(1, count):
        x, y, width, height, _area = (int(value) for value in stats[index])
        beside = (
            ink[max(0, y - 6) : max(0, y - 2), x : x + width],
            ink[y + height + 2 : y + height + 6, x : x + width],
        )
        if height <= _THIN and all(band.size and band.mean() < 0.12 for band in beside):
            window = (slice(y, y + height), slice(x, x + width))
            found[window] |= (labels[window] == index).astype(np.uint8)
    return found


def _cells(lines: Picture) -> list[Rect]:
    """Rectangles of paper that lines close in on all sides; what is drawn inside does not matter."""
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(1 - lines, connectivity=4)
    page_height, page_width = lines.shape
    found: list[Rect] = []
    for index in range(1, count):
        x, y, width, height, _area = (int(value) for value in stats[index])
        if width < _CELL[0] or height < _CELL[1] or width * height > _MOST_OF_PAGE * page_width * page_height:
            continue
        if x == 0 or y == 0 or x + width == page_width or y + height == page_height:
            continue
        own = (labels[y : y + height, x : x + width] == index).astype(np.uint8)
        contours, _tree = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        filled = max(cv2.contourArea(contour) for contour in contours)
        if filled > 0.9 * (width - 1) * (height - 1):
            found.append((x, y, width, height))
    return found


def _fits_comb(rect: Rect) -> bool:
    _x, _y, width, height = rect
    fits = _COMB_WIDTH[0] <= width <= _COMB_WIDTH[1] and _COMB_HEIGHT[0] <= height <= _COMB_HEIGHT[1]
    return fits and 0.4 <= width / height <= 1.5


def _holds_ink(ink: Picture, rect: Rect, inset: int) -> bool:
    x, y, width, height = rect
    return bool(ink[y + inset : y + height - inset, x + inset : x + width - inset].sum() > 6)


def _combs(boxes: Sequence[Rect]) -> Iterator[Comb]:
    """Boxes alike side by side; groups of the same size in one line, close to each other, are one comb."""
    groups: list[list[Rect]] = []
    for box in sorted(boxes, key=lambda rect: (rect[1] // 8, rect[0])):
        last = groups[-1] if groups else []
        if last and _alike(last[-1], box) and 0 <= box[0] - last[-1][0] - last[-1][2] <= 12:
            last.append(box)
        else:
            groups.append([box])
    groups = [group for group in groups if len(group) > 1]
    merged: list[list[list[Rect]]] = []
    for group in groups:
        before = merged[-1][-1][-1] if merged else None
        if before and _alike(before, group[0]) and 0 <= group[0][0] - before[0] - before[2] <= _COMB_APART:
            merged[-1].append(group)
        else:
            merged.append([group])
    for parts in merged:
        if sum(map(len, parts)) > 2:
            yield Comb(tuple(box for part in parts for box in part), tuple(map(len, parts)))


def _alike(first: Rect, second: Rect) -> bool:
    level = abs(first[1] - second[1]) <= 4 and abs(first[3] - second[3]) <= 6
    return level and abs(first[2] - second[2]) <= 0.2 * max(first[2], second[2])


def _ticks(ink: Picture) -> Iterator[Rect]:
    """Small empty squares of even line width: 口 has feet, and its lower stroke stands higher."""
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for index, contour in enumerate(contours):
        inside = tree[0][index][2]
        x, y, width, height = (int(value) for value in cv2.boundingRect(contour))
        if inside < 0 or not (_TICK[0] <= width <= _TICK[1] and _TICK[0] <= height <= _TICK[1]):
            continue
        ix, iy, iw, ih = (int(value) for value in cv2.boundingRect(contours[inside]))
        margins = (ix - x, iy - y, x + width - ix - iw, y + height - iy - ih)
        alone = tree[0][inside][0] < 0 and tree[0][inside][1] < 0
        square = 0.8 < width / height < 1.25 and cv2.contourArea(contour) > 0.94 * (width - 1) * (height - 1)
        even = max(margins) - min(margins) <= 2 and max(margins) <= 0.25 * width
        if alone and square and even and not ink[iy + 3 : iy + ih - 3, ix + 3 : ix + iw - 3].any():
            yield x, y, width, height
