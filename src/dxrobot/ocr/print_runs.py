"""Print runs: the words printed on a blank form, each with the place it stands in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from dxrobot.ocr import decode
from dxrobot.ocr.charset import charset_of
from dxrobot.ocr.engine import Probabilities, Recogniser
from dxrobot.ocr.ink import Rect
from dxrobot.ocr.kana_rules import in_words
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.ruling import INK, Ruling, around, evened, holds
from dxrobot.ocr.template import FieldType, TemplateField

_JOIN = np.ones((9, 17), np.uint8)
"""What lies no farther apart than this is one piece: characters of a line, the strokes of one character."""
_DOT = 12
"""Pixels; a lone speck of at most this size between words is the middle dot that parts choices."""
_SPREAD = 2.6
"""Characters of one word are printed at most this many character heights apart (氏　　名, 請 / 求 / 者)."""
_MARGIN = 5
_GAP = 6
_APART = ("男女", "年月日", "月日", "有無", "年月")
"""Characters that look like a spread word and are choices, or stand behind places to write."""
_PRINT = TemplateField(name="printed", label="printed", type=FieldType.TEXT, zone=(0, 0, 1, 1))


@dataclass(frozen=True)
class Run:
    """A word or line of printed text; ``middles`` are the columns of its characters' middles."""

    rect: Rect
    text: str
    middles: tuple[float, ...] = ()

    @property
    def right(self) -> int:
        """The column behind its last one."""
        return self.rect[0] + self.rect[2]


def find_runs(picture: Picture, ruling: Ruling, recogniser: Recogniser) -> list[Run]:
    """Every printed run of a grey, upright blank, read; lines, combs and check boxes are none."""
    even = evened(picture)
    ink = ((even < INK) & ~ruling.lines).astype(np.uint8)
    clean = np.where(ruling.lines, 255, even).astype(np.uint8)
    rects = _rects(ink)
    dots = [rect for rect in rects if max(rect[2], rect[3]) <= _DOT]
    pieces = [piece for rect in rects if rect not in dots for piece in _glyphs(ink, rect)]
    words = [word for group in _by_cell(pieces, ruling.cells) for word in _words(group, dots)]
    views = recogniser.recognise([_strip(clean, word) for word in words])
    runs = [run for word, view in zip(words, views, strict=True) for run in _read(word, view, recogniser)]
    return [*(Run(rect, "・", (rect[0] + rect[2] / 2,)) for rect in dots), *(run for run in runs if run.text)]


def _rects(ink: Picture) -> list[Rect]:
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _JOIN)
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[Rect] = []
    for index in range(1, count):
        x, y, width, height, _area = (int(value) for value in stats[index])
        own = (labels[y : y + height, x : x + width] == index) & (ink[y : y + height, x : x + width] > 0)
        rows, columns = np.nonzero(own)
        if len(rows) >= 8:
            left, top = int(columns.min()), int(rows.min())
            found.append((x + left, y + top, int(columns.max()) - left + 1, int(rows.max()) - top + 1))
    return found


def _glyphs(ink: Picture, rect: Rect) -> list[Rect]:
    """A piece as it is, or the characters of one that stands upright, each by itself."""
    x, y, width, height = rect
    if height < 1.7 * width or width > 64:
        return [rect]
    rows = np.flatnonzero(ink[y : y + height, x : x + width].any(axis=1))
    parts = [part for part in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(part)]
    found: list[list[int]] = []
    for part in parts:
        start, end = int(part[0]), int(part[-1]) + 1
        # The strokes of one character (三, 者) stay together: it is about as high as it is wide.
        if found and end - found[-1][0] <= 1.15 * width:
            found[-1][1] = end
        else:
            found.append([start, end])
    return [(x, y + start, width, end - start) for start, end in found]


