from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from dxrobot.errors import InputError
from dxrobot.sheets.grid import Grid
from dxrobot.sheets.number_formats import Format, Look
from dxrobot.sheets.odd_cells import NOT_COMPUTED
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.table import Layout, cells_of, rows_of
from dxrobot.table_row import CellError

OLD_WORKBOOK = Path(__file__).parent / "files" / "old_workbook.xls"


def workbook(path: Path, rows: list[list[Any]], *, sheet: str = "名簿", merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)
    return path


def shown(path: Path, value: Any, number_format: str = "General", *, from_1904: bool = False) -> str:
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    cell = book.active["A1"]
    cell.value, cell.number_format = value, number_format
    book.save(path)
    return read_grid(path).text(0, 0)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (12, "General", "12"),
        (12.5, "General", "12.5"),
        (0.1 + 0.2, "General", "0.3"),
        (123456789012, "General", "123456789012"),
        ("0012", "General", "0012"),
        (" 全角　空白 ", "General", " 全角　空白 "),
        (12, "00000", "00012"),
        (6158252, "[<=999]000;[<=9999]000\\-00;000\\-0000", "615-8252"),
        (0.05, "0%", "5%"),
        (0.055, "0.0%", "5.5%"),
        (1234, '#,##0"円"', "1234"),
        (date(2026, 4, 1), "yyyy-mm-dd", "2026-04-01"),
        (date(2026, 4, 1), "[$-411]ge.m.d", "2026-04-01"),
        (date(2026, 4, 1), '[$-411]ggge"年"m"月"d"日"', "2026-04-01"),
        (datetime(2026, 4, 1, 9, 30), "yyyy/m/d h:mm", "2026-04-01 09:30"),
        (time(9, 5), "h:mm", "09:05"),
        (timedelta(hours=25, minutes=30), "[h]:mm", "25:30"),
        ("令和8年4月1日", "General", "令和8年4月1日"),
        (True, "General", "TRUE"),
        (None, "General", ""),
    ],
)
def test_cell_is_read_as_a_person_sees_it(tmp_path: Path, value: Any, number_format: str, text: str) -> None:
    assert shown(tmp_path / "a.xlsx", value, number_format) == text


def test_dates_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    assert shown(tmp_path / "a.xlsx", date(2026, 4, 1), "yyyy-mm-dd", from_1904=True) == "2026-04-01"


@pytest.mark.parametrize(("value", "told"), [("#N/A", "#N/A"), ("#REF!", "#REF!"), ("=1+1", NOT_COMPUTED)])
def test_error_and_formula_never_computed_are_marked_and_no_value(tmp_path: Path, value: str, told: str) -> None:
    found = shown(tmp_path / "a.xlsx", value)
    assert isinstance(found, CellError)
    assert found == told


@pytest.mark.parametrize(
    ("settings", "text"), [('<calcPr calcId="1"/>', "0"), ('<calcPr fullCalcOnLoad="1"/>', NOT_COMPUTED)]
)
def test_result_that_the_file_itself_does_not_trust_is_no_value(tmp_path: Path, settings: str, text: str) -> None:
    path = workbook(tmp_path / "a.xlsx", [["=1+1", 5]])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/workbook.xml"] = re.sub(rb"<calcPr[^>]*>", settings.encode(), parts["xl/workbook.xml"])
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb"<v ?/>|<v></v>", b"<v>0</v>", parts[sheet])
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    grid = read_grid(path)
    assert [grid.text(0, 0), grid.text(0, 1)] == [text, "5"]


def test_error_is_marked_in_a_file_that_does_not_name_its_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a", None, "b"], ["#N/A", "1"]])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'(<(?:c|row)) r="\w+"', rb"\1", parts[sheet])
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert isinstance(read_grid(path).text(1, 0), CellError)


def test_workbook_of_old_excel_is_read(tmp_path: Path) -> None:
    grid = read_grid(OLD_WORKBOOK, "申請一覧")
    rows = rows_of(grid, Layout(columns={"number": "受付番号", "day": "受付日", "yen": "金額"}))
    assert [dict(row.values) for row in rows] == [
        {"number": "00123", "day": "2026-04-01", "yen": "1200"},
        {"number": "00124", "day": "令和8年4月2日", "yen": "5.5"},
        {"number": "00124", "day": "2026-04-03", "yen": "7"},
    ]
    assert rows[0].cells["day"] == "B4"


def test_numbers_and_errors_of_old_excel_are_read_as_they_look() -> None:
    grid = read_grid(OLD_WORKBOOK.with_name("old_formats.xls"))
    shown = [grid.text(1, column) for column in range(grid.width)]
    assert shown == ["00123", "330-0801", "8.5%", "2026-04-01", "03-1234-5678", "#DIV/0!", "1200", "08:30", "36:00"]
    assert isinstance(shown[5], CellError)


def test_a_number_that_is_no_day_is_an_error_where_a_day_is_to_be_shown(tmp_path: Path) -> None:
    assert shown(tmp_path / "a.xlsx", 20260401, "yyyy/m/d") == "########"
    day = Format(Look.DATE)
    grid = Grid("a.xls", "x", [[0.0, -3.0, 1.0]], formats=dict.fromkeys([(0, 0), (0, 1), (0, 2)], day))
    texts = [grid.text(0, column) for column in range(3)]
    assert texts == ["########", "########", "1900-01-01"]
    assert [isinstance(text, CellError) for text in texts] == [True, True, False]


@pytest.mark.parametrize("kept", [600, 1500, 3000])
def test_broken_workbook_of_old_excel_is_told(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(OLD_WORKBOOK.with_name("old_formats.xls").read_bytes()[:kept])
    with pytest.raises(InputError, match=r"a\.xls"):
        read_grid(path)


def test_sheet_is_found_however_wide_its_letters_are_and_named_when_it_is_not_there(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x"]], sheet="４月 分")
    assert read_grid(path, "4月分").sheet == "４月 分"
    with pytest.raises(InputError, match="シート「5月分」がありません") as caught:
        read_grid(path, "5月分")
    assert "４月 分" in caught.value.remedy


def test_first_sheet_that_is_shown_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title, book.active.sheet_state = "隠し", "hidden"
    book.create_sheet("名簿")["A1"] = "見える"
    book.save(tmp_path / "a.xlsx")
    assert read_grid(tmp_path / "a.xlsx").text(0, 0) == "見える"


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"])
def test_broken_workbook_is_an_error_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="Excel のファイルとして読めません"):
        read_grid(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ない\.xlsx"):
        read_grid(tmp_path / "ない.xlsx")


def test_any_cell_of_a_merged_area_stands_for_it_and_a_range_is_put_together(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["氏名", None, "山田　太郎", None], ["番号", "1", "2", "3"], [None, "4", "#N/A", "5"]],
        merged=("A1:B1", "C1:D1"),
    )
    found = cells_of(
        read_grid(path), {"name": "D1", "number": "b2:$D$2", "whole": "A1:D1", "rows": "B2:B3", "wrong": "B3:D3"}
    )
    assert found == {"name": "山田　太郎", "number": "123", "whole": "氏名山田　太郎", "rows": "1\n4", "wrong": "#N/A"}
    assert isinstance(found["wrong"], CellError)


def test_address_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="「氏名欄」はセルの番地ではありません"):
        cells_of(read_grid(workbook(tmp_path / "a.xlsx", [["x"]])), {"name": "氏名欄"})
