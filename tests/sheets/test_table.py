from __future__ import annotations

from collections.abc import Sequence

import pytest

from dxrobot.errors import BusinessError, InputError
from dxrobot.sheets.grid import Grid, Raw, area_of, merged_places
from dxrobot.sheets.table import Layout, rows_of
from dxrobot.table_row import TableRow


def grid(*rows: Sequence[Raw], merged: Sequence[str] = (), errors: dict[tuple[int, int], str] | None = None) -> Grid:
    return Grid("a.xlsx", "名簿", rows, merged_places([area_of(area) for area in merged]), errors or {})


def values(rows: list[TableRow]) -> list[dict[str, str]]:
    return [dict(row.values) for row in rows]


def test_headings_are_found_below_titles_and_notes() -> None:
    found = rows_of(
        grid(["見本市 申請一覧"], [], ["作成日", "2026-04-01"], ["No.", "受付番号", "氏名"], [1.0, "0012", "山田"]),
        Layout(columns={"number": "受付番号", "name": "氏名"}),
    )
    assert values(found) == [{"number": "0012", "name": "山田"}]
    assert (found[0].row, found[0].cells["number"], found[0].headings["number"]) == (5, "B5", "受付番号")


def test_without_columns_the_first_row_with_two_filled_cells_is_the_header() -> None:
    found = rows_of(grid(["題"], ["番号", "氏名", None], ["1", "山田", "余り"]), Layout())
    assert values(found) == [{"番号": "1", "氏名": "山田"}]


def test_width_spaces_and_line_breaks_of_headings_do_not_count() -> None:
    found = rows_of(
        grid(["受付\n番号", "氏　　名", "ＴＥＬ"], ["1", "山田", "0"]),
        Layout(columns={"n": "氏名", "t": "tel", "c": "受付番号"}),
    )
    assert values(found) == [{"n": "山田", "t": "0", "c": "1"}]
    assert found[0].value("受付番号") == "1"
    assert found[0].headings["c"] == "受付番号"


def test_headings_on_two_rows_are_joined_over_merged_cells() -> None:
    rows = grid(
        ["番号", "保護者", None, "児童", None],
        [None, "氏名", "電話", "氏名", "生年月日"],
        ["1", "山田", "075", "花子", "2020-01-01"],
        merged=("A1:A2", "B1:C1", "D1:E1"),
    )
    found = rows_of(rows, Layout(header=[1, 2]))
    assert list(found[0].headings) == ["番号", "保護者/氏名", "保護者/電話", "児童/氏名", "児童/生年月日"]
    assert found[0].value("児童/氏名") == "花子"


def test_heading_merged_over_two_columns_is_of_the_first() -> None:
    found = rows_of(grid(["氏名", None, "番号"], ["山田", "太郎", "1"], merged=("A1:B1",)), Layout())
    assert values(found) == [{"氏名": "山田", "番号": "1"}]


def test_heading_that_stands_twice_is_named_with_both_cells_only_where_it_is_wanted() -> None:
    twice = grid(["番号", "氏名", "氏 名"], ["1", "山田", "花子"])
    for layout in (Layout(), Layout(columns={"name": "氏名"})):
        with pytest.raises(InputError, match="B1 と C1"):
            rows_of(twice, layout)
    assert values(rows_of(twice, Layout(columns={"number": "番号"}))) == [{"number": "1"}]


def test_missing_heading_is_named_with_the_nearest_there_is() -> None:
    with pytest.raises(InputError, match="見出し「受付番号」がありません") as caught:
        rows_of(grid(["受附番号", "氏名"], ["1", "山田"]), Layout(columns={"number": "受付番号", "name": "氏名"}))
    assert "受附番号" in caught.value.remedy


def test_sheet_without_headings_says_so() -> None:
    with pytest.raises(InputError, match="見出しの行が見つかりません"):
        rows_of(grid(["題"]), Layout())


def test_table_without_headings_has_letters_for_columns() -> None:
    found = rows_of(grid(["0012", "山田"], ["0013", "林"]), Layout(header=[0], columns={"name": "B"}))
    assert values(found) == [{"name": "山田"}, {"name": "林"}]


def test_empty_rows_are_skipped_and_keep_their_numbers() -> None:
    found = rows_of(grid(["番号", "氏名"], ["1", "山田"], [None, " "], [], ["2", "林"], ["", ""]), Layout())
    assert [row.row for row in found] == [2, 5]


def test_totals_are_skipped_and_a_closing_row_ends_the_table() -> None:
    rows = grid(["区分", "金額"], ["甲", 1.0], ["小　計", 1.0], ["乙", 2.0], ["合計", 3.0], ["備考", 0.0])
    found = rows_of(rows, Layout(skip={"区分": ["小計"]}, until={"区分": ["合計"]}))
    assert values(found) == [{"区分": "甲", "金額": "1"}, {"区分": "乙", "金額": "2"}]


def test_rule_of_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match="くぶん"):
        rows_of(grid(["区分", "金額"], ["甲", 1.0]), Layout(skip={"くぶん": ["計"]}))


def test_merged_cell_in_the_data_is_the_value_of_each_of_its_rows() -> None:
    found = rows_of(
        grid(["世帯", "氏名"], ["1", "山田"], [None, "花子"], [None, None], ["2", "林"], merged=("A2:A4",)), Layout()
    )
    assert values(found) == [
        {"世帯": "1", "氏名": "山田"},
        {"世帯": "1", "氏名": "花子"},
        {"世帯": "2", "氏名": "林"},
    ]


def test_error_in_a_cell_is_an_error_of_its_row_once_it_is_used() -> None:
    found = rows_of(grid(["番号", "金額"], ["1", None], errors={(1, 1): "#N/A"}), Layout())
    assert found[0].value("番号") == "1"
    with pytest.raises(BusinessError, match=r"名簿!B2 の「金額」がエラー\(#N/A\)です"):
        found[0].value("金額")