def _by_cell(pieces: Sequence[Rect], cells: Sequence[Rect]) -> list[list[Rect]]:
    groups: dict[Rect | None, list[Rect]] = {}
    for piece in pieces:
        cell = next((cell for cell in cells if holds(cell, piece, 6)), None)
        groups.setdefault(cell, []).append(piece)
    return list(groups.values())


def _words(pieces: Sequence[Rect], dots: Sequence[Rect]) -> list[list[Rect]]:
    """Pieces of one cell, those that are single characters of a word printed wide apart put together."""
    single = [piece for piece in pieces if piece[2] <= 1.5 * max(piece[3], 18)]
    level = _chained(single, lambda first, second: _follows(first, second, dots))
    taken = {piece for word in level if len(word) > 1 for piece in word}
    upright = _chained([piece for piece in single if piece not in taken], _stands_below)
    taken |= {piece for word in upright if len(word) > 1 for piece in word}
    return [word for word in (*level, *upright) if len(word) > 1] + [[piece] for piece in pieces if piece not in taken]


def _chained(pieces: Sequence[Rect], follows: Callable[[Rect, Rect], bool]) -> list[list[Rect]]:
    chains: list[list[Rect]] = []
    for piece in sorted(pieces, key=lambda rect: rect[0] + rect[1]):
        chain = next((chain for chain in chains if follows(chain[-1], piece)), None)
        if chain is None:
            chains.append([piece])
        else:
            chain.append(piece)
    return chains


def _follows(first: Rect, second: Rect, dots: Sequence[Rect]) -> bool:
    """Whether ``second`` stands to the right in the same word, no dot between them."""
    size = max(first[3], second[3])
    gap = second[0] - first[0] - first[2]
    level = abs((first[1] + first[3] / 2) - (second[1] + second[3] / 2)) < 0.4 * size
    between = any(
        first[0] + first[2] <= dot[0] and dot[0] + dot[2] <= second[0] and abs(dot[1] - first[1] - size / 2) < size
        for dot in dots
    )
    return level and 0 < gap <= _SPREAD * size and min(first[3], second[3]) > 0.4 * size and not between


def _stands_below(first: Rect, second: Rect) -> bool:
    size = max(first[2], second[2])
    gap = second[1] - first[1] - first[3]
    under = abs((first[0] + first[2] / 2) - (second[0] + second[2] / 2)) < 0.3 * size
    return under and 0 < gap <= _SPREAD * size


def _strip(clean: Picture, word: Sequence[Rect]) -> Picture:
    """The pieces of a word side by side in one line, with paper around."""
    height = max(26, *(rect[3] for rect in word)) + 2 * _MARGIN
    parts = [np.full((height, 2 * _MARGIN), 255, np.uint8)]
    for x, y, width, piece_height in word:
        part = np.full((height, width), 255, np.uint8)
        top = (height - piece_height) // 2
        part[top : top + piece_height] = clean[y : y + piece_height, x : x + width]
        parts += [part, np.full((height, _GAP), 255, np.uint8)]
    return np.hstack([*parts, parts[0][:, _GAP:]])


def _read(word: Sequence[Rect], view: Probabilities, recogniser: Recogniser) -> list[Run]:
    charset = charset_of(_PRINT, recogniser.characters)
    narrow = charset.narrow(view)
    text = in_words(unicodedata.normalize("NFKC", decode.collapse(narrow.argmax(axis=1), charset.characters)))
    if text in _APART and len(text) == len(word):
        return [Run(rect, one, (rect[0] + rect[2] / 2,)) for rect, one in zip(word, text, strict=True)]
    if len(word) > 1:
        return [Run(around(word), text, tuple(rect[0] + rect[2] / 2 for rect in word))]
    x, _y, width, _height = word[0]
    whole = width + 4 * _MARGIN
    middles = (x - 2 * _MARGIN + (float(step) + 0.5) / len(narrow) * whole for step in decode.peaks(narrow))
    return [Run(word[0], text, tuple(middles))]
