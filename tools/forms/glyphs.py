"""Characters that people wrote, one by one: digits as pictures and pen strokes, found in a folder that is not shipped.

``DXROBOT_HANDWRITING`` names the folder; it holds ``digits*.npz`` (``images`` n×28×28, ``labels``; MNIST's layout) and
``strokes*.jsonl.gz`` (a line a character: ``char``, ``box``, ``strokes`` of points; tomoe_data's). Digits are split by
picture, so that what is trained on is never scored. Strokes have one writer: each is written anew, every stroke moved,
turned and stretched by itself. Characters that the last writer lacks come from the others.
"""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
from numpy.random import Generator
from PIL import Image

Split = Literal["train", "calibrate", "test"]
Mask = npt.NDArray[np.uint8]
Strokes = tuple[npt.NDArray[np.float32], ...]
HARD = "hard_digits.json"
"""Of each digit the places of pictures that are hard to read (tools/recogniser/hard_digits.py); need not be there."""
_HARD_SHARE = 0.3
_SHARES: dict[Split, tuple[float, float]] = {"train": (0.0, 0.7), "calibrate": (0.7, 0.85), "test": (0.85, 1.0)}
_SIGNS = {
    "-": (((0.15, 0.52), (0.85, 0.5)),),
    "ー": (((0.1, 0.5), (0.55, 0.47), (0.9, 0.54)),),
    "々": (((0.45, 0.1), (0.2, 0.5)), ((0.4, 0.25), (0.75, 0.25), (0.3, 0.85)), ((0.4, 0.55), (0.65, 0.8))),
    ",": (((0.3, 0.85), (0.34, 0.95), (0.24, 1.08)),),
    ".": (((0.3, 0.9), (0.34, 0.93)),),
    "(": (((0.6, 0.05), (0.4, 0.5), (0.6, 0.98)),),
    ")": (((0.35, 0.05), (0.55, 0.5), (0.35, 0.98)),),
    "/": (((0.7, 0.08), (0.3, 0.95)),),
}
"""Strokes, in shares of the character's square, of signs that the collections lack."""


