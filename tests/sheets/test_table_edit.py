from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.errors import BusinessError, InputError
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.table import Layout, rows_of
from dxrobot.sheets.table_edit import Changed, append_rows, update_rows


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """受付台帳 with a title above, two rows, a formula, a list to choose from, a colour rule, a filter and a table."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "受付台帳"
    sheet["A1"] = "令和8年度 受付台帳"
    for column, heading in enumerate(["受付番号", "受付日", "状況", "金額", "税込"], start=1):
        sheet.cell(3, column, heading)
    for row, (number, day, state, yen) in enumerate(
        [("00001", "2026-04-01", "受付", 1000), ("00002", "", "完了", 2000)], 4
    ):
        sheet.cell(row, 1, number).border = Border(left=Side(style="thin"))
        sheet.cell(row, 2, day).number_format = "yyyy-mm-dd"
        sheet.cell(row, 3, state)
        sheet.cell(row, 4, yen).number_format = "#,##0"
        sheet.cell(row, 5, f"=D{row}*1.1")
    choice = DataValidation(type="list", formula1='"受付,完了"')
    choice.add("C4:C5")
    sheet.add_data_validation(choice)
    red = PatternFill("solid", end_color="FFC7CE")
    sheet.conditional_formatting.add("D4:D5", CellIsRule(operator="greaterThan", formula=["1500"], fill=red))
    sheet.add_table(Table(displayName="daicho", ref="A3:E5"))
    sheet.print_area = "A1:E5"
    path = tmp_path / "台帳.xlsx"
    book.save(path)
    return path


def append(path: Path, *records: dict[str, Any]) -> Changed:
    return append_rows(path, "受付台帳", Layout(columns={"受付番号": "受付番号"}), "受付番号", records)


def update(path: Path, *records: dict[str, Any]) -> Changed:
    return update_rows(path, "受付台帳", Layout(columns={"受付番号": "受付番号"}), "受付番号", records)


def sheet_of(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


THIRD = {"受付番号": "00003", "受付日": "令和8年4月3日", "状況": "受付", "金額": 3000}
FOURTH = {"受付番号": "00004", "受付日": "2026-04-04", "状況": "=1+1", "金額": 4000}


def test_appended_rows_look_like_the_row_above_and_formulas_go_on(ledger: Path) -> None:
    assert append(ledger, THIRD, FOURTH) == Changed(appended=2)
    sheet = sheet_of(ledger)
    assert [sheet.cell(7, column).value for column in range(1, 6)] == [
        "00004",
        sheet["B7"].value,
        "=1+1",
        4000,
        "=D7*1.1",
    ]
    assert sheet["B6"].is_date
    assert sheet["C7"].data_type == "s"
    assert sheet["A6"].border.left.style == "thin"
    assert sheet["D7"].number_format == "#,##0"
    found = rows_of(read_grid(ledger), Layout(columns={"n": "受付番号", "d": "受付日"}))
    assert [dict(row.values) for row in found][2:] == [
        {"n": "00003", "d": "2026-04-03"},
        {"n": "00004", "d": "2026-04-04"},
    ]


def test_rules_and_areas_grow_with_the_table(ledger: Path) -> None:
    append(ledger, THIRD, FOURTH)
    sheet = sheet_of(ledger)
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C4:C7"
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["D4:D7"]
    assert sheet.tables["daicho"].ref == "A3:E7"
    assert sheet.tables["daicho"].autoFilter is None or sheet.tables["daicho"].autoFilter.ref == "A3:E7"
    assert sheet.print_area == "'受付台帳'!$A$1:$E$7"


def test_row_that_is_there_already_leaves_the_file_untouched(ledger: Path) -> None:
    append(ledger, THIRD)
    before = ledger.read_bytes(), ledger.stat().st_mtime_ns
    assert append(ledger, THIRD) == Changed(unchanged=1)
    assert update(ledger, {"受付番号": "00003", "金額": 3000, "受付日": "2026-04-03"}) == Changed(unchanged=1)
    assert (ledger.read_bytes(), ledger.stat().st_mtime_ns) == before


def test_key_that_is_there_with_other_values_is_refused(ledger: Path) -> None:
    before = ledger.read_bytes()
    with pytest.raises(BusinessError, match="4 行目に、「受付番号」が同じで内容の違う行"):
        append(ledger, THIRD, {"受付番号": "00001", "金額": 9})
    assert ledger.read_bytes() == before


def test_same_key_twice_is_refused_wherever_it_stands(ledger: Path) -> None:
    with pytest.raises(BusinessError, match="同じものが2つ"):
        append(ledger, THIRD, THIRD)
    book = openpyxl.load_workbook(ledger)
    book["受付台帳"]["A5"] = "00001"
    book.save(ledger)
    with pytest.raises(BusinessError, match="4 行目と 5 行目の「受付番号」が同じ"):
        update(ledger, {"受付番号": "00001", "金額": 9})


def test_only_what_is_named_is_updated(ledger: Path) -> None:
    assert update(ledger, {"受付番号": "00002", "受付日": "2026-04-02", "金額": 5}) == Changed(updated=1)
    sheet = sheet_of(ledger)
    assert (sheet["A5"].value, sheet["C5"].value, sheet["D5"].value, sheet["E5"].value) == (
        "00002",
        "完了",
        5,
        "=D5*1.1",
    )
    assert sheet["B5"].is_date
    assert sheet["A4"].value == "00001"


def test_key_that_is_not_there_cannot_be_updated(ledger: Path) -> None:
    with pytest.raises(BusinessError, match="更新する行"):
        update(ledger, THIRD)


def test_empty_key_is_refused(ledger: Path) -> None:
    with pytest.raises(BusinessError, match="「受付番号」が空"):
        append(ledger, {"受付番号": " ", "金額": 1})


def test_nothing_is_written_over_a_total_below_the_table(ledger: Path) -> None:
    book = openpyxl.load_workbook(ledger)
    del book["受付台帳"].tables["daicho"]
    book["受付台帳"]["C6"], book["受付台帳"]["D6"] = "合計", "=SUM(D4:D5)"
    book.save(ledger)
    with pytest.raises(InputError, match="6 行目に合計などの行"):
        append(ledger, THIRD)
    book["受付台帳"]["A6"] = "合　計"
    book.save(ledger)
    with pytest.raises(InputError, match="6 行目に合計などの行"):
        append(ledger, {"受付番号": "00003"})


def test_ruled_empty_rows_are_filled_with_the_formulas_of_the_row_above(ledger: Path) -> None:
    book = openpyxl.load_workbook(ledger)
    for column in range(1, 6):
        book["受付台帳"].cell(6, column).border = Border(bottom=Side(style="double"))
    book.save(ledger)
    append(ledger, THIRD)
    sheet = sheet_of(ledger)
    assert sheet["E6"].value == "=D6*1.1"
    assert sheet["E6"].border.bottom.style == sheet["A6"].border.bottom.style == "double"


def test_workbook_open_elsewhere_is_left_alone(ledger: Path) -> None:
    ledger.with_name("~$台帳.xlsx").touch()
    with pytest.raises(InputError, match="ほかで開かれています"):
        append(ledger, THIRD)


def test_heading_that_is_not_there_is_named(ledger: Path) -> None:
    with pytest.raises(InputError, match="見出し「金がく」がありません"):
        append(ledger, {"受付番号": "00003", "金がく": 1})


def test_result_that_no_longer_holds_is_left_out(ledger: Path) -> None:
    with zipfile.ZipFile(ledger) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(
        rb'<c r="E4"([^>]*)>(<f>[^<]*</f>).*?</c>', rb'<c r="E4"\1 t="str">\2<v>1100</v></c>', parts[sheet]
    )
    with zipfile.ZipFile(ledger, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    update(ledger, {"受付番号": "00001", "金額": 7})
    with zipfile.ZipFile(ledger) as archive:
        assert re.search(rb'<c r="E4"[^>]*><f>D4\*1.1</f></c>', archive.read(sheet))
        assert b"<v>1100</v>" not in archive.read(sheet)


def test_cells_are_merged_as_in_the_row_above(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "受付台帳"
    for row in (["受付番号", None, "氏名"], ["00001", None, "山田"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A2:B2")
    book.save(tmp_path / "a.xlsx")
    append(tmp_path / "a.xlsx", {"受付番号": "00002", "氏名": "林"}, {"受付番号": "00003", "氏名": "森"})
    assert {str(area) for area in sheet_of(tmp_path / "a.xlsx").merged_cells.ranges} == {
        "A1:B1",
        "A2:B2",
        "A3:B3",
        "A4:B4",
    }
    assert read_grid(tmp_path / "a.xlsx").merged_text(3, 1) == "00003"
