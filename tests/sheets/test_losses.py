from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from dxrobot.errors import InputError
from dxrobot.sheets.losses import what_openpyxl_would_lose

from .city_template import city_template

SHAPES = "図形(印影、矢印、テキストボックスなど)"


def test_seal_and_arrow_are_named_and_openpyxl_does_lose_them(tmp_path: Path) -> None:
    path = city_template(tmp_path / "様式.xlsx")
    assert what_openpyxl_would_lose(path) == [SHAPES]
    openpyxl.load_workbook(path).save(path)
    assert what_openpyxl_would_lose(path) == []


def test_workbook_with_a_note_loses_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"].comment = Comment("メモ", "職員")
    book.save(tmp_path / "a.xlsx")
    assert what_openpyxl_would_lose(tmp_path / "a.xlsx") == []


@pytest.mark.parametrize(
    ("part", "content", "told"),
    [
        ("xl/vbaProject.bin", b"x", "マクロ"),
        ("xl/ctrlProps/ctrlProp1.xml", b"<formControlPr/>", "ボタンやチェックボックスなどの部品"),
        ("xl/slicers/slicer1.xml", b"<slicers/>", "スライサーやタイムライン"),
        ("xl/sharedStrings.xml", "<sst><si><rPh><t>ヤマ</t></rPh></si></sst>".encode(), "ふりがな"),
    ],
)
def test_other_contents_are_named(tmp_path: Path, part: str, content: bytes, told: str) -> None:
    path = city_template(tmp_path / "様式.xlsx")
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist() if name != part}
    with zipfile.ZipFile(path, "w") as new:
        for name, its in {**kept, part: content}.items():
            new.writestr(name, its)
    assert what_openpyxl_would_lose(path) == [SHAPES, told]


def test_csv_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a", encoding="utf-8")
    with pytest.raises(InputError):
        what_openpyxl_would_lose(tmp_path / "a.csv")
