from __future__ import annotations

import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dxrobot.errors import InputError
from dxrobot.sheets.fill import Block, Filling, fill_template
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.table import cells_of

from .city_template import DRAWING, SHEET, city_template


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return city_template(tmp_path / "様式.xlsx")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def fill(template: Path, cells: dict[str, Any], *blocks: Block, replace: bool = False) -> Path:
    target = template.with_name("通知書.xlsx")
    fill_template(template, target, Filling(cells, blocks), replace=replace)
    return target


def test_seal_and_arrow_and_every_other_part_stay_byte_for_byte(template: Path) -> None:
    before, after = parts(template), parts(fill(template, {"B4": "山田　太郎"}))
    assert after["xl/drawings/drawing1.xml"] == DRAWING
    assert {name for name in before if after.get(name) != before[name]} == {SHEET, "xl/workbook.xml"}
    assert b'mc:Ignorable="x14ac xr" xmlns:x14ac=' in after[SHEET]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


def test_values_stand_in_merged_areas_named_cells_and_blocks(template: Path) -> None:
    block = Block(
        "A10",
        [
            ["山田 花子", "長女", "2020-05-06", 12, Decimal("120000")],
            ["山田 次郎", "二男", "令和4年1月2日", 3, 45000.5],
        ],
    )
    target = fill(template, {"D4": "髙橋 𠮷子", "受付番号欄": "00012", "B6": date(2026, 4, 1)}, block)
    found = cells_of(
        read_grid(target),
        {"name": "B4", "number": "B5", "day": "C6", "child": "A10", "born": "D11", "months": "E10", "yen": "F11"},
    )
    assert found == {
        "name": "髙橋 𠮷子",
        "number": "00012",
        "day": "2026-04-01",
        "child": "山田 花子",
        "born": "2022-01-02",
        "months": "12",
        "yen": "45000.5",
    }


def test_filled_cells_keep_their_look(template: Path) -> None:
    sheet = openpyxl.load_workbook(fill(template, {"B6": "令和8年4月1日", "A8": "内訳"})).active
    assert sheet is not None
    assert sheet["B6"].number_format == '[$-411]ggge"年"m"月"d"日"'
    assert sheet["B6"].border.left.style == "thin"
    assert sheet["A8"].fill.start_color.rgb == "00DDEBF7"


@pytest.mark.parametrize("text", ["=1+1", "+81-75", "-", "@SUM(A1)", "<b>&\"'", "00012", "1e5", " a\nb "])
def test_text_stays_text_whatever_it_looks_like(template: Path, text: str) -> None:
    target = fill(template, {"B4": text})
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert sheet["B4"].value == text
    assert sheet["B4"].data_type == "s"
    assert read_grid(target).text(3, 1) == text


def test_cell_outside_of_what_there_was_gets_its_row_in_order(template: Path) -> None:
    target = fill(template, {"H2": "右", "A20": "下", "A2": "左", "C20": 5})
    rows = re.findall(rb'<row r="(\d+)"', parts(target)[SHEET])
    assert [int(row) for row in rows] == sorted(int(row) for row in rows)
    assert cells_of(read_grid(target), {"a": "H2", "b": "A20", "c": "A2", "d": "C20", "title": "A1"}) == {
        "a": "右",
        "b": "下",
        "c": "左",
        "d": "5",
        "title": "児童手当 支給決定通知書",
    }
    assert b'<dimension ref="A1:H20"' in parts(target)[SHEET]


def test_value_in_the_place_of_a_formula_ends_the_calculation_chain(template: Path) -> None:
    after = parts(fill(template, {"F13": 5}))
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    assert b"<f>" not in after[SHEET]


def test_other_cells_of_a_shared_formula_keep_theirs(template: Path) -> None:
    with_shared = template.with_name("共有.xlsx")
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(with_shared, "w") as new:
        for info in old.infolist():
            xml = old.read(info)
            if info.filename == SHEET:
                shared = (
                    b'<row r="30"><c r="H30"><f t="shared" ref="H30:H32" si="0">F30*2</f><v>0</v></c></row>'
                    b'<row r="31"><c r="H31"><f t="shared" si="0"/><v>0</v></c></row></sheetData>'
                )
                xml = xml.replace(b"</sheetData>", shared)
            new.writestr(info.filename, xml)
    xml = parts(fill(with_shared, {"H30": 1}))[SHEET]
    assert b'<c r="H31"><f>F31*2</f></c>' in xml
    assert b'<c r="H30"><v>1</v></c>' in xml


def test_file_that_is_there_is_replaced_only_when_said_so_and_never_written_twice(template: Path) -> None:
    target = fill(template, {"B4": "山田"})
    assert not fill_template(template, target, Filling({"B4": "山田"}))
    with pytest.raises(InputError, match="同じ名前のファイルが既にあります"):
        fill(template, {"B4": "林"})
    fill(template, {"B4": "林"}, replace=True)
    assert read_grid(target).text(3, 1) == "林"


@pytest.mark.parametrize(
    ("cells", "told"), [({"氏名欄": "x"}, "「氏名欄」という名前のセルはありません"), ({"B": "x"}, "「B」という名前")]
)
def test_cell_that_is_not_there_is_named(template: Path, cells: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        fill(template, cells)
    assert not template.with_name("通知書.xlsx").exists()


def test_name_of_the_new_file_must_fit_its_kind(template: Path) -> None:
    with pytest.raises(InputError, match=r"\.xlsx で終わらせてください"):
        fill_template(template, template.with_name("a.xlsm"), Filling({"B4": "x"}))


def test_csv_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"書き込めるのは \.xlsx と \.xlsm だけ"):
        fill_template(tmp_path / "a.csv", tmp_path / "b.xlsx", Filling({"B4": "x"}))
