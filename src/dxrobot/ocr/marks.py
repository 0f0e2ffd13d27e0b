"""Marks: ticked boxes and circled labels, told by ink beyond the form's own; no text recognition sees them."""

from __future__ import annotations

import numpy as np

from dxrobot.ocr.evidence import Evidence
from dxrobot.ocr.ink import Sheet
from dxrobot.ocr.strips import whole
from dxrobot.ocr.template import Box, TemplateField

_TICK = (0.02, 0.05)
_CIRCLE = (0.035, 0.06)
"""Share of added ink: under the first there is no mark, from the second there is one, between them a person looks."""
_RIVAL = 0.35
_STRUCK = (0.04, 0.08)
"""Share of added ink in the middle of a label: up to the first it is only circled, from the second on struck out."""


def read_checkbox(sheet: Sheet, zone: Box) -> Evidence:
    """Whether the box is ticked; ``marks`` holds ``true`` then."""
    size = round(0.15 * min(zone[2], zone[3]))
    share = _share(sheet, zone, size)
    ticked = share >= _TICK[0]
    return Evidence(
        written=ticked,
        marks=("true",) if ticked else (),
        doubtful_mark=_between(share, _TICK),
        red=not ticked and sheet.red_share(whole(zone, size)) >= _TICK[0],
    )


def read_choice(sheet: Sheet, field: TemplateField) -> Evidence:
    """Which labels are circled or ticked, the one with most ink first."""
    shares = {label: _share(sheet, box, round(0.25 * box[3])) for label, box in field.options.items()}
    top = max(shares.values())
    marked = sorted((label for label in shares if shares[label] >= _CIRCLE[0]), key=lambda label: -shares[label])
    marked = [label for label in marked if shares[label] >= _RIVAL * top]
    marked = _without_struck(sheet, field, marked)
    doubtful = len(marked) > 1 or (bool(marked) and _between(top, _CIRCLE))
    red = any(
        sheet.red_share(whole(box, round(0.25 * box[3]))) >= _CIRCLE[0]
        for label, box in field.options.items()
        if label not in marked
    )
    return Evidence(written=bool(marked), marks=tuple(marked), doubtful_mark=doubtful, red=red)


def _without_struck(sheet: Sheet, field: TemplateField, marked: list[str]) -> list[str]:
    """Of several circled labels the one that is not struck through, when all the others are."""
    if len(marked) < 2:
        return marked
    inside = {label: _inside(sheet, field.options[label]) for label in marked}
    left = [label for label in marked if inside[label] < _STRUCK[1]]
    return left if len(left) == 1 and inside[left[0]] <= _STRUCK[0] else marked


def _inside(sheet: Sheet, box: Box) -> float:
    """The share of added ink in the middle of a label, where lines that strike it out run and a ring does not."""
    x, y, width, height = box
    middle = whole((x + 0.1 * width, y + 0.25 * height, 0.8 * width, 0.5 * height))
    free = ~sheet.print_in(middle)
    return float(sheet.added(middle)[free].mean()) if free.any() else 0.0


def _share(sheet: Sheet, box: Box, grow: int) -> float:
    return float(np.mean(sheet.added(whole(box, grow))))


def _between(share: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= share < limits[1]
