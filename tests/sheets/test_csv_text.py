from __future__ import annotations

from pathlib import Path

import pytest

from dxrobot.errors import InputError
from dxrobot.sheets.csv_text import Encoding, read_csv
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.table import Layout, rows_of

TEXT = '番号,氏名\r\n0012,"髙橋\r\n﨑子 ""様"""\r\n0013,～①\r\n'


def csv_file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
def test_encoding_is_told_by_the_content(tmp_path: Path, encoding: str) -> None:
    rows = rows_of(read_grid(csv_file(tmp_path / "a.csv", TEXT.encode(encoding))), Layout())
    assert [dict(row.values) for row in rows] == [
        {"番号": "0012", "氏名": '髙橋\n﨑子 "様"'},
        {"番号": "0013", "氏名": "～①"},
    ]


def test_record_is_named_by_the_line_on_which_it_begins(tmp_path: Path) -> None:
    rows = rows_of(read_csv(csv_file(tmp_path / "a.csv", TEXT.encode())), Layout())
    assert [(row.row, row.cells["氏名"], row.sheet) for row in rows] == [(2, "B2", ""), (4, "B4", "")]


def test_tabs_part_columns_where_there_are_more_of_them_than_commas(tmp_path: Path) -> None:
    rows = rows_of(read_csv(csv_file(tmp_path / "a.txt", "番号\t氏名\n1\t林,次郎\n".encode())), Layout())
    assert dict(rows[0].values) == {"番号": "1", "氏名": "林,次郎"}


def test_zeros_kept_for_excel_by_a_formula_are_read_as_text(tmp_path: Path) -> None:
    assert read_csv(csv_file(tmp_path / "a.csv", b'="0012",x\n')).text(0, 0) == "0012"


@pytest.mark.parametrize(
    ("content", "encoding", "line"),
    [
        ("番号,氏名\n1,山田\n2,".encode("cp932") + b"\x81\x00\n", "auto", 3),
        ("番号\n髙\n".encode() + b"\xff\n", "auto", 3),
        ("番号\n髙\n".encode("cp932"), "utf-8", 1),
    ],
)
def test_byte_that_is_no_character_is_named_by_its_line(
    tmp_path: Path, content: bytes, encoding: Encoding, line: int
) -> None:
    with pytest.raises(InputError, match=f"の {line} 行目に"):
        read_csv(csv_file(tmp_path / "a.csv", content), encoding)


def test_quote_that_never_closes_is_named_by_its_line_and_swallows_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="2 行目から始まる行の引用符"):
        read_csv(csv_file(tmp_path / "a.csv", '番号,氏名\n1,"山田\n2,林\n'.encode()))


def test_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="CSV のファイルではありません"):
        read_csv(csv_file(tmp_path / "a.csv", b"a\x00b\n"))


def test_empty_file_has_no_headings(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="見出しの行が見つかりません"):
        rows_of(read_csv(csv_file(tmp_path / "a.csv", b"")), Layout())
