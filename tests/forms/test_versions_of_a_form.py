"""Which of many forms a page is, when they look alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dxrobot.errors import InputError
from dxrobot.ocr.identify import identify
from dxrobot.ocr.template import Template
from dxrobot.ocr.template_files import LoadedTemplate
from tools.forms.blank import draw_blank
from tools.forms.degrade import DEGRADATIONS
from tools.forms.layout import Section
from tools.forms.other_forms import HOJOKIN, INU, KAIGO, PAGE, OtherForm


def version(form: OtherForm, section: int, row: int, taller: int) -> OtherForm:
    """The form with one row higher than it was: what lies below moves."""
    sections = list(form.sections)
    rows = list(sections[section].rows)
    rows[row] = replace(rows[row], height=rows[row].height + taller)
    sections[section] = Section(sections[section].title, tuple(rows))
    return replace(form, name=f"{form.name}_{section}{row}{taller}", sections=tuple(sections))


FORMS = [
    made
    for form in (KAIGO, HOJOKIN, INU)
    for made in (form, version(form, 0, 1, 24), version(form, 0, 1, 48), version(form, 1, 0, 30))
]
UNKNOWN = version(KAIGO, 0, 0, 36)


def loaded(form: OtherForm) -> LoadedTemplate:
    field = {"name": "a", "label": "a", "type": "text", "zone": [1, 1, 9, 9]}
    template = Template.model_validate({"template": form.name, "title": form.title, "key": "a", "fields": [field]})
    return LoadedTemplate(template, (np.asarray(draw_blank(form.marks(), PAGE)),))


@pytest.fixture(scope="module")
def known() -> list[LoadedTemplate]:
    return [loaded(form) for form in FORMS]


def page(form: OtherForm, degradation: str) -> np.ndarray:
    blank = draw_blank(form.marks(), PAGE).convert("RGB")
    return np.asarray(DEGRADATIONS[degradation].apply(blank, np.random.default_rng(3)).convert("L"))


@pytest.mark.parametrize("number", range(0, len(FORMS), 4))
def test_the_right_version_among_many_is_found(number: int, known: list[LoadedTemplate]) -> None:
    degradation = ("scan", "fax", "rotated")[number // 4]
    found = identify(page(FORMS[number], degradation), known)
    assert found.loaded.template.template == FORMS[number].name
    assert found.like.share > 0.98


def test_a_version_that_is_not_known_is_refused_with_the_form_it_resembles(known: list[LoadedTemplate]) -> None:
    with pytest.raises(InputError, match=r"要介護認定申請書.*版"):
        identify(page(UNKNOWN, "scan"), known)
