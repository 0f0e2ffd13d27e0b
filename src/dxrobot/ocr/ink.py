"""Ink: a page laid into the frame of its blank form, seals gone, paper white, writing told from print."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from dxrobot.ocr.pages import Picture
from dxrobot.ocr.register import Registration
from dxrobot.ocr.seals import Mask, without_grey_rings, without_red

Rect = tuple[int, int, int, int]
"""x, y, width, height in whole pixels of the blank."""

DARK = 200
"""Below this a pixel of white-paper grey is ink: pencil and pale pens stay under it, paper grain and ghosts above."""
_PRINTED = 215
_SPREAD = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
_PAPER_STEP = 8
RED_PIXELS = 300
"""More red than this is no stray edge of a seal."""
_FAR = 120
"""Width of white, at 200 dpi, behind which a light stroke no longer belongs to the line."""
_STROKE, _FLAT = 12, 7
"""Pixels of the smallest stroke at 200 dpi (1.5 mm), and how high a dash is at most: 一 is twice as wide at least."""
_PIECE, _CHARACTER = 8, 64
"""Pixels of pieces that are a character together, such as 二 or a broken 1, and of the largest such character."""
_STREAK = 160
"""Length from which a thin level line is a ruled line or a fax streak: no character is that long."""


@dataclass(frozen=True)
class Sheet:
    """A registered page in the blank's frame; all pictures have the blank's shape."""

    grey: Picture
    """Without coloured seals, paper at 255."""
    printed: Mask
    """Where the blank form itself has ink, widened by the error of registration."""
    seal: Mask
    """Where red ink was taken away."""

    def written(self, rect: Rect) -> Picture:
        """The grey picture of ``rect`` with the form's own ink and long streaks filled from around them."""
        window = _window(rect)
        picture, printed = self.grey[window], self.printed[window]
        gone = printed | _streaks(picture)
        if gone.any():
            picture = cv2.inpaint(picture, gone.astype(np.uint8), 3, cv2.INPAINT_TELEA).astype(np.uint8)
        return without_grey_rings(picture, ink_level(picture))

    def print_in(self, rect: Rect) -> Mask:
        """Where the blank form itself has ink in ``rect``."""
        return self.printed[_window(rect)]

    def red_pixels(self, rect: Rect) -> int:
        """How much red was taken away in ``rect``: a seal, or writing in red."""
        return int(self.seal[_window(rect)].sum())

    def red_share(self, rect: Rect) -> float:
        """Which share of ``rect`` was red, 0 to 1: a mark may be made with a red pen."""
        return float(np.mean(self.seal[_window(rect)]))

    def added(self, rect: Rect) -> Mask:
        """Ink in ``rect`` beyond the form's own and beyond streaks that run on to both sides."""
        x, y, width, height = rect
        wide = _window((x - _STREAK, y, width + 2 * _STREAK, height))
        own = self.printed[wide] | _streaks(self.grey[wide])
        start = x - max(0, x - _STREAK)
        return np.asarray(((self.grey[wide] < DARK) & ~own)[:, start : start + width])


def lay(picture: Picture, lie: Registration, blank: Picture) -> Sheet:
    """Lay a page into the frame of the grey ``blank``; ``lie`` is how the blank lies on the page."""
    height, width = blank.shape
    source, scale = _shrunk(picture, lie.to_page)
    clean, seal = without_red(lie.laid(source, (width, height), page_scale=scale))
    printed = cv2.dilate((blank < _PRINTED).astype(np.uint8), _SPREAD) > 0
    return Sheet(_whitened(clean), np.asarray(printed), seal)


def plain(picture: Picture) -> Picture:
    """An RGB picture without any colour as the grey picture it is; others as they are. Most scans are grey."""
    if picture.ndim == 2 or not _grey_in_all(picture[::_PAPER_STEP]):
        return picture
    return np.ascontiguousarray(picture[..., 0]) if _grey_in_all(picture) else picture


def _grey_in_all(picture: Picture) -> bool:
    red, green, blue = cv2.split(picture)
    return np.array_equal(red, green) and np.array_equal(green, blue)


def grey(picture: Picture) -> Picture:
    """RGB to grey; a grey picture as it is."""
    return picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8)


def ink_level(picture: Picture) -> int:
    """The grey below which a pixel of this picture is ink: higher where all the writing is pale."""
    darkest = darkest_of(picture, 0.005) if picture.size else 255
    return int(np.clip(255 - 0.35 * (255 - darkest), DARK, 230))


