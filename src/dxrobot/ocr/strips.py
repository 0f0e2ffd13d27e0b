"""Strips: the written line of a field, trimmed to its ink; the characters of comb boxes closed up into one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from dxrobot.ocr.ink import Rect, Sheet, darkest_of, ink_box, ink_level
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.template import Box

_MARGIN = 0.18
_MIN_HEIGHT = 26
"""A lone 一 or - keeps the height of a character around it."""
_FLAT, _ALONG = 4, 0.7
"""Pixels that a rest of a line is high at most, and the share of it that the line runs along."""


@dataclass(frozen=True)
class Strip:
    """The ink of one field as a grey line picture, and how many comb boxes hold ink (None for a free zone)."""

    picture: Picture
    filled: int | None = None


def strip_of_zone(sheet: Sheet, zone: Box) -> Strip | None:
    """The line written in ``zone``; None when nothing is."""
    rect = whole(zone)
    picture = sheet.written(rect)
    box = ink_box(picture, alone=True)
    return Strip(_trimmed(picture, box)) if box and not _rest_of_a_line(sheet, rect, box) else None


def _rest_of_a_line(sheet: Sheet, zone: Rect, ink: Rect) -> bool:
    """Whether all ink of ``zone`` is what a fax left of a line of the form: as flat, and close along it."""
    x, y, width, height = ink[0] + max(0, zone[0]), ink[1] + max(0, zone[1]), ink[2], ink[3]
    near = sheet.printed[max(0, y - _FLAT) : y + height + _FLAT, x : x + width]
    return height <= _FLAT and float(near.any(axis=0).mean()) > _ALONG


def strip_of_comb(sheet: Sheet, boxes: Sequence[Box]) -> Strip | None:
    """The characters in ``boxes`` moved together into one line; None when all are empty."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    row = sheet.written(whole((left, top, right - left, bottom - top)))
    cells = [
        cell for cell in _cells(row, [(box[0] - left, box[0] - left + box[2]) for box in boxes]) if cell is not None
    ]
    if not cells:
        return None
    boxed = [(cell, box) for cell in cells if (box := ink_box(cell))]
    top_ink = min(box[1] for _cell, box in boxed)
    height = max(box[1] + box[3] for _cell, box in boxed) - top_ink
    gap = np.full((row.shape[0], max(6, round(0.22 * height))), 255, np.uint8)
    line = [gap]
    for cell, (x, _y, width, _height) in boxed:
        line += [cell[:, max(0, x - 2) : x + width + 2], gap]
    joined = np.hstack(line)
    inner = (gap.shape[1], top_ink, joined.shape[1] - 2 * gap.shape[1], height)
    return Strip(_trimmed(joined, inner), len(boxed))


def _cells(row: Picture, spans: Sequence[tuple[float, float]]) -> list[Picture | None]:
    """Each box's own ink: a stroke belongs to the box its middle lies in, however far it reaches into the next."""
    dark = (row < ink_level(row)).astype(np.uint8)
    _count, labels, stats, centres = cv2.connectedComponentsWithStats(dark, connectivity=8)
    wide = stats[:, 2] > 1.7 * (spans[0][1] - spans[0][0])  # two characters that touch are cut at the line
    cells: list[Picture | None] = []
    for start, end in spans:
        inside = (centres[:, 0] >= start) & (centres[:, 0] < end) & ~wide
        inside[0] = False
        own = inside[labels]
        own[:, round(start) : round(end)] |= wide[labels[:, round(start) : round(end)]] & (
            labels[:, round(start) : round(end)] > 0
        )
        near = cv2.dilate(own.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        cell = np.where(near, row, 255).astype(np.uint8)
        cells.append(cell if ink_box(cell) else None)
    return cells


def second_view(strip: Strip) -> Picture:
    """Another picture of the same ink, softer, wider and with more paper around, so that a chance reading shows."""
    height, width = strip.picture.shape
    soft = cv2.GaussianBlur(strip.picture, (0, 0), 0.8)
    wider = cv2.resize(soft, (round(width * 1.12), height), interpolation=cv2.INTER_LINEAR)
    border = round(height * 0.08)
    framed = cv2.copyMakeBorder(wider, border, border, border, border, cv2.BORDER_CONSTANT, value=(255,))
    return framed.astype(np.uint8)


def whole(box: Box, grow: int = 0) -> Rect:
    """``box`` in whole pixels, grown on every side."""
    x, y, width, height = box
    return round(x) - grow, round(y) - grow, round(width) + 2 * grow, round(height) + 2 * grow


def _trimmed(picture: Picture, box: Rect) -> Picture:
    x, y, width, height = box
    missing = max(0, _MIN_HEIGHT - height)
    margin = round(_MARGIN * max(height, _MIN_HEIGHT)) + (missing + 1) // 2
    side = round(_MARGIN * max(height, _MIN_HEIGHT))
    padded = cv2.copyMakeBorder(picture, margin, margin, side, side, cv2.BORDER_CONSTANT, value=(255,))
    return _darkened(np.asarray(padded[y : y + height + 2 * margin, x : x + width + 2 * side], dtype=np.uint8))


def _darkened(picture: Picture) -> Picture:
    """Pale writing stretched to the blackness of print."""
    ink = picture[picture < ink_level(picture)]
    pale = darkest_of(ink, 0.2) if ink.size else 0
    gain = max(1.0, (255 - 40) / (255 - pale))
    return (255 - (255 - picture.astype(np.float32)) * gain).clip(0, 255).astype(np.uint8)


def crop_png(sheet: Sheet, box: Rect) -> bytes:
    """The picture of ``box`` as a person should see it, print and all, as PNG."""
    x, y, width, height = box
    window = sheet.grey[max(0, y) : y + height, max(0, x) : x + width]
    _done, png = cv2.imencode(".png", window)
    return bytes(png)
