"""The demo batch: sixteen forms as one week brings them, in the kinds of file a city office meets."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tools.forms.degrade import DEGRADATIONS
from tools.forms.pages import Blanks, Order, Page, make_page, write_truth

SEED = 20261005
JUMINHYO, JIDO = "juminhyo_seikyu", "jido_teate_nintei"
DAY = time.struct_time((2026, 10, 5, 9, 0, 0, 0, 278, 0))
"""Written into PDFs as their day of making, so that the same seed gives the same bytes."""
QUALITY = 68


@dataclass(frozen=True)
class Delivery:
    """One file of the batch and its pages in order."""

    file: str
    orders: tuple[Order, ...]


DELIVERIES = (
    Delivery(
        "madoguchi_1005.pdf",
        (
            Order(JUMINHYO, "klee", "scan"),
            Order(JIDO, "yomogi", "scan"),
            Order(JUMINHYO, "kurenaido", "scan"),
            Order(JIDO, "klee_bold", "scan"),
            Order(JUMINHYO, "notoserif", "clean"),
        ),
    ),
    Delivery(
        "fax_1006.tif",
        tuple(Order(form, face, "fax") for form, face in ((JIDO, "klee_bold"), (JUMINHYO, "ipag"), (JIDO, "klee"))),
    ),
    Delivery(
        "yubin_1007.pdf",
        (
            Order(JIDO, "kurenaido", "stamp"),
            Order(JUMINHYO, "yomogi", "rotated"),
            Order(JIDO, "ipam", "scan"),
        ),
    ),
    Delivery("shisho_1007_1.jpg", (Order(JUMINHYO, "klee", "stamp"),)),
    Delivery("shisho_1007_2.jpg", (Order(JIDO, "klee", "perspective"),)),
    Delivery("shutchosho_1008.jpg", (Order(JUMINHYO, "klee_bold", "low100"),)),
    Delivery("denshi_1008_1.png", (Order(JIDO, "notosans", "clean"),)),
    Delivery("denshi_1008_2.png", (Order(JUMINHYO, "kurenaido", "clean"),)),
)


def write_demo(folder: Path, blanks: Blanks, seed: int = SEED) -> None:
    """Write ``scans/`` and ``truth.json`` under ``folder``."""
    scans = folder / "scans"
    scans.mkdir(parents=True, exist_ok=True)
    truth, number = [], 0
    for delivery in DELIVERIES:
        pages = [make_page(blanks, order, (seed, number + place)) for place, order in enumerate(delivery.orders)]
        number += len(pages)
        _save(pages, scans / delivery.file)
        truth += [
            page.truth(f"scans/{delivery.file}", place, blanks.get(page.order.form)[0].key)
            for place, page in enumerate(pages, start=1)
        ]
    write_truth(folder / "truth.json", truth)


def _save(pages: list[Page], path: Path) -> None:
    pictures = [page.picture for page in pages]
    dpi = DEGRADATIONS[pages[0].order.degradation].dpi
    if path.suffix == ".pdf":
        _save_pdf(pictures, path)
    elif path.suffix == ".tif":
        pictures[0].save(path, save_all=True, append_images=pictures[1:], compression="group4", dpi=dpi)
    elif path.suffix == ".jpg":
        pictures[0].save(path, quality=QUALITY, dpi=dpi, optimize=True)
    else:
        pictures[0].quantize(16).save(path, optimize=True, dpi=dpi)


def _save_pdf(pictures: list[Image.Image], path: Path) -> None:
    rest = pictures[1:]
    pictures[0].save(
        path, save_all=True, append_images=rest, resolution=200, quality=QUALITY, creationDate=DAY, modDate=DAY
    )
