"""Zone picture: a blank form with the places of its fields and their names drawn over it, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from dxrobot.ocr.pages import Picture
from dxrobot.ocr.template import Box, FieldType, TemplateField

_TEXT, _NUMBER, _MARK, _ROW = (30, 90, 200), (20, 130, 60), (190, 40, 40), (150, 90, 180)
_COLOURS = {
    FieldType.CHECKBOX: _MARK,
    FieldType.CHOICE: _MARK,
    FieldType.TABLE: _ROW,
    **dict.fromkeys((FieldType.TEXT, FieldType.KANA, FieldType.NAME, FieldType.ADDRESS, FieldType.BANK_KANA), _TEXT),
}
_TINT = 0.18
_FONT, _SIZE = cv2.FONT_HERSHEY_SIMPLEX, 0.62
_ROOMY = 2.2
"""A name stands within places so many times as wide and as high as itself."""


def draw_zones(blank: Picture, fields: Iterable[TemplateField]) -> Picture:
    """An RGB picture of the grey ``blank`` with every place of ``fields``: blue text, green numbers, red marks."""
    page = np.repeat(blank[..., None], 3, axis=2)
    tinted = page.copy()
    found = list(fields)
    for field in found:
        for box in field.places:
            cv2.rectangle(tinted, *_corners(box), _colour(field), cv2.FILLED)
    page = cv2.addWeighted(tinted, _TINT, page, 1 - _TINT, 0).astype(np.uint8)
    for field in found:
        for box in field.places:
            cv2.rectangle(page, *_corners(box), _colour(field), 2)
        for name, box in _names(field):
            _write(page, name, box, _colour(field))
    return page


def below_each_other(pages: Sequence[Picture]) -> Picture:
    """The pages of a form as one picture."""
    width = max(page.shape[1] for page in pages)
    padded = [np.pad(page, ((0, 24), (0, width - page.shape[1]), (0, 0)), constant_values=128) for page in pages]
    return np.vstack(padded)


def _names(field: TemplateField) -> Iterable[tuple[str, Box]]:
    if field.type is FieldType.TABLE:
        return [(f"{field.name}.{column.name}", column.places[0]) for column in field.columns]
    return [(field.name, field.places[0])]


def _colour(field: TemplateField) -> tuple[int, int, int]:
    return _COLOURS.get(field.type, _NUMBER)


def _corners(box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
    x, y, width, height = box
    return (round(x), round(y)), (round(x + width), round(y + height))


def _write(page: Picture, name: str, box: Box, colour: tuple[int, int, int]) -> None:
    """The name on a white ground: in the upper left corner of its place, above it where it would hide what is there."""
    (width, height), below = cv2.getTextSize(name, _FONT, _SIZE, 2)
    left = min(max(2, round(box[0])), max(2, page.shape[1] - width - 6))
    tall = height + below + 3
    top = round(box[1]) + height + 4
    if box[2] < _ROOMY * width or box[3] < _ROOMY * tall:
        top = max(height + 4, round(box[1]) - below - 2)
    cv2.rectangle(page, (left - 2, top - height - 3), (left + width + 3, top + below), (255, 255, 255), cv2.FILLED)
    cv2.putText(page, name, (left, top), _FONT, _SIZE, colour, 2, cv2.LINE_AA)
