"""How often a field that no person looked at is wrong, on pages with persons and hands that nothing was tuned to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from dxrobot.ocr.engines import engines_of
from dxrobot.ocr.form_reader import FormReader
from dxrobot.ocr.reading import Status
from dxrobot.ocr.template_files import load_templates
from tools.forms.degrade import DEGRADATIONS
from tools.forms.entries import FORMS
from tools.forms.fonts import FACES, font_path
from tools.forms.pages import Blanks, orders, write_set

TEMPLATES = Path(__file__).parent.parent.parent / "ocr_templates"


@dataclass(frozen=True)
class ReadingProof:
    """Counts of one round; the fields of a page that was not recognised are all left to a person."""

    fonts: int
    """How many fonts the pages were drawn with."""
    pages: int
    unread: int
    fields: int
    accepted: int
    """Taken without a person, blank ones among them."""
    wrong: int
    """Of these, not what the truth says."""


def fonts_here() -> list[str]:
    """The fonts that this machine has; without them all the proof covers fewer hands and says so by its counts."""
    found = []
    for name, face in FACES.items():
        if face.kind == "real":
            continue  # written glyphs are no part of this repository
        try:
            font_path(face.file)
        except FileNotFoundError:
            continue
        found.append(name)
    return found


def prove(folder: Path, *, pages: int, seed: int) -> ReadingProof:
    """Draw ``pages`` pages and read them."""
    wanted = orders(list(FORMS), fonts_here(), list(DEGRADATIONS), pages, seed)
    write_set(folder, Blanks(TEMPLATES), wanted, seed)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    reader = FormReader(load_templates(TEMPLATES), engines_of())
    unread = fields = accepted = wrong = 0
    for page in truth:
        (form,) = reader.read_files([folder / page["file"]])
        unread += form.error is not None
        fields += len(page["fields"])
        for reading in form.readings:
            if reading.status is not Status.REVIEW:
                accepted += 1
                wrong += reading.value != page["fields"][reading.field]
    return ReadingProof(len(fonts_here()), len(truth), unread, fields, accepted, wrong)
