"""A form filled in by an invented person, as it comes in; and a folder of them with the truth beside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from PIL import Image

from dxrobot.definition import load_definition
from dxrobot.ocr.template import Template, TemplateField
from tools.forms import jido_teate, pen, seals
from tools.forms.degrade import DEGRADATIONS
from tools.forms.entries import FORMS, Entries, Entry
from tools.forms.fonts import FACES, draws
from tools.forms.glyphs import Split
from tools.forms.persons import chance, pick

RECEIPT = {"juminhyo_seikyu": (1297.0, 1715.0), "jido_teate_nintei": jido_teate.receipt_centre()}
"""Middle of the place for the office's stamp, in pixels of the blank."""
DATE_FIELDS = {"juminhyo_seikyu": "date_line", "jido_teate_nintei": "claim_date"}
NAME_FIELDS = {"juminhyo_seikyu": "name", "jido_teate_nintei": "name"}
STRUCK, STRAY = 0.05, 0.15
"""Shares of choices that were first circled wrongly and struck, and of pages with a slip of the pen."""


@dataclass(frozen=True)
class Order:
    """Which page to make: form, font and degradation by name."""

    form: str
    face: str
    degradation: str


@dataclass(frozen=True)
class Page:
    """A page that was made: its picture, and what was entered."""

    order: Order
    picture: Image.Image
    entries: Entries

    def truth(self, file: str, number: int, key: str) -> dict[str, object]:
        """The page as truth.json tells it; ``number`` counts from 1."""
        return {
            "file": file,
            "page": number,
            "template": self.order.form,
            "key": self.entries[key].value,
            "kind": FACES[self.order.face].kind,
            "font": self.order.face,
            "degradation": self.order.degradation,
            "fields": {name: entry.value for name, entry in self.entries.items()},
        }


class Blanks:
    """The blank forms and their templates under a folder of OCR templates."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[Template, Image.Image]] = {}

    def get(self, form: str) -> tuple[Template, Image.Image]:
        """The template and its blank in colour."""
        if form not in self._known:
            template = load_definition(self._folder / form / "template.yaml", Template)
            blank = Image.open(self._folder / form / template.blank).convert("RGB")
            self._known[form] = (template, blank)
        return self._known[form]


def make_page(blanks: Blanks, order: Order, seed: Sequence[int], split: Split = "calibrate") -> Page:
    """One page; the same seed gives the same page. Glyphs that people wrote are those of ``split``."""
    rng = np.random.default_rng(seed)
    face = FACES[order.face]
    entries = FORMS[order.form](rng)
    while not all(draws(face, entry.written) for entry in entries.values()):
        entries = FORMS[order.form](rng)
    template, blank = blanks.get(order.form)
    hand = pen.invent_hand(rng, face, split)
    ink = pen.Ink(blank.size)
    boxes = {name: _enter(ink, template.field(name), entry, hand, rng) for name, entry in entries.items()}
    if chance(rng, STRAY):
        pen.stray(ink, blank.size, hand, rng)
    page = ink.on(blank, hand.colour, rng)
    page = _seal(page, order, entries, {name: box for name, box in boxes.items() if box}, rng)
    return Page(order, DEGRADATIONS[order.degradation].apply(page, rng), entries)


def _enter(ink: pen.Ink, field: TemplateField, entry: Entry, hand: pen.Hand, rng: Generator) -> pen.Box | None:
    """Put one entry on the page; the box of a line of writing, None for anything else."""
    if entry.value is None or entry.value is False:
        return None
    if field.zone and entry.value is not True:
        return pen.write_line(ink, field.zone, entry.written, hand, rng)
    if field.zone:
        pen.tick(ink, field.zone, hand, rng)
    elif field.options:
        _choose(ink, field.options, str(entry.value), hand, rng)
    for box, char in zip(field.boxes, entry.written if field.boxes else "", strict=True):
        pen.write_in_box(ink, box, char, hand, rng)
    return None


def _choose(ink: pen.Ink, options: dict[str, pen.Box], chosen: str, hand: pen.Hand, rng: Generator) -> None:
    others = [text for text in options if text != chosen]
    if chance(rng, STRUCK):
        wrong = options[pick(rng, others)]
        pen.circle(ink, wrong, hand, rng)
        pen.strike(ink, wrong, hand, rng)
    pen.circle(ink, options[chosen], hand, rng)


def _seal(page: Image.Image, order: Order, entries: Entries, lines: dict[str, pen.Box], rng: Generator) -> Image.Image:
    if chance(rng, 0.6):
        year, month, day = (part for part in _numbers(str(entries[DATE_FIELDS[order.form]].value)))
        page = seals.press(page, seals.receipt_seal(f"{year}.{month}.{day}", rng), RECEIPT[order.form], rng)
    surname = entries[NAME_FIELDS[order.form]].written.split()[0]
    if order.degradation == "stamp":
        for _ in range(int(rng.integers(2, 5))):
            x, y, w, h = pick(rng, list(lines.values()))
            centre = (x + w * float(rng.uniform(0.6, 1.1)), y + h / 2 + float(rng.normal(0, 8)))
            page = seals.press(page, seals.name_seal(surname, rng), centre, rng)
    elif chance(rng, 0.3):
        x, y, w, h = lines[NAME_FIELDS[order.form]]
        page = seals.press(page, seals.name_seal(surname, rng), (x + w + 70, y + h / 2), rng)
    return page


def _numbers(day: str) -> list[str]:
    return "".join(char if char.isdigit() else " " for char in day.replace("元", "1")).split()


def save_picture(page: Page, path: Path) -> None:
    """Write the picture in the kind of file its degradation names."""
    dpi = DEGRADATIONS[page.order.degradation].dpi
    if path.suffix == ".tif":
        page.picture.save(path, compression="group4", dpi=dpi)
    elif path.suffix == ".jpg":
        page.picture.save(path, quality=82, dpi=dpi)
    else:
        page.picture.save(path, optimize=True, dpi=dpi)


def write_set(
    folder: Path, blanks: Blanks, orders: Iterable[Order], seed: int, split: Split = "calibrate"
) -> list[dict[str, object]]:
    """One file a page and truth.json; what truth.json holds. Written glyphs are those of ``split``."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    truth = []
    for number, order in enumerate(orders):
        page = make_page(blanks, order, (seed, number), split)
        suffix = DEGRADATIONS[order.degradation].suffix
        file = f"pages/{number:03}_{order.form.split('_')[0]}_{order.face}_{order.degradation}{suffix}"
        save_picture(page, folder / file)
        truth.append(page.truth(file, 1, blanks.get(order.form)[0].key))
    write_truth(folder / "truth.json", truth)
    return truth


def write_truth(path: Path, truth: list[dict[str, object]]) -> None:
    """Write the truth, one readable JSON list."""
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def orders(
    forms: Sequence[str], faces: Sequence[str], degradations: Sequence[str], count: int, seed: int
) -> list[Order]:
    """``count`` orders in which every form, font and degradation comes about equally often."""
    rng = np.random.default_rng((seed, count))
    columns = [_dealt(rng, values, count) for values in (forms, faces, degradations)]
    return [Order(*values) for values in zip(*columns, strict=True)]


def _dealt(rng: Generator, values: Sequence[str], count: int) -> list[str]:
    deck = (list(values) * (count // len(values) + 1))[:count]
    return [deck[int(place)] for place in rng.permutation(count)]
