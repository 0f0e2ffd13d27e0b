"""Writing a result into the row it was read from."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dxrobot.errors import InputError
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.row_edit import write_into_row
from dxrobot.sheets.table import Layout, rows_of
from dxrobot.table_row import TableRow

COLUMNS = {"no": "番号", "name": "氏名"}


def rows(path: Path) -> list[TableRow]:
    return rows_of(read_grid(path), Layout((), COLUMNS))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "一覧.xlsx"
    made = openpyxl.Workbook()
    for row in (["受付一覧"], [], ["番号", "氏名", "処理\n結果"], ["001", "見本 太郎"], ["002", "見本 花子"]):
        made.active.append(row)
    made.active["C5"].number_format = "@"
    made.save(path)
    return path


def test_result_stands_in_the_row_that_was_read_and_nowhere_else(book: Path) -> None:
    assert write_into_row(book, rows(book)[1], {"処理結果": "登録済"})
    sheet = openpyxl.load_workbook(book).active
    assert [sheet[f"C{row}"].value for row in (4, 5)] == [None, "登録済"]
    assert not write_into_row(book, rows(book)[1], {"処理結果": "登録済"})


def test_row_that_has_moved_is_not_written(book: Path) -> None:
    read = rows(book)[1]
    changed = openpyxl.load_workbook(book)
    changed.active.delete_rows(4)
    changed.save(book)
    with pytest.raises(InputError, match="読んだときと変わっています"):
        write_into_row(book, read, {"処理結果": "登録済"})


def test_heading_that_is_not_there_is_named(book: Path) -> None:
    with pytest.raises(InputError, match="見出し「結果の日」がありません"):
        write_into_row(book, rows(book)[0], {"結果の日": "10月5日"})


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig", "utf-8"])
def test_csv_keeps_its_characters_its_quotes_and_its_line_ends(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "依頼.csv"
    path.write_bytes('"番号","氏名","処理結果"\r\n"007","見本 太郎",""\r\n'.encode(encoding))
    write_into_row(path, rows(path)[0], {"処理結果": "登録済"})
    assert path.read_bytes() == '"番号","氏名","処理結果"\r\n"007","見本 太郎","登録済"\r\n'.encode(encoding)


def test_character_that_the_file_has_no_code_for_is_named(tmp_path: Path) -> None:
    path = tmp_path / "依頼.csv"
    path.write_bytes("番号,氏名,処理結果\n1,見本 太郎,\n".encode("cp932"))
    with pytest.raises(InputError, match="「𠮷」を書けません"):
        write_into_row(path, rows(path)[0], {"処理結果": "𠮷野"})
