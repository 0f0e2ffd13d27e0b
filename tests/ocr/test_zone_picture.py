"""Whoever looks at a template must see what is printed where its fields are."""

from __future__ import annotations

import numpy as np

from dxrobot.ocr.template import FieldType, TemplateField
from dxrobot.ocr.template_files import load_template
from dxrobot.ocr.zone_picture import draw_zones
from tests.ocr.conftest import TEMPLATES


def test_names_hide_no_choice_and_no_check_box() -> None:
    loaded = load_template(TEMPLATES / "jido_teate_nintei" / "template.yaml")
    marks = [one for one in loaded.template.fields if one.type in (FieldType.CHOICE, FieldType.CHECKBOX)]
    drawn = draw_zones(loaded.blank, loaded.template.fields)
    for field in marks:
        for x, y, width, height in field.places:
            inside = (slice(round(y) + 4, round(y + height) - 4), slice(round(x) + 4, round(x + width) - 4))
            printed = loaded.blank[inside] < 100
            assert (drawn[inside].max(axis=2)[printed] < 160).all(), field.name
            assert not (drawn[inside] == 255).all(axis=2).any(), "no white ground of a name"


def test_a_name_at_the_upper_edge_stays_on_the_picture() -> None:
    field = TemplateField(name="tick", label="tick", type=FieldType.CHECKBOX, zone=(10, 2, 20, 20))
    drawn = draw_zones(np.full((100, 200), 255, np.uint8), [field])
    assert (drawn[:20, 40:] != 255).any()
