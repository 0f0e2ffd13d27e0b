"""Gate to scanned files: PDF, multi-page TIFF, JPEG and PNG become upright-square-pixel images, one page at a time."""

from __future__ import annotations

import contextlib
import math
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.masking import Secret

Picture = npt.NDArray[np.uint8]
"""RGB (height, width, 3) or grey (height, width), 0 black to 255 white."""

MAX_PIXELS = 150_000_000
"""An A3 sheet at 600 dpi has 70 million pixels; more than this is a mistake or an attack."""
DPI = 200
_POINTS_PER_INCH = 72
_TAIL = 4096
# All that Pillow raises about a picture that is cut off or damaged.
_BROKEN = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    struct.error,
    Image.DecompressionBombError,
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its RGB picture, and how many of its pixels one pixel as given became (x, y)."""

    number: int
    picture: Picture
    scale: tuple[float, float] = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class BadPage:
    """A page that could not be opened, and why, as a Japanese sentence."""

    number: int
    reason: str


def read_pages(path: Path, password: Secret | None = None) -> Iterator[Page | BadPage]:
    """The pages of ``path`` in order, each opened only when asked for; the kind is known by content, not by name.

    PDF pages are rendered at 200 dpi. A broken page comes as :class:`BadPage` and the others follow. Raises
    :class:`InputError` for a file that cannot be read at all: missing, empty, a folder, cut off, locked with another
    password than ``password``, of another kind, too large.
    """
    head = _head(path)
    if b"%PDF-" in head:
        return _pdf_pages(path, password)
    return _image_pages(path)


def read_page(path: Path, number: int, password: Secret | None = None) -> Page | BadPage:
    """One page of ``path`` as :func:`read_pages` has it, without opening those before it; raises as that does."""
    missing = BadPage(number, _("このページは、ファイルの中にありません。"))
    if b"%PDF-" in _head(path):
        with contextlib.closing(_open_pdf(path, password)) as document:
            return _pdf_page(document, number - 1) if 0 < number <= len(document) else missing
    with _open_image(path) as image:
        return _image_page(image, number - 1) if 0 < number <= _frames(image) else missing


def count_pages(path: Path, password: Secret | None = None) -> int:
    """How many pages :func:`read_pages` will come to, for a progress bar; 1 for a file that cannot be read."""
    try:
        if b"%PDF-" in _head(path):
            with contextlib.closing(_open_pdf(path, password)) as document:
                return len(document)
        with _open_image(path) as image:
            return _frames(image)
    except InputError:
        return 1


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except FileNotFoundError as error:
        raise InputError(_("ファイルがありません。"), _("名前と場所を確かめてください。")) from error
    except IsADirectoryError as error:
        raise InputError(_("フォルダーです。"), _("中のファイルを指定してください。")) from error
    except OSError as error:
        raise InputError(_("ファイルを開けません。"), _("読み取りの権限を確かめてください。")) from error
    if not head:
        raise InputError(_("ファイルが空です。"), _("もう一度スキャンしてください。"))
    return head


def _pdf_pages(path: Path, password: Secret | None) -> Iterator[Page | BadPage]:
    with contextlib.closing(_open_pdf(path, password)) as document:
        for index in range(len(document)):
            yield _pdf_page(document, index)


def _open_pdf(path: Path, password: Secret | None) -> Any:
    _refuse_cut_off(path)
    try:
        return pypdfium2.PdfDocument(path, password.reveal() if password else None)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise _locked(given=password is not None) from error
        raise InputError(_("PDF が壊れています。"), _("もう一度スキャンしてください。")) from error


def _locked(*, given: bool) -> InputError:
    if given:
        return InputError(_("PDF のパスワードが違います。"), _("登録したパスワードを確かめてください。"))
    remedy = _("--password を付けるか、手順 read_forms の password_from に、登録した認証情報の名前を書いてください。")
    return InputError(_("PDF にパスワードがかかっています。"), remedy)


def _refuse_cut_off(path: Path) -> None:
    # PDFium repairs a file cut off in the middle and silently drops its last pages, so the end mark is asked for first.
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        if b"%%EOF" not in file.read():
            raise InputError(_("PDF が途中で切れています。"), _("コピーし直すか、もう一度スキャンしてください。"))


def _pdf_page(document: Any, index: int) -> Page | BadPage:
    try:
        page = document[index]
        scale = DPI / _POINTS_PER_INCH
        width, height = page.get_size()
        if width * height * scale * scale > MAX_PIXELS or _holds_too_large_a_picture(page):
            return BadPage(index + 1, _too_large())
        picture = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return BadPage(index + 1, _("PDF のこのページが壊れています。"))
    return Page(index + 1, np.asarray(picture))


def _holds_too_large_a_picture(page: Any) -> bool:
    """Whether a picture on the page is larger than a sheet can be: a few kilobytes may unpack to gigabytes."""
    pictures = page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))
    return any(math.prod(picture.get_px_size()) > MAX_PIXELS for picture in pictures)


def _image_pages(path: Path) -> Iterator[Page | BadPage]:
    image = _open_image(path)
    with image:
        for index in range(_frames(image)):
            yield _image_page(image, index)


def _frames(image: Image.Image) -> int:
    """How many pages a TIFF has; the further pictures in a JPEG of a telephone are previews of the first."""
    if image.format != "TIFF":
        return 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what is missing at the end: it is said below
            return int(getattr(image, "n_frames", 1))
    except _BROKEN as error:
        raise InputError(
            _("TIFF が途中で切れています。"), _("コピーし直すか、もう一度スキャンしてください。")
        ) from error


def _open_image(path: Path) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path, formats=("JPEG", "PNG", "TIFF"))
    except Image.DecompressionBombError as error:
        raise InputError(_too_large()) from error
    except UnidentifiedImageError as error:
        message = _("PDF、TIFF、JPEG、PNG のどれでもないか、壊れています。")
        raise InputError(message, _("拡張子ではなく中身を確かめてください。")) from error
    except _BROKEN as error:
        raise InputError(_("画像が壊れています。"), _("もう一度スキャンしてください。")) from error
    if math.prod(image.size) > MAX_PIXELS:
        image.close()
        raise InputError(_too_large())
    return image


def _too_large() -> str:
    limit = MAX_PIXELS // 1_000_000
    return _("画像が大きすぎます({limit}00万画素まで)。A4 を 200〜400 dpi でスキャンしてください。").format(limit=limit)


def _image_page(image: Image.Image, index: int) -> Page | BadPage:
    try:
        image.seek(index)
        if math.prod(image.size) > MAX_PIXELS:
            return BadPage(index + 1, _too_large())
        upright = ImageOps.exif_transpose(image)
        picture = _rgb(upright)
    except _BROKEN:
        return BadPage(index + 1, _("画像が途中で切れているか、壊れています。"))
    squared = _squared(picture, image.info.get("dpi"))
    scale = (squared.width / picture.width, squared.height / picture.height)
    return Page(index + 1, np.asarray(squared), scale)


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):  # 16-bit greys of some scanners
        grey = np.asarray(image, dtype=np.float64)
        top = 65535.0 if grey.max() > 255 else 255.0
        return Image.fromarray((grey * (255.0 / top)).clip(0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    return image.convert("RGB")


def _squared(picture: Image.Image, dpi: tuple[float, float] | None) -> Image.Image:
    """Fax pages (204 x 98 dpi) stretched so that a pixel is as high as it is wide."""
    if not dpi or min(dpi) <= 0:
        return picture
    across, down = (float(value) for value in dpi)
    if not 1.1 < max(across, down) / min(across, down) < 5:
        return picture
    finest = max(across, down)
    size = (round(picture.width * finest / across), round(picture.height * finest / down))
    return picture.resize(size, Image.Resampling.BILINEAR)
