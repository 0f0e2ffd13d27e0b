"""Files that are not quite what they seem."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dxrobot.errors import InputError
from dxrobot.sheets.fill import Block, Filling, fill_template
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.table import Layout, rows_of


def file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_record_longer_than_the_headings_is_named_by_its_line(tmp_path: Path) -> None:
    path = file(tmp_path / "a.csv", "番号,住所\n1,本町1\n2,本町2,3号室\n".encode())
    with pytest.raises(InputError, match="3 行目は、見出しより列が多く"):
        rows_of(read_grid(path), Layout())


def test_blank_cells_beyond_the_headings_do_not_matter(tmp_path: Path) -> None:
    path = file(tmp_path / "a.csv", "題\n番号,住所\n1,本町1,, \n2\n".encode())
    assert [row.values["番号"] for row in rows_of(read_grid(path), Layout(header=[2]))] == ["1", "2"]


def test_a_file_without_headings_may_have_records_of_any_length(tmp_path: Path) -> None:
    path = file(tmp_path / "a.csv", b"1\n2,x\n")
    assert len(rows_of(read_grid(path), Layout(header=[0]))) == 2


def test_headings_on_a_row_that_is_not_there_are_an_error(tmp_path: Path) -> None:
    path = file(tmp_path / "a.csv", "番号,住所\n1,本町1\n".encode())
    with pytest.raises(InputError, match="9 行目に見出しがありません。中身は 2 行目まで"):
        rows_of(read_grid(path), Layout(header=[9]))


def test_mail_and_old_hosts_write_jis(tmp_path: Path) -> None:
    path = file(tmp_path / "a.csv", "番号,氏名\n1,山田\n".encode("iso2022_jp"))
    assert dict(rows_of(read_grid(path), Layout())[0].values) == {"番号": "1", "氏名": "山田"}


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xls", b"\xef\xbb\xbf <HTML><table>", "HTML"),
        ("a.xlsx", b"%PDF-1.7", "PDF"),
        ("a.csv", b"<?xml version='1.0'?>", "XML"),
        ("a.xlsx", b"\x89PNG\r\n", "画像"),
    ],
)
def test_what_a_file_really_is_is_told(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=kind):
        read_grid(file(tmp_path / name, content))


@pytest.mark.parametrize(
    ("shape", "value", "seen"),
    [
        ("0.00", 1.5, "1.50"),
        ("0.00", 1.234, "1.234"),
        ("000-0000-0000", 9012345678, "090-1234-5678"),
        ("000\\-0000", 1234567, "123-4567"),
        ("00-00", 12345, "123-45"),
    ],
)
def test_numbers_are_read_as_they_are_seen(tmp_path: Path, shape: str, value: float, seen: str) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"] = value
    sheet["A1"].number_format = shape
    workbook.save(tmp_path / "a.xlsx")
    assert read_grid(tmp_path / "a.xlsx").text(0, 0) == seen


@pytest.mark.parametrize(
    ("cells", "blocks", "told"),
    [
        ({"C5": "あ"}, [Block("B4", [["い", "う"], ["え", "お"]])], "「C5」と「rows の C5」は、同じセル"),
        ({"B1": "あ"}, [Block("A1", [["い"]])], "「B1」と「rows の A1」は、同じセル"),
        ({}, [Block("C3", [["あ", "い"], ["う", "え"]])], "「rows の D3」と「rows の D4」は、同じセル"),
    ],
)
def test_two_values_for_one_cell_are_told_and_none_is_lost(
    tmp_path: Path, cells: dict[str, str], blocks: list[Block], told: str
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.merge_cells("A1:B2")
    sheet.merge_cells("D3:D4")
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match=told):
        fill_template(tmp_path / "a.xlsx", tmp_path / "b.xlsx", Filling(cells, blocks))
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"A1": "あ", "B2": "い"}, "「A1」と「B2」は、同じセル"),
        ({"D4": "あ" * 32_768}, "D4 に書く文字が長すぎます"),
        ({"D4": "あ\x07"}, r"D4 .*U\+0007"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused_and_never_shortened(
    tmp_path: Path, cells: dict[str, str], told: str
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.merge_cells("A1:B2")
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match=told):
        fill_template(tmp_path / "a.xlsx", tmp_path / "b.xlsx", Filling(cells))
    assert not (tmp_path / "b.xlsx").exists()
