from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dxrobot.errors import InputError
from dxrobot.sheets.cp932 import SAME_CHARACTERS
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.write_table import CsvFormat, write_csv
from dxrobot.sheets.write_workbook import write_rows

COLUMNS = {"number": "番号", "name": "氏名"}


def csv_of(path: Path, *rows: dict[str, Any], form: CsvFormat | None = None) -> bytes:
    write_csv(path, COLUMNS, rows, form or CsvFormat())
    return path.read_bytes()


def test_names_of_people_have_codes_in_cp932(tmp_path: Path) -> None:
    content = csv_of(tmp_path / "a.csv", {"number": "0012", "name": "髙橋 﨑子①"})
    assert content == "番号,氏名\r\n0012,髙橋 﨑子①\r\n".encode("cp932")


def test_character_without_a_code_is_named_with_row_and_column_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(InputError, match=r"3 行目の「氏名」に、cp932 にない文字「𠮷」\(U\+20BB7\)"):
        csv_of(path, {"number": 1, "name": "山田"}, {"number": 2, "name": "𠮷田"})
    assert path.read_bytes() == b"old"


TWINS = SAME_CHARACTERS | dict(zip("〜−‖¢£¬", "～－∥￠￡￢", strict=True))


@pytest.mark.parametrize("other", sorted(TWINS))
def test_other_code_of_the_same_character_is_written_as_the_one_that_cp932_has(tmp_path: Path, other: str) -> None:
    content = csv_of(tmp_path / "a.csv", {"number": "1", "name": f"あ{other}い"})
    assert content.decode("cp932").splitlines()[1] == f"1,あ{TWINS[other]}い"


def test_voice_mark_typed_apart_joins_its_kana_and_no_kanji_changes(tmp_path: Path) -> None:
    content = csv_of(tmp_path / "a.csv", {"number": "1", "name": "か\u3099神"})
    assert content.decode("cp932").splitlines()[1] == "1,が神"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+81-75", "'+81-75"),
        ("@x", "'@x"),
        ("-1-2", "'-1-2"),
        ("＝1+1", "'＝1+1"),
        ("-", "-"),
        ("-1,200", "-1,200"),
        ("-5.5%", "-5.5%"),
        (-5, "-5"),
        (1.0, "1"),
        (date(2026, 4, 1), "2026-04-01"),
        (None, ""),
        ("a'=b", "a'=b"),
    ],
)
def test_text_that_would_be_computed_is_guarded_and_numbers_are_not(tmp_path: Path, value: Any, written: str) -> None:
    form = CsvFormat(encoding="utf-8", header=False)
    content = csv_of(tmp_path / "a.csv", {"number": value, "name": "x"}, form=form).decode()
    assert content in (f"{written},x\r\n", f'"{written}",x\r\n')


def test_csv_for_a_system_is_not_guarded(tmp_path: Path) -> None:
    form = CsvFormat(encoding="utf-8", newline="\n", header=False, guard=False)
    assert csv_of(tmp_path / "a.csv", {"number": "=1", "name": 'a"\nb'}, form=form) == b'=1,"a""\nb"\n'


def test_mark_at_the_beginning_stands_once(tmp_path: Path) -> None:
    content = csv_of(tmp_path / "a.csv", {"number": "1", "name": "𠮷"}, form=CsvFormat(encoding="utf-8-sig"))
    assert content == "\ufeff番号,氏名\r\n1,𠮷\r\n".encode()


def test_new_workbook_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "一覧.xlsx"
    write_rows(
        path, COLUMNS | {"day": "日付"}, [{"number": "0012", "name": "=1+1", "day": date(2026, 4, 1)}], "申請一覧"
    )
    grid = read_grid(path, "申請一覧")
    assert [grid.text(2, column) for column in range(3)] == ["番号", "氏名", "日付"]
    assert [grid.text(3, column) for column in range(3)] == ["0012", "=1+1", "2026-04-01"]
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.auto_filter.ref == "A3:C4"
