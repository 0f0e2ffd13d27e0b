"""Making an OCR template from the picture of a blank form."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from dxrobot.actions.form_reading import recogniser_of
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.ink import grey
from dxrobot.ocr.pages import DPI, BadPage, Picture, read_pages
from dxrobot.ocr.proposal import Proposal, propose
from dxrobot.ocr.ruling import upright
from dxrobot.ocr.template import Template
from dxrobot.ocr.template_files import TEMPLATE_FILE, load_template
from dxrobot.ocr.template_writing import written_template

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_A4_LONG, _A4_RATIO = 297 / 25.4, 297 / 210
"""Long side of A4 in inches, and its proportion."""
_LIKE_A4 = 0.02


@dataclass(frozen=True, slots=True)
class NewTemplate:
    """What was written, and what a person should know of it."""

    path: Path
    template: Template
    left_out: tuple[str, ...]
    turned: tuple[float, ...]
    """Degrees by which each page was turned to be level."""


def new_template(workspace: Workspace, blank: Path, name: str = "", dpi: int = 0) -> NewTemplate:
    """Write ``ocr_templates/NAME/`` with the proposal for ``blank``, a PDF or picture of the empty form.

    ``name`` is that of the file when none is given; ``dpi`` the resolution of a picture whose size is not that of A4.
    Raises :class:`InputError` for a name that is taken or is none, a file that cannot be read, a form without fields.
    """
    name = _checked_name(workspace, name or blank.stem.lower())
    pages = [upright(page) for page in _pages(blank, dpi)]
    proposals = [propose(page, recogniser_of(workspace)) for page, _angle in pages]
    if not any(page.drafts for page in proposals):
        raise InputError(
            _("記入欄が1つも見つかりません: {file}").format(file=blank),
            _("何も書いていない、罫線のある様式を、200〜400 dpi でスキャンしてください。"),
        )
    template = _write(workspace.ocr_templates / name, name, [page for page, _angle in pages], proposals)
    left_out = tuple(dict.fromkeys(label for page in proposals for label in page.left_out if label))
    path = workspace.ocr_templates / name / TEMPLATE_FILE
    return NewTemplate(path, template, left_out, tuple(angle for _page, angle in pages))


def _checked_name(workspace: Workspace, name: str) -> str:
    if not _NAME.fullmatch(name):
        message = _("「{name}」は帳票定義の名前にできません。").format(name=name)
        remedy = _("--name に、英小文字で始まる、英小文字と数字と _ だけの名前を書いてください。")
        raise InputError(message, remedy)
    if (workspace.ocr_templates / name).exists():
        remedy = _("--name に別の名前を書いてください。上書きはしません。")
        raise InputError(_("帳票定義「{name}」は既にあります。").format(name=name), remedy)
    return name


def _pages(blank: Path, dpi: int) -> list[Picture]:
    pages = []
    for page in read_pages(blank):
        if isinstance(page, BadPage):
            raise InputError(
                _("{file} の {page} ページ目: {reason}").format(file=blank, page=page.number, reason=page.reason)
            )
        pages.append(_at_200_dpi(grey(page.picture), dpi))
    return pages


def _at_200_dpi(picture: Picture, dpi: int) -> Picture:
    """A picture of a sheet of A4 in the resolution of templates; of another size by ``dpi``, or as it is."""
    long, short = max(picture.shape), min(picture.shape)
    scale = DPI / dpi if dpi else 1.0
    if not dpi and abs(long / short - _A4_RATIO) < _LIKE_A4 * _A4_RATIO:
        scale = _A4_LONG * DPI / long
    if abs(scale - 1) < 0.005:
        return picture
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how).astype(np.uint8)


def _write(folder: Path, name: str, pages: list[Picture], proposals: list[Proposal]) -> Template:
    """Write beside and then put in place: half a template is none."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".new-"))
    try:
        blanks = ["blank.png", *(f"blank{number}.png" for number in range(2, len(pages) + 1))]
        for file, page in zip(blanks, pages, strict=True):
            Image.fromarray(page).save(beside / file, optimize=True, dpi=(DPI, DPI))
        text = written_template(name, proposals, blanks, DPI)
        (beside / TEMPLATE_FILE).write_text(text, encoding="utf-8", newline="\n")
        template = load_template(beside / TEMPLATE_FILE).template
        beside.chmod(0o755)
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return template
