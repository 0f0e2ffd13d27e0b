"""Draw the printed part of a form."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw

from tools.forms import fonts
from tools.forms.layout import Mark, Rect, Ring, Rule, Shade, Text

INK, GREY, PAPER = 20, 232, 255
GREYS = 16
"""Grey levels kept in the file: enough for smooth letters, a third of the bytes."""


def draw_blank(marks: Iterable[Mark], size: tuple[int, int]) -> Image.Image:
    """The empty form as a greyscale picture; shades come first so that nothing printed is covered."""
    page = Image.new("L", size, PAPER)
    pen = ImageDraw.Draw(page)
    printed = list(marks)
    for mark in printed:
        if isinstance(mark, Shade):
            pen.rectangle(_corners(mark.rect), fill=GREY)
    for mark in printed:
        if isinstance(mark, Rule):
            _draw_rule(pen, mark)
        elif isinstance(mark, Text):
            _draw_text(pen, mark)
        elif isinstance(mark, Ring):
            _draw_ring(pen, mark)
    return page


def save_blank(page: Image.Image, path: Path) -> None:
    """Write the blank as a small PNG that still is plain greyscale."""
    step = 255 / (GREYS - 1)
    page.point([round(round(value / step) * step) for value in range(256)]).save(path, optimize=True, dpi=(200, 200))


def _corners(rect: Rect) -> tuple[int, int, int, int]:
    return rect.x, rect.y, rect.x + rect.w, rect.y + rect.h


def _draw_rule(pen: ImageDraw.ImageDraw, rule: Rule) -> None:
    low, high = rule.width // 2, rule.width - rule.width // 2 - 1
    if not rule.dotted:
        pen.rectangle((rule.x0 - low, rule.y0 - low, rule.x1 + high, rule.y1 + high), fill=INK)
        return
    for x in range(rule.x0, rule.x1, 8):
        pen.line((x, rule.y0, min(x + 3, rule.x1), rule.y1), fill=INK, width=rule.width)


def _draw_text(pen: ImageDraw.ImageDraw, text: Text) -> None:
    font = fonts.load(fonts.SERIF_BOLD if text.bold else fonts.SERIF, text.size)
    rect = text.rect
    if text.vertical:
        return _draw_upright(pen, text)
    x = rect.x if text.align == "left" else rect.x + rect.w / 2
    pen.text((x, rect.y + rect.h / 2), text.text, INK, font, anchor="lm" if text.align == "left" else "mm")
    return None


def _draw_upright(pen: ImageDraw.ImageDraw, text: Text) -> None:
    font = fonts.load(fonts.SERIF_BOLD if text.bold else fonts.SERIF, text.size)
    pitch = min(text.size * 1.5, (text.rect.h - 12) / len(text.text))
    top = text.rect.y + text.rect.h / 2 - pitch * (len(text.text) - 1) / 2
    for row, char in enumerate(text.text):
        pen.text((text.rect.x + text.rect.w / 2, top + pitch * row), char, INK, font, anchor="mm")


def _draw_ring(pen: ImageDraw.ImageDraw, ring: Ring) -> None:
    for start in range(0, 360, 9):
        pen.arc(_corners(ring.rect), start, start + 5, fill=150, width=2)
