"""Make the pictures of the READMEs in docs/images/: ``python -m tools.docs_pictures``, after ``make demo``.

Personal data are covered as in the evidence of a run, though the persons of the sample are invented. LibreOffice
(``soffice``) draws the workbook.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from dxrobot.actions.form_reading import form_reading
from dxrobot.bundled import demo_samples
from dxrobot.config import load_workspace
from dxrobot.masking import Sensitive, mask
from dxrobot.ocr.reading import Form, Reading
from dxrobot.ocr.template import Template
from dxrobot.sheets.register import write_register

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
SCANS = ("denshi_1008_1.png", "denshi_1008_2.png", "fax_1006.tif", "shisho_1007_2.jpg")
DOTS_PER_POINT = 2.4
WIDTH = 1400
"""Pixels of the finished pictures; wider ones are made smaller."""
SHEET_HEIGHT = 640
"""Pixels kept of the top of a sheet."""


def main() -> None:
    """Write both pictures and say how large they are."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, picture in (("register.png", register_picture()), ("site.png", site_picture())):
        fitting = (
            picture.resize((WIDTH, round(picture.height * WIDTH / picture.width))) if picture.width > WIDTH else picture
        )
        fitting.quantize(64).save(IMAGES / name, optimize=True)
        print(f"docs/images/{name}: {(IMAGES / name).stat().st_size / 1000:.0f} kB")


def site_picture() -> Image.Image:
    """The confirmation page of the first record, from the evidence of the last demo."""
    pictures = sorted(
        (ROOT / "build" / "demo" / "workspace" / ".dxrobot" / "runs").glob("*/pictures/000001_before.png")
    )
    if not pictures:
        sys.exit("Run make demo first.")
    return Image.open(pictures[-1]).convert("RGB")


def register_picture() -> Image.Image:
    """The top of a sheet of forms and of the sheet 確認, one above the other."""
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "register.xlsx"
        write_register(workbook, *masked_forms())
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(workbook)]
        subprocess.run(command, check=True, capture_output=True)
        pages = drawn_pages(workbook.with_suffix(".pdf"))
    sheets = [top_of(pages[start]) for start in ("登録簿", "確認")]
    width = max(sheet.width for sheet in sheets)
    whole = Image.new("RGB", (width, sum(sheet.height for sheet in sheets)), "white")
    whole.paste(sheets[0], (0, 0))
    whole.paste(sheets[1], (0, sheets[0].height))
    return whole


def masked_forms() -> tuple[list[Form], dict[str, Template]]:
    """Some scans of the sample as read, personal data covered."""
    reading = form_reading(load_workspace(ROOT), [])
    forms = reading.reader.read_files(demo_samples() / "scans" / name for name in SCANS)
    return [masked(form, reading.templates[str(form.template)]) for form in forms], reading.templates


def masked(form: Form, template: Template) -> Form:
    """``form`` with the values, texts and pictures of personal data covered."""
    return form.evolve(readings=tuple(covered(one, template.field(one.field).sensitivity) for one in form.readings))


def covered(reading: Reading, sensitive: Sensitive | None) -> Reading:
    """One reading with its value, text and picture covered, and no candidates, if they are personal data."""
    if sensitive is None:
        return reading
    value = mask(reading.value, sensitive) if isinstance(reading.value, str) else reading.value
    return reading.evolve(value=value, text=mask(reading.text, sensitive), candidates=(), crop=black(reading.crop))


def black(png: bytes) -> bytes:
    """A black picture of the same size."""
    if not png:
        return png
    written = BytesIO()
    Image.new("L", Image.open(BytesIO(png)).size, 0).save(written, "PNG")
    return written.getvalue()


def drawn_pages(path: Path) -> dict[str, Image.Image]:
    """The first page of each sheet, by the word its title begins with."""
    found: dict[str, Image.Image] = {}
    for title, picture in _pages(path):
        found.setdefault(title, picture)
    return found


def _pages(path: Path) -> Iterator[tuple[str, Image.Image]]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            title = page.get_textpage().get_text_range().strip().split()[0]
            yield title, page.render(scale=DOTS_PER_POINT).to_pil().convert("RGB")


def top_of(page: Image.Image) -> Image.Image:
    """The page without its white edges, as far down as fits."""
    head = page.crop((0, 0, page.width, page.height * 9 // 10))
    box = ImageChops.difference(head, Image.new("RGB", head.size, "white")).getbbox() or (0, 0, *head.size)
    margin = 16
    left, top, right, bottom = box
    return head.crop((left - margin, top - margin, right + margin, min(bottom + margin, top + SHEET_HEIGHT)))


if __name__ == "__main__":
    main()
