import pytest
from PIL import Image

from dxrobot.errors import DefinitionError, InputError
from dxrobot.ocr.template_files import load_templates

TEMPLATE = """template: t
title: 試験
key: no
fields:
  - name: no
    label: 番号
    type: digits
    zone: {zone}
"""


@pytest.fixture
def write(tmp_path):
    def write_one(zone="[10, 10, 50, 20]", blank=True):
        folder = tmp_path / "t"
        folder.mkdir()
        (folder / "template.yaml").write_text(TEMPLATE.format(zone=zone), encoding="utf-8")
        if blank:
            Image.new("L", (200, 100), 255).save(folder / "blank.png")
        return tmp_path

    return write_one


def test_templates_load_with_the_picture_of_their_blank(write):
    (loaded,) = load_templates(write())
    assert loaded.template.title == "試験" and loaded.blank.shape == (100, 200)


def test_a_missing_blank_is_named_with_its_line(write):
    with pytest.raises(DefinitionError, match=r"template\.yaml:1:1: blank: .*blank\.png"):
        load_templates(write(blank=False))


def test_a_zone_outside_the_page_is_named_with_its_line(write):
    with pytest.raises(DefinitionError, match=r"template\.yaml:8:5: fields\[0\]\.zone: .*外"):
        load_templates(write(zone="[180, 10, 50, 20]"))


def test_a_mistake_of_shape_hides_no_other(write):
    root = write(zone="[180, 10, 50, 20]", blank=False)
    path = root / "t" / "template.yaml"
    wrong = "  - name: day\n    label: 日\n    type: dat\n    zone: [1, 1, 9, 9]\n"
    path.write_text(path.read_text(encoding="utf-8") + wrong, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_templates(root)
    assert [problem.where for problem in caught.value.problems] == ["blank", "fields[1].type"]
    Image.new("L", (200, 100), 255).save(root / "t" / "blank.png")
    with pytest.raises(DefinitionError) as caught:
        load_templates(root)
    assert [problem.where for problem in caught.value.problems] == ["fields[0].zone", "fields[1].type"]


def test_an_unknown_template_name_gets_a_hint(write):
    with pytest.raises(InputError, match="あるもの: t"):
        load_templates(write(), ["other"])


def test_a_workspace_without_templates_says_so(tmp_path):
    with pytest.raises(InputError, match="1つもありません"):
        load_templates(tmp_path)
