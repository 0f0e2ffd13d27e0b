"""Identify: which known form a page is, a page without ink, or none of the known forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.likeness import Likeness, likeness
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.register import Features, Registration, features, register
from dxrobot.ocr.shortlist import shortlist
from dxrobot.ocr.template_files import LoadedTemplate

MIN_MATCHES = 40
MIN_SHARE = 0.04
"""Fewest points, and smallest share of the blank's points, that must agree before a form counts as recognised."""
MAX_DISTANCE_PX = 2.5
"""Above this the fields would be cut in the wrong places."""
MIN_LIKENESS, MAX_GONE = 0.95, 0.06
"""Least share of the form's print that must stand on the page, and greatest share of its parts that may lack it.

On drawn pages of 27 forms alike in 7 degradations the right one had 1.0 and 0, the nearest other version 0.94.
"""
_NARROWEST = 300
"""Pixels of the shorter side; an A6 card at 72 dpi has about as many, and nothing smaller can be read."""
_MIN_INK = 0.0005
"""Share of dark pixels below which a page is empty; dust and scanner noise stay under it."""


@dataclass(frozen=True)
class Recognised:
    """Which form a page is, which page of it (from 1), and how it lies."""

    loaded: LoadedTemplate
    sheet: int
    lie: Registration
    like: Likeness

    @property
    def blank(self) -> Picture:
        """The blank of this page of the form."""
        return self.loaded.blanks[self.sheet - 1]


def identify(picture: Picture, templates: Sequence[LoadedTemplate]) -> Recognised:
    """What the grey page is; :class:`InputError` for an empty, unknown or unclear page."""
    if min(picture.shape) < _NARROWEST:
        raise InputError(_("画像が小さすぎます。"), _("A4 を 200〜400 dpi でスキャンしてください。"))
    if is_empty(picture):
        raise InputError(_("白紙のページです。"), _("裏面や間紙でないか確かめてください。"))
    page = features(picture)
    sheets = [(loaded, sheet) for loaded in templates for sheet in range(1, len(loaded.blanks) + 1)]
    listed = shortlist([loaded.features[sheet - 1] for loaded, sheet in sheets], page)
    found = [one for index in listed.close if (one := _recognised(picture, page, *sheets[index]))]
    for index in listed.possible:
        if any(one.like.sure for one in found):
            break
        found += [one] if (one := _recognised(picture, page, *sheets[index])) else []
    return _checked(found)


def _recognised(picture: Picture, page: Features, loaded: LoadedTemplate, sheet: int) -> Recognised | None:
    blank = loaded.features[sheet - 1]
    lie = register(blank, page)
    if lie is None or lie.matches < max(MIN_MATCHES, MIN_SHARE * len(blank.points)):
        return None
    return Recognised(loaded, sheet, lie, likeness(picture, lie, loaded.blanks[sheet - 1]))


def _checked(found: Sequence[Recognised]) -> Recognised:
    """The form whose print stands on the page; :class:`InputError` when it is none of them, or lies unclearly."""
    remedy = _("様式の種類と、スキャンの写り具合を確かめてください。")
    if not found:
        raise InputError(_("登録されているどの帳票でもありません。"), remedy)
    best = max(found, key=lambda one: one.like.weight)
    if best.lie.distance_px > MAX_DISTANCE_PX:
        message = _("帳票の位置を正確に合わせられません(ずれ {px:.1f} 画素)。").format(px=best.lie.distance_px)
        raise InputError(message, _("もう一度、平らに置いてスキャンしてください。"))
    if best.like.share < MIN_LIKENESS or best.like.gone > MAX_GONE:
        message = _("「{title}」に似ていますが、印刷が合いません。版の違う様式か、写りの悪いスキャンです。").format(
            title=best.loaded.template.title
        )
        raise InputError(message, _("様式の版が違うなら、その帳票定義を dxrobot ocr template new で作ってください。"))
    return best


def is_empty(picture: Picture) -> bool:
    """Whether a grey page carries no ink: hardly a pixel is clearly darker than the paper around it."""
    scale = 1170 / max(picture.shape)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.medianBlur(small, 5)
    paper = cv2.medianBlur(cv2.resize(smooth, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 31)
    paper = cv2.resize(paper, smooth.shape[::-1])
    margin = max(8, int(0.02 * max(small.shape)))  # the scanner's lid shows at the edges
    darker = paper.astype(np.int16) - smooth > 40
    return float(darker[margin:-margin, margin:-margin].mean()) < _MIN_INK