def darkest_of(picture: Picture, share: float) -> int:
    """The grey that this ``share`` (0 to 1) of the pixels are as dark as, or darker."""
    counted = cv2.calcHist([picture], [0], None, [256], [0, 256]).reshape(-1).astype(np.int64).cumsum()
    return int(np.searchsorted(counted, share * picture.size, side="right"))


def ink_box(picture: Picture, *, alone: bool = False) -> Rect | None:
    """The box around the ink of a grey picture, specks left out; None when there is none.

    ``alone``: nothing else is known of the place, so that ink too little for any character is none.
    """
    ink = (picture < ink_level(picture)).astype(np.uint8)
    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = [tuple(int(v) for v in stats[i]) for i in range(1, count)]
    large = _line([box for box in boxes if box[4] >= 14 and max(box[2], box[3]) >= 7])
    if sum(box[4] for box in large) < 30 or (alone and not _may_be_writing(large)):
        return None
    kept = large + [box for box in boxes if 5 <= box[4] < 14 and _near(box, large)]
    left, top = min(box[0] for box in kept), min(box[1] for box in kept)
    right, bottom = max(box[0] + box[2] for box in kept), max(box[1] + box[3] for box in kept)
    return left, top, right - left, bottom - top


def _may_be_writing(boxes: list[tuple[int, ...]]) -> bool:
    """Whether ink is a stroke, or the pieces of one character, and not only dots and what a fax left of a line."""
    if any(max(w, h) >= _STROKE and (h > _FLAT or w >= 2 * _STROKE) for _x, _y, w, h, _area in boxes):
        return True
    pieces = [box for box in boxes if max(box[2], box[3]) >= _PIECE]
    across, down = (
        max(box[at] + box[at + 2] for box in pieces) - min(box[at] for box in pieces) if pieces else 0 for at in (0, 1)
    )
    return len(pieces) > 1 and _STROKE <= max(across, down) <= _CHARACTER


def _line(boxes: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The boxes without stray strokes that stand far from the line and weigh little against it."""
    groups: list[list[tuple[int, ...]]] = []
    end = 0
    for box in sorted(boxes):
        if not groups or box[0] - end > _FAR:
            groups.append([])
        groups[-1].append(box)
        end = max(end, box[0] + box[2])
    weights = [sum(box[4] for box in group) for group in groups]
    return [box for group, weight in zip(groups, weights, strict=True) if weight > 0.12 * max(weights) for box in group]


def _near(speck: tuple[int, ...], boxes: list[tuple[int, ...]]) -> bool:
    """Whether a speck may be a dot or comma of the writing: level with ink and close to it."""
    x, y, w, h, _area = speck
    return any(
        -12 < x - (box[0] + box[2]) < 12 and box[1] - 4 <= y and y + h <= box[1] + box[3] + 8 for box in boxes
    ) or any(box[0] - 2 <= x and x + w <= box[0] + box[2] + 2 and abs(y - box[1]) < 40 for box in boxes)


def _shrunk(picture: Picture, to_page: npt.NDArray[np.float64]) -> tuple[Picture, float]:
    """Average a page scanned finer than the blank first: sampling it directly would make strokes ragged."""
    scale = 1 / max(1.0, float(np.sqrt(abs(np.linalg.det(to_page[:2, :2])))))
    if scale > 0.8:
        return picture, 1.0
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8), scale


def _whitened(picture: Picture) -> Picture:
    """Uneven light evened out: every pixel relative to the paper around it."""
    height, width = picture.shape
    small = cv2.resize(picture, (width // _PAPER_STEP, height // _PAPER_STEP), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15)
    paper = np.maximum(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), 64)
    return cv2.divide(picture, paper, scale=255).astype(np.uint8)


def _streaks(picture: Picture) -> Mask:
    """Thin level lines longer than any character: fax streaks and pieces of ruled lines, also slightly tilted."""
    dark = (picture < DARK).astype(np.uint8)
    level = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, 25), np.uint8))
    joined = cv2.dilate(level, np.ones((2, 7), np.uint8))
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    lines = [i for i in range(1, count) if stats[i, 2] > _STREAK and stats[i, 3] < 6 + 0.05 * stats[i, 2]]
    if not lines:
        return np.zeros(picture.shape, np.bool_)
    found = (np.isin(labels, lines) & (level > 0)).astype(np.uint8)
    return np.asarray(cv2.dilate(found, np.ones((3, 5), np.uint8)) > 0)


def _window(rect: Rect) -> tuple[slice, slice]:
    x, y, width, height = rect
    return slice(max(0, y), y + height), slice(max(0, x), x + width)
