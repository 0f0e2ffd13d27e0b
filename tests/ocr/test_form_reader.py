from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from dxrobot.errors import InputError
from dxrobot.ocr.pages import Page, read_pages
from dxrobot.ocr.reading import Status
from tests.ocr.conftest import DEMO, TEMPLATES

READ = ["yubin_1007.pdf", "fax_1006.tif", "shisho_1007_2.jpg", "shutchosho_1008.jpg"]


@pytest.fixture(scope="module")
def forms(reader):
    return list(reader.read_files(DEMO / "scans" / name for name in READ))


def test_every_page_of_pdf_and_tiff_is_recognised_as_its_form(forms, truth):
    found = {(Path(form.file).name, form.page): form.template for form in forms}
    assert found == {key: entry["template"] for key, entry in truth.items() if key[0] in READ}
    assert all(form.registered and form.registration_px < 1.5 for form in forms)


def test_nothing_accepted_without_a_person_is_wrong(forms, truth):
    wrong = [
        (form.file, form.page, reading.field)
        for form in forms
        for reading in form.readings
        if reading.status is not Status.REVIEW
        and reading.value != truth[Path(form.file).name, form.page]["fields"][reading.field]
    ]
    assert wrong == []


def test_most_fields_need_no_person(forms):
    readings = [reading for form in forms for reading in form.readings]
    settled = [reading for reading in readings if reading.status is not Status.REVIEW]
    assert len(settled) / len(readings) > 0.75


def test_a_doubtful_reading_says_why_and_shows_its_picture(forms):
    doubtful = [reading for form in forms for reading in form.doubtful]
    assert doubtful
    assert all(reading.reason.endswith("。") and reading.crop.startswith(b"\x89PNG") for reading in doubtful)


def test_the_box_lies_on_the_page_as_given(forms):
    form = next(form for form in forms if form.file.endswith("shutchosho_1008.jpg"))
    with Image.open(form.file) as image:
        width, height = image.size
    for reading in form.readings:
        x, y, w, h = reading.box
        assert x >= 0 and y >= 0 and w > 0 and h > 0 and x + w <= width and y + h <= height


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_turned_on_its_side_or_upside_down_reads_the_same(reader, truth, turns):
    page = next(iter(read_pages(DEMO / "scans" / "denshi_1008_1.png")))
    turned = reader.read_page(Page(1, np.ascontiguousarray(np.rot90(page.picture, turns))))
    key = truth["denshi_1008_1.png", 1]
    accepted = [reading for reading in turned.readings if reading.status is Status.ACCEPTED]
    assert turned.template == key["template"]
    assert len(accepted) > 20
    assert all(reading.value == key["fields"][reading.field] for reading in accepted)


def test_an_unfilled_form_is_that_form_and_its_optional_fields_are_blank(reader, templates):
    for loaded in templates:
        form = reader.read_page(Page(1, np.repeat(loaded.blank[..., None], 3, axis=2)))
        assert form.template == loaded.template.template
        assert [reading.value or None for reading in form.readings] == [None] * len(form.readings)
        required = {field.name for field in loaded.template.fields if field.required}
        assert {reading.field for reading in form.doubtful} == required


def test_bad_files_are_told_and_do_not_stop_the_others(reader, tmp_path):
    empty, speck, gone = (tmp_path / name for name in ("empty.pdf", "speck.png", "gone.png"))
    empty.write_bytes(b"")
    Image.new("L", (1, 3000)).save(speck)
    forms = list(reader.read_files([empty, speck, gone, DEMO / "scans" / "denshi_1008_2.png"]))
    assert [form.error is not None for form in forms] == [True, True, True, False]
    assert "空です" in forms[0].error
    assert forms[3].readings


def test_a_blank_sheet_and_an_unknown_form_are_told_apart(reader, templates):
    with pytest.raises(InputError, match="白紙"):
        reader.read_page(Page(1, np.full((2340, 1654, 3), 250, np.uint8)))
    other = np.full((2340, 1654, 3), 255, np.uint8)
    rows = np.random.default_rng(1).integers(0, 2, (60, 40), dtype=np.uint8)
    other[200:2000, 200:1400] = np.kron(rows, np.ones((30, 30), np.uint8))[..., None] * 255
    with pytest.raises(InputError, match="どの帳票でもありません"):
        reader.read_page(Page(1, other))


def test_a_seal_beside_the_name_is_not_read_as_part_of_it(forms, truth):
    form = next(form for form in forms if form.file.endswith("yubin_1007.pdf"))
    entry = truth["yubin_1007.pdf", 1]
    name = form.reading("name")
    assert name.value == entry["fields"]["name"] or name.status is Status.REVIEW


def test_templates_stand_where_the_tests_think():
    assert {path.name for path in TEMPLATES.iterdir() if path.is_dir()} >= {"juminhyo_seikyu", "jido_teate_nintei"}


def test_writing_marks_and_digits_in_red_are_never_taken_for_nothing_nor_for_a_seal(reader, templates):
    loaded = next(one for one in templates if one.template.template == "jido_teate_nintei")
    page = np.repeat(loaded.blank[..., None], 3, axis=2)
    fields = {field.name: field for field in loaded.template.fields}
    ticked = [int(value) for value in fields["consent"].zone]
    chosen = [int(value) for value in next(iter(fields["child2_living"].options.values()))]
    for x, y, width, height in (ticked, chosen):
        cv2.line(page, (x, y), (x + width, y + height), (210, 40, 40), 4)
    for box in fields["my_number"].boxes:
        x, y, width, height = (int(value) for value in box)
        cv2.line(page, (x + width // 2, y + 6), (x + width // 2, y + height - 6), (210, 40, 40), 5)
    x, y, _width, height = (int(value) for value in fields["spouse_name"].zone)
    for left in range(x + 30, x + 330, 40):
        page[y + 20 : y + height - 20, left : left + 6] = (210, 40, 40)
    form = reader.read_page(Page(1, page))
    doubtful = {reading.field for reading in form.doubtful}
    assert {"consent", "child2_living", "my_number", "spouse_name"} <= doubtful
    assert "空欄" not in form.reading("my_number").reason
