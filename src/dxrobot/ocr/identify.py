"""Identify: which known form a page is, a page without ink, or none of the known forms."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.register import Features, Registration, features, register
from dxrobot.ocr.template_files import LoadedTemplate

MIN_MATCHES = 40
MIN_SHARE = 0.04
"""Fewest points, and smallest share of the blank's points, that must agree before a form counts as recognised."""
MAX_DISTANCE_PX = 2.5
"""Above this the fields would be cut in the wrong places."""
_NARROWEST = 300
"""Pixels of the shorter side; an A6 card at 72 dpi has about as many, and nothing smaller can be read."""
_MIN_INK = 0.0005
"""Share of dark pixels below which a page is empty; dust and scanner noise stay under it."""


def identify(picture: Picture, templates: Sequence[LoadedTemplate]) -> tuple[LoadedTemplate, Registration]:
    """The template the grey page is, and how it lies; :class:`InputError` for an empty, unknown or unclear page."""
    if min(picture.shape) < _NARROWEST:
        raise InputError(_("画像が小さすぎます。"), _("A4 を 200〜400 dpi でスキャンしてください。"))
    if is_empty(picture):
        raise InputError(_("白紙のページです。"), _("裏面や間紙でないか確かめてください。"))
    page = features(picture)
    found = [(loaded, lie) for loaded in templates if (lie := _recognised(loaded.features, page))]
    if not found:
        remedy = _("様式の種類と、スキャンの写り具合を確かめてください。")
        raise InputError(_("登録されているどの帳票でもありません。"), remedy)
    loaded, lie = max(found, key=lambda pair: pair[1].matches)
    if lie.distance_px > MAX_DISTANCE_PX:
        message = _("帳票の位置を正確に合わせられません(ずれ {px:.1f} 画素)。").format(px=lie.distance_px)
        raise InputError(message, _("もう一度、平らに置いてスキャンしてください。"))
    return loaded, lie


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


def _recognised(blank: Features, page: Features) -> Registration | None:
    lie = register(blank, page)
    if lie is None or lie.matches < max(MIN_MATCHES, MIN_SHARE * len(blank.points)):
        return None
    return lie
