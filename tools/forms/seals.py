"""Red seals: a person's round one, and the office's dated stamp of receipt."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter

from tools.forms import fonts
from tools.forms.persons import chance, pick

VERMILION, VIOLET = (205, 45, 40), (70, 60, 150)
LARGE = 4
"""Seals are drawn this much larger and shrunk."""


def press(page: Image.Image, seal: Image.Image, centre: tuple[float, float], rng: Generator) -> Image.Image:
    """The page with a seal (a mask of ink, 0 to 255) pressed on it; ink below shows through."""
    turned = seal.rotate(float(rng.normal(0, 9)), Image.Resampling.BICUBIC, expand=True)
    mask = Image.new("L", page.size, 0)
    mask.paste(turned, (round(centre[0] - turned.width / 2), round(centre[1] - turned.height / 2)))
    colour = VIOLET if seal.width > 120 and chance(rng, 0.3) else VERMILION
    cover = np.asarray(mask).astype(np.float32)[..., None] / 255 * float(rng.uniform(0.6, 0.9))
    paper = np.asarray(page).astype(np.float32)
    inked = paper * np.array(colour, np.float32) / 255
    return Image.fromarray((paper * (1 - cover) + inked * cover).astype(np.uint8))


def name_seal(surname: str, rng: Generator) -> Image.Image:
    """A round seal with a surname from top to bottom."""
    size = int(rng.integers(66, 86)) * LARGE
    mask = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(mask)
    pen.ellipse((LARGE, LARGE, size - LARGE, size - LARGE), outline=255, width=3 * LARGE)
    file = pick(rng, (fonts.SERIF_BOLD, "ipam.ttf"))
    pitch = size * (0.66 if len(surname) == 1 else 0.78 / len(surname))
    font = fonts.load(file, int(min(pitch * 1.05, size * 0.46)))
    for row, char in enumerate(surname):
        down = size / 2 + pitch * (row - (len(surname) - 1) / 2)
        pen.text((size / 2, down), char, 255, font, anchor="mm")
    return _worn(mask, rng)


def receipt_seal(day: str, rng: Generator) -> Image.Image:
    """The office's round stamp: 受付, the day as ``8.10.5``, the city."""
    size = 150 * LARGE
    mask = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(mask)
    pen.ellipse((LARGE, LARGE, size - LARGE, size - LARGE), outline=255, width=3 * LARGE)
    for down in (0.36, 0.64):
        pen.line((size * 0.05, size * down, size * 0.95, size * down), 255, 2 * LARGE)
    for text, down, share in (("受　付", 0.22, 0.16), (day, 0.5, 0.2), ("見本市", 0.78, 0.16)):
        pen.text((size / 2, size * down), text, 255, fonts.load(fonts.SERIF_BOLD, int(size * share)), anchor="mm")
    return _worn(mask, rng)


def _worn(mask: Image.Image, rng: Generator) -> Image.Image:
    small = mask.resize((mask.width // LARGE, mask.height // LARGE), Image.Resampling.LANCZOS)
    grain = Image.fromarray(rng.integers(0, 256, (small.height, small.width), dtype=np.uint8))
    patches = np.asarray(grain.filter(ImageFilter.GaussianBlur(2))).astype(np.float32)
    keep = np.clip((patches - patches.mean()) / (patches.std() * 2) + 0.85, 0.15, 1)
    return Image.fromarray((np.asarray(small) * keep).astype(np.uint8))
