"""What scanners, fax machines and tablets do to a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image

from tools.forms.persons import pick

Degrade = Callable[[Image.Image, Generator], Image.Image]
PAPER = 250


@dataclass(frozen=True)
class Degradation:
    """A way a page comes in: what happens to it, at which resolution it is stored, and in which file."""

    apply: Degrade
    dpi: tuple[int, int] = (200, 200)
    suffix: str = ".jpg"


def clean(page: Image.Image, _rng: Generator) -> Image.Image:
    """As filled in on a screen and saved."""
    return page.convert("L")


def scan(page: Image.Image, rng: Generator) -> Image.Image:
    """A feeder's scan: skew up to 3 degrees, soft, noisy, too light or too dark, one side in shade."""
    return _sensor(_skew(page.convert("L"), float(rng.uniform(-3, 3)), rng), rng)


def stamp(page: Image.Image, rng: Generator) -> Image.Image:
    """A colour scan, so that seals stay red."""
    return _sensor(_skew(page, float(rng.uniform(-1.2, 1.2)), rng), rng, noise=2.0)


def fax(page: Image.Image, rng: Generator) -> Image.Image:
    """A fax in fine mode: 204 by 196 dots an inch, black or white, with specks and lost lines."""
    return _fax(page, rng, 196)


def fax_standard(page: Image.Image, rng: Generator) -> Image.Image:
    """A fax in standard mode: 204 by 98 dots an inch, so its pixels are twice as high as wide."""
    return _fax(page, rng, 98)


def low100(page: Image.Image, rng: Generator) -> Image.Image:
    """Scanned at 100 dpi to save room."""
    skewed = _skew(page.convert("L"), float(rng.uniform(-1.5, 1.5)), rng)
    small = skewed.resize((page.width // 2, page.height // 2), Image.Resampling.BOX)
    return _sensor(small, rng, noise=2.0, blur=0.3)


def perspective(page: Image.Image, rng: Generator) -> Image.Image:
    """Taken from a little aside, by a stand or a tablet: corners moved up to 2.5 % and uneven light."""
    w, h = page.size
    corners = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
    moved = corners + rng.uniform(-0.025, 0.025, (4, 2)).astype(np.float32) * (w, h)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    pixels = cv2.warpPerspective(np.asarray(page), matrix, (w, h), flags=cv2.INTER_CUBIC, borderValue=(150, 146, 140))
    return _sensor(Image.fromarray(pixels), rng, noise=2.5, shade=0.18)


def curl(page: Image.Image, rng: Generator) -> Image.Image:
    """A photo of paper that does not lie flat: its lines are bent by up to 2 mm and one side lies in shade."""
    w, h = page.size
    down, across = np.mgrid[0:h, 0:w].astype(np.float32)
    depth, turns, phase = rng.uniform(4, 16), rng.uniform(0.6, 1.2), rng.uniform(0, np.pi)
    lift = (depth * np.sin(across / w * np.pi * turns + phase)).astype(np.float32)
    sway = (0.3 * depth * np.sin(down / h * np.pi * rng.uniform(0.5, 1))).astype(np.float32)
    bent = cv2.remap(np.asarray(page), across + sway, down + lift, cv2.INTER_CUBIC, borderValue=(200, 196, 190))
    return perspective(Image.fromarray(bent), rng)


def jpeg(page: Image.Image, rng: Generator) -> Image.Image:
    """Saved too small by a mail program: blocks and rings round every letter."""
    buffer = BytesIO()
    _skew(page, float(rng.uniform(-1, 1)), rng).save(buffer, "JPEG", quality=int(rng.integers(18, 32)))
    return Image.open(buffer).copy()


def rotated(page: Image.Image, rng: Generator) -> Image.Image:
    """Fed sideways or upside down."""
    turn = pick(rng, (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270))
    return _sensor(_skew(page.convert("L"), float(rng.uniform(-1, 1)), rng), rng, noise=2.0).transpose(turn)


DEGRADATIONS: dict[str, Degradation] = {
    "clean": Degradation(clean, suffix=".png"),
    "scan": Degradation(scan),
    "stamp": Degradation(stamp),
    "fax": Degradation(fax, (204, 196), ".tif"),
    "fax_standard": Degradation(fax_standard, (204, 98), ".tif"),
    "low100": Degradation(low100, (100, 100)),
    "perspective": Degradation(perspective),
    "curl": Degradation(curl),
    "jpeg": Degradation(jpeg),
    "rotated": Degradation(rotated),
}


def _skew(page: Image.Image, degrees: float, rng: Generator) -> Image.Image:
    w, h = page.size
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), degrees, float(rng.uniform(0.985, 1.005)))
    matrix[:, 2] = matrix[:, 2] + rng.normal(0, 6, 2)
    pixels = cv2.warpAffine(np.asarray(page), matrix, (w, h), flags=cv2.INTER_CUBIC, borderValue=(PAPER,) * 3)
    return Image.fromarray(pixels)


def _sensor(
    page: Image.Image, rng: Generator, noise: float = 3.5, blur: float = 0.7, shade: float = 0.06
) -> Image.Image:
    pixels = cv2.GaussianBlur(np.asarray(page), (0, 0), blur * float(rng.uniform(0.8, 1.4))).astype(np.float32)
    h, w = pixels.shape[:2]
    across = np.linspace(0, 1, w, dtype=np.float32) ** 2 * float(rng.uniform(-shade, shade))
    down = np.linspace(0, 1, h, dtype=np.float32)[:, None] * float(rng.uniform(-shade, shade))
    light = float(rng.uniform(0.93, 1.01)) - np.abs(across + down)
    grain = cv2.GaussianBlur(rng.normal(0, noise * 1.6, (h, w)).astype(np.float32), (0, 0), 0.7)
    lift = float(rng.uniform(0, 22))
    light, grain = (light[..., None], grain[..., None]) if pixels.ndim == 3 else (light, grain)
    return Image.fromarray(np.clip((pixels * (1 - lift / 255) + lift) * light + grain, 0, 255).astype(np.uint8))


def _fax(page: Image.Image, rng: Generator, lines_per_inch: int) -> Image.Image:
    skewed = _skew(page.convert("L"), float(rng.uniform(-1, 1)), rng)
    size = (round(page.width * 204 / 200), round(page.height * lines_per_inch / 200))
    small = skewed.resize(size, Image.Resampling.BOX if lines_per_inch < 150 else Image.Resampling.BICUBIC)
    grey = np.asarray(small).astype(np.float32) + rng.normal(0, 9, (size[1], size[0]))
    black = grey < float(rng.uniform(165, 200))
    black = black | (rng.random(black.shape) < 0.00015)
    for row in rng.integers(0, size[1], int(rng.integers(0, 3))):
        black[row, :] = black[row - 1, :]
        black[row, int(rng.integers(size[0])) :] = False
    return Image.fromarray(np.where(black, 0, 255).astype(np.uint8)).convert("1", dither=Image.Dither.NONE)
