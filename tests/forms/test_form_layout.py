"""The description of a form, its template file and its blank say the same."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dxrobot.definition import load_definition, load_yaml
from dxrobot.ocr.template import Box, Template
from tools.forms import jido_teate
from tools.forms.layout import Place, Rect
from tools.forms.template_file import HEADER, template_document

TEMPLATES = Path(__file__).parents[2] / "ocr_templates"
FOLDER = TEMPLATES / "jido_teate_nintei"


@pytest.fixture(scope="module")
def template() -> Template:
    return load_definition(FOLDER / "template.yaml", Template)


@pytest.fixture(scope="module")
def places() -> list[Place]:
    return [mark for mark in jido_teate.marks() if isinstance(mark, Place)]


@pytest.fixture(scope="module")
def blank() -> np.ndarray:
    return np.asarray(Image.open(FOLDER / "blank.png"))


def overlap(a: Rect, b: Rect) -> bool:
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


def test_every_field_has_one_place_on_the_sheet(places):
    assert sorted(place.name for place in places) == sorted(jido_teate.FIELDS)


def test_places_stand_inside_the_page(places):
    width, height = jido_teate.PAGE
    for rect in (rect for place in places for rect in place.rects()):
        assert rect.x >= 0 and rect.y >= 0 and rect.x + rect.w <= width and rect.y + rect.h <= height


def test_no_two_places_overlap(places):
    rects = [(place.name, rect) for place in places for rect in place.rects()]
    assert [(a, b) for (a, ra), (b, rb) in combinations(rects, 2) if overlap(ra, rb)] == []


def test_template_file_is_what_the_description_gives():
    written = load_yaml(FOLDER / "template.yaml")
    assert dict(written) == dict(template_document()), "run python -m tools.forms blank"
    assert (FOLDER / "template.yaml").read_text(encoding="utf-8").startswith("# " + HEADER.splitlines()[0])


def test_blank_has_the_size_the_template_speaks_of(blank):
    assert blank.shape == (jido_teate.PAGE[1], jido_teate.PAGE[0])


def patch(blank: np.ndarray, box: Box) -> np.ndarray:
    x, y, w, h = (round(value) for value in box)
    return blank[y : y + h, x : x + w]


def test_writing_areas_are_empty_paper_on_the_blank(blank, template):
    for field in template.fields:
        boxes = (*field.boxes, *((field.zone,) if field.zone and field.type != "checkbox" else ()))
        assert all(patch(blank, box).min() == 255 for box in boxes), field.name


def test_options_and_tick_boxes_are_printed_where_the_template_says(blank, template):
    printed = [field for field in template.fields if field.options or field.type == "checkbox"]
    assert len(printed) == 8
    for field in printed:
        boxes = list(field.options.values()) or [field.zone]
        assert all(patch(blank, box).min() < 100 for box in boxes), field.name
