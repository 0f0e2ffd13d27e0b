"""Files that staff put in by mistake, made on the spot so that the repository need not carry them."""

from __future__ import annotations

import shutil
import struct
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

A4 = (1654, 2340)
HUGE = 20_000
"""Width and height of the picture that is too large, in pixels: 400 million of them in a file of some 50 KB."""
LOCKED = Path(__file__).with_name("locked.pdf")
"""An empty page behind the password ``mihon`` (made with ``qpdf --encrypt mihon mihon 256``)."""
LETTER = (
    "Mihon City Office, Residents' Division",
    "",
    "Dear Sir or Madam,",
    "",
    "I moved to your city last month and would like to know which",
    "documents I have to bring in order to register my address.",
    "Would you please send me the list and your opening hours?",
    "",
    "Yours faithfully,",
    "A. Sample",
)


def write_bad_inputs(folder: Path) -> dict[str, Path]:
    """Write one file of each kind into ``folder``; kind to path.

    Kinds: ``empty`` (no bytes), ``truncated_pdf``, ``locked_pdf`` (needs a password), ``huge_png``, ``letter`` (a page
    that is no known form), ``blank_page`` and ``text_png`` (text under a picture's name).
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {
        "empty": folder / "empty.pdf",
        "truncated_pdf": folder / "truncated.pdf",
        "locked_pdf": folder / "locked.pdf",
        "huge_png": folder / "huge.png",
        "letter": folder / "letter.png",
        "blank_page": folder / "blank_page.png",
        "text_png": folder / "text.png",
    }
    paths["empty"].write_bytes(b"")
    whole = _pdf()
    paths["truncated_pdf"].write_bytes(whole[: len(whole) // 2])
    shutil.copyfile(LOCKED, paths["locked_pdf"])
    paths["huge_png"].write_bytes(_huge_png())
    _letter().save(paths["letter"], dpi=(200, 200))
    Image.new("L", A4, 255).save(paths["blank_page"], dpi=(200, 200))
    paths["text_png"].write_text("これは画像ではなく、文字のファイルです。\n", encoding="utf-8")
    return paths


def _pdf() -> bytes:
    buffer = BytesIO()
    _letter().save(buffer, "PDF", save_all=True, append_images=[_letter()], resolution=200)
    return buffer.getvalue()


def _letter() -> Image.Image:
    page = Image.new("L", A4, 255)
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(LETTER):
        pen.text((200, 260 + 64 * row), line, 30, ImageFont.load_default(40))
    return page


def _huge_png() -> bytes:
    """A white bi-level PNG, packed row by row: Pillow itself would need 400 MB for it."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (HUGE // 8)
    rows = b"".join(packer.compress(row) for _ in range(HUGE)) + packer.flush()
    head = struct.pack(">IIBBBBB", HUGE, HUGE, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
