"""Lines as the reader sees them: written by many hands, scanned badly, cut from their form and trimmed to their ink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image

from dxrobot.ocr.ink import Sheet
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.strips import Strip, second_view, strip_of_comb, strip_of_zone
from tools.forms import fonts, pen
from tools.forms.glyphs import Split
from tools.forms.persons import chance, pick
from tools.recogniser.texts import invent_line

_FACES = (
    ("NotoSansCJK-Regular.ttc", "print", 2),
    ("NotoSerifCJK-Regular.ttc", "print", 2),
    ("ipag.ttf", "print", 2),
    ("ZenMaruGothic_400Regular.ttf", "print", 1),
    ("KiwiMaru_400Regular.ttf", "hwfont", 1),
    ("KleeOne_400Regular.ttf", "hwfont", 2),
    ("KleeOne_600SemiBold.ttf", "hwfont", 1),
    ("ZenKurenaido_400Regular.ttf", "hwfont", 2),
    ("YujiMai_400Regular.ttf", "hwfont", 1),
    ("YujiSyuku_400Regular.ttf", "hwfont", 1),
    ("HachiMaruPop_400Regular.ttf", "hwfont", 1),
    ("YuseiMagic_400Regular.ttf", "hwfont", 1),
    ("SlacksideOne_400Regular.ttf", "hwfont", 1),
    ("setofont.ttf", "hwfont", 3),
    ("", "real", 26),
)
"""File, kind and weight of the faces trained on. ipam.ttf and Yomogi are kept for scoring."""


@dataclass(frozen=True)
class Sample:
    """One line picture, 8 bits grey, and what it says."""

    picture: Picture
    text: str


def invent_sample(rng: Generator, split: Split = "train", invent: Callable[[Generator], str] = invent_line) -> Sample:
    """A line that nobody wrote yet."""
    while True:
        face = _face(rng)
        text = invent(rng)
        if not fonts.draws(face, text):
            continue
        strip = _comb(rng, face, text, split) if text.isdigit() and chance(rng, 0.6) else _line(rng, face, text, split)
        if strip is not None and strip.picture.shape[1] < 28 * strip.picture.shape[0]:
            return Sample(second_view(strip) if chance(rng, 0.3) else strip.picture, text)


def _face(rng: Generator) -> fonts.Face:
    weights = np.array([weight for _file, _kind, weight in _FACES], float)
    file, kind, _weight = _FACES[int(rng.choice(len(_FACES), p=weights / weights.sum()))]
    return fonts.Face(file or "glyphs", kind, file)  # type: ignore[arg-type]


def _line(rng: Generator, face: fonts.Face, text: str, split: Split) -> Strip | None:
    hand = _hand(rng, face, split)
    height = float(rng.uniform(46, 96))
    size = min(height * 0.6, 47) * hand.scale
    zone = (40.0, 30.0, 60 + 1.25 * size * len(text), height)
    spaced = text[: len(text) // 2] + " " + text[len(text) // 2 :] if chance(rng, 0.2) else text
    ink = pen.Ink((round(zone[2] + 80), round(height + 60)))
    pen.write_line(ink, zone, spaced, hand, rng)
    sheet = _scanned(ink, hand, rng)
    return strip_of_zone(sheet, (10, 8, zone[2] + 60, height + 44))


def _comb(rng: Generator, face: fonts.Face, text: str, split: Split) -> Strip | None:
    hand = _hand(rng, face, split)
    width, height = float(rng.uniform(38, 62)), float(rng.uniform(48, 70))
    boxes = [(30 + width * index, 24.0, width, height) for index in range(len(text))]
    ink = pen.Ink((round(60 + width * len(text)), round(height + 48)))
    for box, character in zip(boxes, text, strict=True):
        pen.write_in_box(ink, box, character, hand, rng)
    strip = strip_of_comb(_scanned(ink, hand, rng, boxes), boxes)
    return strip if strip and strip.filled == len(text) else None


def _hand(rng: Generator, face: fonts.Face, split: Split) -> pen.Hand:
    hand = pen.invent_hand(rng, face, split)
    if face.kind == "print":
        return hand
    return replace(hand, stroke=float(rng.uniform(1.8, 5.2)), slant=float(rng.normal(0.03, 0.09)))


def _scanned(ink: pen.Ink, hand: pen.Hand, rng: Generator, boxes: Sequence[pen.Box] = ()) -> Sheet:
    """The ink on paper with the lines of its form, scanned, faxed or photographed, and the lines known again."""
    size = ink.size
    paper = Image.new("RGB", size, (255, 255, 255))
    printed = _printed(size, boxes, rng)
    lined = np.asarray(paper).copy()
    lined[printed > 0] = int(rng.integers(0, 120))
    page = ink.on(Image.fromarray(lined), hand.colour, rng).convert("L")
    grey = _degraded(np.asarray(page), rng)
    shifted = np.roll(printed, tuple(int(v) for v in rng.integers(-1, 2, 2)), axis=(0, 1))
    known = cv2.dilate(shifted, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))) > 0
    return Sheet(grey, np.asarray(known), np.zeros(grey.shape, np.bool_))


def _printed(size: tuple[int, int], boxes: Sequence[pen.Box], rng: Generator) -> Picture:
    picture = np.zeros((size[1], size[0]), np.uint8)
    for x, y, width, height in boxes:
        corners = (round(x), round(y)), (round(x + width), round(y + height))
        cv2.rectangle(picture, *corners, (255,), int(rng.integers(1, 4)))
    if not boxes and chance(rng, 0.4):
        y = int(rng.integers(size[1] - 30, size[1] - 6))
        cv2.line(picture, (0, y), (size[0], y), (255,), 2)
    return picture


def _degraded(picture: Picture, rng: Generator) -> Picture:
    kind = pick(rng, ("clean", "scan", "scan", "scan", "fax", "fax", "coarse_fax", "low", "jpeg"))
    height, width = picture.shape
    angle = float(rng.normal(0, 0.5))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    grey = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255,)).astype(np.float32)
    if kind == "clean":
        return grey.astype(np.uint8)
    if kind in ("fax", "coarse_fax"):
        down = cv2.resize(grey, (width, height // 2 if kind == "coarse_fax" else height), interpolation=cv2.INTER_AREA)
        black = down + rng.normal(0, 9, down.shape) < float(rng.uniform(165, 205))
        black |= rng.random(black.shape) < 0.0002
        return cv2.resize(np.where(black, 0, 255).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    if kind == "low":
        small = cv2.resize(grey, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        grey = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    grey = cv2.GaussianBlur(grey, (0, 0), float(rng.uniform(0.4, 1.2)))
    grey = grey * float(rng.uniform(0.93, 1.02)) + rng.normal(0, float(rng.uniform(1, 6)), grey.shape)
    picture = np.clip(grey + float(rng.uniform(0, 16)), 0, 255).astype(np.uint8)
    if kind == "jpeg":
        _done, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(18, 45))])
        picture = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE).astype(np.uint8)
    return picture
