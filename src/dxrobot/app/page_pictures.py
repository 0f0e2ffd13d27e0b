"""The whole page of a doubtful field, for a person to look at beside it: made from the scan, kept with the run.

It is made only of the very file that was read: another one of the same name would show another person's paper.
"""

from __future__ import annotations

import os
import secrets
import threading
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from dxrobot.actions.digests import digest_of
from dxrobot.app.workspaces import private_folder
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.pages import BadPage, Page, read_page
from dxrobot.store.models import Doubt

LONGEST_SIDE = 2400
"""Pixels of a picture; A4 at 200 dpi, which people read well, has 2339."""
FOLDER = "pages"
_QUALITY = 75
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Pillow turns the other way round."""
_making = threading.Lock()
"""One page at a time: an opened one may take half a gigabyte."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page, upright, as JPEG, and the width and height in pixels that it had as given, before it was turned."""

    jpeg: bytes
    size: tuple[int, int]


def page_picture(workspace: Workspace, doubt: Doubt) -> PagePicture:
    """The page that ``doubt`` stands on; kept in the run's own folder, which ``purge`` deletes.

    Raises :class:`InputError`, with a sentence for the person who checks, when it cannot be shown.
    """
    if doubt.box_page is None or not doubt.scan:
        raise InputError(_("この項目のページの画像はありません。"))
    kept = workspace.runs / doubt.run.name / FOLDER / _name(doubt)
    with _making:
        if not kept.is_file():
            private_folder(kept.parent.parent)
            private_folder(kept.parent)
            _keep(kept, _made(doubt))
    return _kept(kept)


def same_page(doubt: Doubt) -> str:
    """Tells pages apart: fields with the same one stand on the same picture. Empty where there is none."""
    return _name(doubt) if doubt.box_page and doubt.scan else ""


def _name(doubt: Doubt) -> str:
    return f"{doubt.scan_digest[:32]}-{doubt.box_page}-{doubt.box_turn}.page"


def _made(doubt: Doubt) -> PagePicture:
    scan = Path(doubt.scan)
    try:
        told = scan.stat()
    except OSError:
        raise _gone() from None
    if _digest(scan, told.st_mtime_ns, told.st_size) != doubt.scan_digest:
        raise InputError(_("読み取ったあとでスキャンのファイルが変わったため、ページ全体は表示しません。"))
    page = read_page(scan, doubt.box_page or 1)
    if isinstance(page, BadPage):
        raise InputError(page.reason)
    return PagePicture(_upright(page, doubt.box_turn), _size_as_given(page))


def _gone() -> InputError:
    return InputError(
        _("スキャンのファイルが元の場所にないため、ページ全体は表示できません。項目の画像で確かめてください。")
    )


@lru_cache(maxsize=256)
def _digest(scan: Path, _changed_ns: int, _size: int) -> str:
    try:
        return digest_of(scan)
    except OSError:
        raise _gone() from None


def _size_as_given(page: Page) -> tuple[int, int]:
    height, width = page.picture.shape[:2]
    across, down = page.scale
    return round(width / across), round(height / down)


def _upright(page: Page, turn: int) -> bytes:
    picture = Image.fromarray(page.picture)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if turn in _TURNS:
        picture = picture.transpose(_TURNS[turn])
    written = BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _keep(place: Path, made: PagePicture) -> None:
    """Write it beside its place and move it there, readable to the owner alone; the size stands before the picture."""
    beside = place.with_name(f".{secrets.token_hex(6)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(b"%d %d\n" % made.size + made.jpeg)
    beside.replace(place)


def _kept(place: Path) -> PagePicture:
    head, _line, jpeg = place.read_bytes().partition(b"\n")
    width, height = head.split()
    return PagePicture(jpeg, (int(width), int(height)))