@dataclass(frozen=True)
class Handwriting:
    """The glyphs of one folder."""

    digits: dict[str, Mask]
    """Character → (n, 28, 28), ink 255."""
    writers: tuple[dict[str, Strokes], ...]
    """Of each writer: character → its strokes, points in shares of the character's square. The last writer is kept from
    training, so that a hand nobody trained on can be scored."""
    hard: dict[str, list[int]]
    """Character → places of its pictures that are trained on more often than others."""

    def draws(self, text: str) -> bool:
        """Whether every character of ``text`` was written by somebody."""
        return all(char.isspace() or char in self.digits or bool(self._written(char, "test")) for char in text)

    def draw(self, char: str, size: int, width: float, split: Split, rng: Generator) -> Image.Image:
        """``char`` as ink 255 on 0, ``size`` pixels high, by a pen ``width`` pixels wide."""
        if char in self.digits:
            return self._digit(char, size, split, rng)
        known = self._written(char, split)
        wild = float(rng.uniform(0.7, 1.9)) if split == "train" else 1.0
        return Image.fromarray(_drawn(known[int(rng.integers(len(known)))], size, width, rng, wild))

    def _written(self, char: str, split: Split) -> list[Strokes]:
        """How the writers of ``split`` write ``char``; how others do where they do not."""
        known = [writer[char] for writer in self.writers if char in writer]
        kept = self.writers[-1].get(char)
        if split == "train" or not kept:
            return [one for one in known if one is not kept] or known
        return [kept]

    def _digit(self, char: str, size: int, split: Split, rng: Generator) -> Image.Image:
        known = self.digits[char]
        first, end = share_of(known, split)
        place = int(rng.integers(first, end))
        hard = self.hard.get(char)
        if split == "train" and hard and float(rng.random()) < _HARD_SHARE:
            place = min(hard[int(rng.integers(len(hard)))], end - 1)  # of other digit files it would name one to score
        picture = known[place]
        ys, xs = np.nonzero(picture > 60)
        inked = picture[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
        stretch, edge = 1.0, 70.0
        if split == "train":  # there are too few digits: each is bent a way of its own
            inked, stretch, edge = _bent(inked, rng), float(rng.uniform(0.85, 1.18)), float(rng.uniform(40, 120))
        height = max(8, round(size * 0.72 * float(rng.uniform(0.92, 1.08))))
        across = max(3, round(stretch * inked.shape[1] * height / inked.shape[0]))
        large = cv2.resize(inked, (across, height), interpolation=cv2.INTER_CUBIC)
        sharp = np.clip((large.astype(np.float32) - edge) * 2.0, 0, 255).astype(np.uint8)
        framed = np.zeros((size, across + 4), np.uint8)
        top = round((size - height) * 0.62)
        framed[top : top + height, 2 : 2 + across] = sharp
        return Image.fromarray(framed)


def share_of(known: Mask, split: Split) -> tuple[int, int]:
    """The places of the pictures of one digit that belong to ``split``: from the first up to the second."""
    first, end = (round(share * len(known)) for share in _SHARES[split])
    return first, end


def _bent(picture: Mask, rng: Generator) -> Mask:
    """The picture with its ink moved as on rubber: leant, turned, and shifted a little else at each place."""
    framed = cv2.copyMakeBorder(picture, 6, 6, 6, 6, cv2.BORDER_CONSTANT, value=(0,))
    height, width = framed.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    own = np.eye(2) + rng.normal(0, (0.05, 0.12), (2, 2))
    coarse = rng.normal(0, 1.1, (2, 4, 4)).astype(np.float32)
    shifts = [cv2.resize(one, (width, height), interpolation=cv2.INTER_CUBIC) for one in coarse]
    across, down = xs - width / 2, ys - height / 2
    from_x = own[0, 0] * across + own[0, 1] * down + width / 2 + shifts[0]
    from_y = own[1, 0] * across * 0.5 + own[1, 1] * down + height / 2 + shifts[1]
    bent = cv2.remap(framed, from_x.astype(np.float32), from_y.astype(np.float32), cv2.INTER_LINEAR)
    inked_y, inked_x = np.nonzero(bent > 60)
    if not inked_y.size:
        return picture
    return bent[inked_y.min() : inked_y.max() + 1, inked_x.min() : inked_x.max() + 1].astype(np.uint8)


@lru_cache(maxsize=2)
def handwriting(folder: Path | None = None) -> Handwriting:
    """The glyphs of ``folder``, by default of ``DXROBOT_HANDWRITING``; FileNotFoundError says what is missing."""
    named = folder or Path(os.environ.get("DXROBOT_HANDWRITING", ""))
    pictures, pens = sorted(named.glob("digits*.npz")), sorted(named.glob("strokes*.jsonl.gz"))
    if not (pictures and pens):
        raise FileNotFoundError("DXROBOT_HANDWRITING must name a folder with digits*.npz and strokes*.jsonl.gz")
    loaded = [np.load(path) for path in pictures]
    images = np.concatenate([one["images"] for one in loaded])
    labels = np.concatenate([one["labels"] for one in loaded])
    signs = {char: tuple(np.array(line, np.float32) for line in lines) for char, lines in _SIGNS.items()}
    writers = tuple(signs | _read_strokes(path) for path in pens)
    hard = json.loads((named / HARD).read_text(encoding="utf-8")) if (named / HARD).is_file() else {}
    return Handwriting({str(digit): images[labels == digit] for digit in range(10)}, writers, hard)


def _read_strokes(path: Path) -> dict[str, Strokes]:
    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            found[one["char"]] = tuple(np.array(stroke, np.float32) / one["box"] for stroke in one["strokes"])
    return found


def _drawn(strokes: Strokes, size: int, width: float, rng: Generator, wild: float) -> Mask:
    """The strokes, each a little its own way (``wild`` times as far), drawn four times too large and shrunk."""
    large, pad = size * 4, size
    canvas = np.zeros((large + 2 * pad, large + 2 * pad), np.uint8)
    bend = rng.normal(0, 0.02 * wild, (2, 2)) + np.eye(2)
    for line in strokes:
        own = rng.normal(0, 0.035 * wild, (2, 2)) + np.eye(2)
        centre = line.mean(axis=0)
        moved = (line - centre) @ own.T + centre + wild * rng.normal(0, 0.014, 2)
        moved += wild * rng.normal(0, 0.008, line.shape)
        points = _smooth((moved - 0.5) @ bend.T + 0.5) * large + pad
        thick = max(3, round(4 * width * float(rng.uniform(0.85, 1.15))))
        cv2.polylines(canvas, [np.round(points).astype(np.int32)], False, (255,), thick, cv2.LINE_AA)
    return cv2.resize(canvas[pad // 2 : -pad // 2, pad // 2 : -pad // 2], (size, size), interpolation=cv2.INTER_AREA)


def _smooth(points: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """A curve through the points (Catmull-Rom), as a hand draws it."""
    if len(points) < 3:
        return points
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    steps = np.linspace(0, 1, 8, endpoint=False)[:, None]
    curve = [
        0.5 * (2 * b + (c - a) * steps + (2 * a - 5 * b + 4 * c - d) * steps**2 + (3 * b - a - 3 * c + d) * steps**3)
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]
    return np.vstack([*curve, points[-1:]])
