"""A pen that writes, circles and ticks like a person; all ink of a page gathers in one mask."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageChops, ImageDraw

from tools.forms import fonts
from tools.forms.glyphs import Split, handwriting
from tools.forms.persons import chance, pick

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
Points = list[tuple[float, float]]
BLACK, BLUE, PENCIL = (24, 24, 30), (28, 52, 150), (76, 76, 82)
_GAP = 0.06
"""White between two characters of a person at the least, in shares of their size; now and then they touch."""
_SMALLEST = 18
STROKE_SCALE = 3
"""Strokes are drawn this much larger and shrunk, which smooths their edges."""


@dataclass(frozen=True)
class Hand:
    """How one person writes: font, pen and habits; a print hand has no jitter."""

    face: fonts.Face
    colour: Colour
    scale: float
    slant: float
    spacing: float
    jitter: float
    stroke: float
    split: Split = "calibrate"
    """Which part of the glyphs that people wrote."""

    @property
    def file(self) -> str:
        """File of the font."""
        return self.face.file


def invent_hand(rng: Generator, face: fonts.Face, split: Split = "calibrate") -> Hand:
    """A hand with this font; what is printed is always black and even."""
    if face.kind == "print":
        return Hand(face, BLACK, float(rng.uniform(0.84, 0.96)), 0.0, 1.0, 0.0, float(rng.uniform(3, 4.5)))
    colour = pick(rng, (BLACK, BLACK, BLACK, BLUE, BLUE, PENCIL))
    slant, spacing = float(rng.normal(0.03, 0.06)), float(rng.uniform(0.94, 1.08))
    return Hand(face, colour, float(rng.uniform(0.88, 1.04)), slant, spacing, 1.0, float(rng.uniform(2.8, 4.6)), split)


class Ink:
    """The ink on one page, 0 (none) to 255, before it has a colour."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._mask = Image.new("L", size, 0)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._mask.size

    def put(self, mask: Image.Image, left: float, top: float) -> None:
        """Add a picture of ink; where inks cross, the darker stays."""
        at = (round(left), round(top))
        region = (*at, at[0] + mask.width, at[1] + mask.height)
        self._mask.paste(ImageChops.lighter(self._mask.crop(region), mask), at)

    def add(self, other: Ink) -> None:
        """Add all ink of another page of the same size."""
        self._mask = ImageChops.lighter(self._mask, other._mask)

    def on(self, page: Image.Image, colour: Colour, rng: Generator) -> Image.Image:
        """The page with this ink; the pressure of the pen varies over it, a pencil leaves grain."""
        soft = rng.uniform(0.78, 1.0, (page.height // 24 + 1, page.width // 24 + 1))
        pressure = np.asarray(
            Image.fromarray((soft * 255).astype(np.uint8)).resize(page.size, Image.Resampling.BICUBIC)
        )
        cover = np.asarray(self._mask).astype(np.float32) / 255 * pressure / 255
        if colour == PENCIL:
            cover *= rng.uniform(0.65, 1.0, cover.shape)
        paper = np.asarray(page).astype(np.float32)
        mixed = paper * (1 - cover[..., None]) + np.array(colour, np.float32) * cover[..., None]
        return Image.fromarray(mixed.astype(np.uint8))


def write_line(ink: Ink, zone: Box, text: str, hand: Hand, rng: Generator) -> Box:
    """Write one line into the zone, smaller where it would not fit; the box of what was written."""
    x, y, w, h = zone
    size = _fitting_size(zone, text, hand)
    left = x + min(18.0, w * 0.08) + float(rng.uniform(0, 6)) * hand.jitter
    height = y + h / 2 + float(rng.normal(0, 1.5))
    climb = float(rng.normal(0, 0.006)) * hand.jitter
    tried = Ink(ink.size) if hand.face.kind == "real" else ink
    end = _write(tried, (left, height + size * 0.37), climb, text, size, hand, rng)
    while tried is not ink and end > x + w and size > _SMALLEST:
        size, tried = size - 2, Ink(ink.size)  # a person sees the end of the line come
        end = _write(tried, (left, height + size * 0.37), climb, text, size, hand, rng)
    if tried is not ink:
        ink.add(tried)
    return left, height + size * 0.37 - size, end - left, size * 1.1


def _write(
    ink: Ink, start: tuple[float, float], climb: float, text: str, size: int, hand: Hand, rng: Generator
) -> float:
    """Write characters one after another from ``start`` on the baseline; where the next would stand."""
    left, baseline = start
    for char in text:
        written = left
        if not char.isspace():
            written = write_glyph(ink, (left, baseline + climb * (left - start[0])), char, size, hand, rng)
        left += _advance(char, size, hand) + float(rng.normal(0, 0.015)) * size * hand.jitter
        if hand.face.kind == "real":  # a digit may be wider than most: nobody writes the next one over it
            left = max(left, written + _GAP * size * float(rng.normal(1, 0.5)))
    return left


def _fitting_size(zone: Box, text: str, hand: Hand) -> int:
    size = int(min(zone[3] * 0.6, 47) * hand.scale)
    room = zone[2] * (0.94 if zone[2] > 200 else 0.86)
    while size > _SMALLEST and sum(_advance(char, size, hand) for char in text) > room:
        size -= 1
    return size


def _advance(char: str, size: int, hand: Hand) -> float:
    return (size * 0.5 if char == " " else _width(char, size, hand)) * hand.spacing


def _width(char: str, size: int, hand: Hand) -> float:
    if hand.face.kind == "real":
        return size * (0.62 if char.isascii() else 0.98)
    return fonts.load(hand.file, size).getlength(char)


def write_in_box(ink: Ink, box: Box, char: str, hand: Hand, rng: Generator) -> None:
    """Write one character into a box of a comb, near its middle."""
    x, y, w, h = box
    size = int(min(h * 0.7, w * 0.86) * hand.scale)
    dx, dy = rng.normal(0, (1.0 + 2.0 * hand.jitter, 1.0 + 2.0 * hand.jitter))
    left = x + w / 2 - _width(char, size, hand) / 2 + float(dx)
    write_glyph(ink, (left, y + h / 2 + size * 0.37 + float(dy)), char, size, hand, rng)


def write_glyph(ink: Ink, at: tuple[float, float], char: str, size: int, hand: Hand, rng: Generator) -> float:
    """Write one glyph, its origin on the baseline at ``at``, turned, leaned and moved a little; where its ink ends."""
    grow = 1 + float(rng.normal(0, 0.035)) * hand.jitter
    size = max(12, round(size * grow))
    canvas = Image.new("L", (2 * size, 2 * size), 0)
    origin = (size * 0.4, size * 1.4)
    if hand.face.kind == "real":
        glyph = handwriting().draw(fonts.narrow(char), size, hand.stroke * size / 44, hand.split, rng)
        canvas.paste(glyph, (round(origin[0]), round(origin[1] - size * 0.86)))
    else:
        ImageDraw.Draw(canvas).text(origin, char, 255, fonts.load(hand.file, size), anchor="ls")
    angle = float(rng.normal(0, 0.03)) * hand.jitter
    lean = (hand.slant + float(rng.normal(0, 0.025))) * hand.jitter
    dx, dy = (rng.normal(0, size * 0.02, 2) * hand.jitter).tolist()
    if hand.jitter:
        canvas = _turned(canvas, angle, lean, origin)
    ink.put(canvas, at[0] - origin[0] + dx, at[1] - origin[1] + dy)
    return at[0] - origin[0] + dx + (canvas.getbbox() or (0, 0, 0, 0))[2]


def _turned(glyph: Image.Image, angle: float, lean: float, origin: tuple[float, float]) -> Image.Image:
    cos, sin = math.cos(angle), math.sin(angle)
    a, b, d, e = cos, sin + lean, -sin, cos
    ox, oy = origin
    matrix = (a, b, ox - a * ox - b * oy, d, e, oy - d * ox - e * oy)
    return glyph.transform(glyph.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)


def stroke(ink: Ink, points: Points, width: float) -> None:
    """One stroke of the pen along ``points``."""
    pad = width * 2
    left, top = min(x for x, _ in points) - pad, min(y for _, y in points) - pad
    right, bottom = max(x for x, _ in points) + pad, max(y for _, y in points) + pad
    size = (math.ceil(right - left), math.ceil(bottom - top))
    large = Image.new("L", (size[0] * STROKE_SCALE, size[1] * STROKE_SCALE), 0)
    path = [((x - left) * STROKE_SCALE, (y - top) * STROKE_SCALE) for x, y in points]
    pen = ImageDraw.Draw(large)
    pen.line(path, 255, round(width * STROKE_SCALE), joint="curve")
    radius = width * STROKE_SCALE / 2
    for x, y in (path[0], path[-1]):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    ink.put(large.resize(size, Image.Resampling.LANCZOS), left, top)


def circle(ink: Ink, around: Box, hand: Hand, rng: Generator) -> None:
    """A ring drawn round printed words: not quite closed or a little too far, never quite round."""
    x, y, w, h = around
    cx, cy = x + w / 2 + float(rng.normal(0, 2.5)), y + h / 2 + float(rng.normal(0, 2))
    rx, ry = w / 2 * float(rng.uniform(0.95, 1.12)), h / 2 * float(rng.uniform(0.92, 1.12))
    start, turn = float(rng.uniform(3.6, 5.4)), 2 * math.pi * float(rng.uniform(0.94, 1.1))
    wobble = rng.normal(0, 0.03, 3)
    points = []
    for step in range(61):
        part = step / 60
        angle = start - turn * part
        grow = 1 + float(wobble[0]) * math.sin(2 * angle) + float(wobble[1]) * math.cos(3 * angle) + 0.08 * part
        points.append((cx + rx * grow * math.cos(angle), cy + ry * grow * math.sin(angle)))
    stroke(ink, points, hand.stroke)


def strike(ink: Ink, over: Box, hand: Hand, rng: Generator) -> None:
    """Two lines through something that was meant otherwise."""
    x, y, w, h = over
    for part in (0.4, 0.6):
        sway = rng.normal(0, 2, 2)
        ends = [(x - 6, y + h * part + float(sway[0])), (x + w + 6, y + h * part + float(sway[1]))]
        stroke(ink, ends, hand.stroke * 0.8)


TICKS: dict[str, Sequence[tuple[float, float]]] = {
    "check": ((0.1, 0.45), (0.4, 0.85), (1.15, -0.2)),
    "short": ((0.15, 0.3), (0.42, 0.8), (0.95, 0.1)),
    "re": ((0.2, 0.05), (0.3, 0.9), (1.1, 0.2)),
}
"""Corners of a tick, in shares of the box."""


def tick(ink: Ink, box: Box, hand: Hand, rng: Generator) -> None:
    """A tick, a cross or a filled box."""
    style = pick(rng, ("check", "check", "check", "short", "re", "cross", "fill"))
    if style == "cross":
        _tick_stroke(ink, box, ((0.05, 0.1), (0.95, 0.9)), hand, rng)
        _tick_stroke(ink, box, ((0.95, 0.05), (0.05, 0.95)), hand, rng)
    elif style == "fill":
        rows = [(side, 0.1 + 0.1 * row) for row in range(9) for side in ((0.08, 0.92) if row % 2 else (0.92, 0.08))]
        _tick_stroke(ink, box, rows, hand, rng)
    else:
        _tick_stroke(ink, box, TICKS[style], hand, rng)


def _tick_stroke(ink: Ink, box: Box, corners: Sequence[tuple[float, float]], hand: Hand, rng: Generator) -> None:
    x, y, w, h = box
    points = [
        (x + w * (cx + float(rng.normal(0, 0.05))), y + h * (cy + float(rng.normal(0, 0.05)))) for cx, cy in corners
    ]
    stroke(ink, points, hand.stroke)


def stray(ink: Ink, size: tuple[int, int], hand: Hand, rng: Generator) -> None:
    """A slip of the pen somewhere on the page: a dot or a short line."""
    x, y = float(rng.uniform(0.1, 0.9)) * size[0], float(rng.uniform(0.1, 0.9)) * size[1]
    dx, dy = rng.normal(0, 2 if chance(rng, 0.5) else 16, 2).tolist()
    stroke(ink, [(x, y), (x + dx + 1, y + dy)], hand.stroke * 0.8)
