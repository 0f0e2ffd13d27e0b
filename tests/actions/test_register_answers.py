"""A register workbook as answers: what a clerk writes into the sheet 確認 and hands back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dxrobot.actions.answer_file import FieldAnswer, load_answers
from dxrobot.errors import InputError
from dxrobot.i18n import use_language
from dxrobot.ocr.reading import Value
from dxrobot.sheets.register import write_register
from tests.runner.forms import TEMPLATE, form, reading

ROW, WRITTEN, SETTLED_BY = 4, 10, 11
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A register with one doubtful name, and what a clerk wrote beside it."""

    def write(name: Value, written: str, settled_by: str = "山田") -> Path:
        path = tmp_path / "登録簿.xlsx"
        write_register(path, [form("100", name, doubtful="name").scanned.form], {"request": TEMPLATE})
        book = load_workbook(path)
        sheet = book["確認"]
        sheet.cell(ROW, WRITTEN).value, sheet.cell(ROW, SETTLED_BY).value = written, settled_by
        book.save(path)
        return path

    return write


@pytest.fixture
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("ja")


def the_answer(path: Path) -> FieldAnswer:
    (answer,) = load_answers(path, [TEMPLATE]).answers
    return answer


@pytest.mark.parametrize(
    ("written", "value"),
    [("○", "山田 太朗"), ("山田 太郎", "山田 太郎"), ("空白", None), ("(空欄)", None)],
)
def test_written_value_circle_and_blank_settle_a_field(write: Write, written: str, value: Value) -> None:
    answer = the_answer(write("山田 太朗", written))
    assert (answer.file, answer.page, answer.field) == ("a.pdf", 1, "name")
    assert (answer.value, answer.settled_by) == (value, "山田")


@pytest.mark.parametrize(
    ("name", "written", "settled_by", "told"),
    [
        ("山田 太朗", "○", "", "確定した人"),
        (None, "○", "山田", "空白 と書いて"),
        ("山田 太朗", "・", "山田", "正しくありません"),
    ],
)
def test_wrong_row_is_told_by_its_number_and_label(
    write: Write, name: Value, written: str, settled_by: str, told: str
) -> None:
    with pytest.raises(InputError, match=rf"4 行目\(項目「氏名」\).*{told}"):
        load_answers(write(name, written, settled_by), [TEMPLATE])


def test_row_without_a_value_is_no_answer(write: Write) -> None:
    assert load_answers(write("山田 太朗", ""), [TEMPLATE]).answers == ()


@pytest.mark.usefixtures("english")
def test_blank_that_was_settled_earlier_stays_blank_in_english(tmp_path: Path) -> None:
    as_read = form("100", "山田 太朗", doubtful="name").scanned.form
    settled = as_read.evolve(readings=(as_read.readings[0], reading("name", None, settled_by="山田")))
    path = tmp_path / "register.xlsx"
    write_register(path, [settled], {"request": TEMPLATE}, [as_read])
    assert the_answer(path).value is None


def test_workbook_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_text("no workbook", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.xlsx"):
        load_answers(path, [TEMPLATE])
