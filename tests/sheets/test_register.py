from __future__ import annotations

import stat
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.ocr.reading import Form
from dxrobot.ocr.template import Template
from dxrobot.sheets.cells import REVIEW_FILL, SETTLED_FILL
from dxrobot.sheets.register import write_register

from .samples import accepted, doubtful, png, settle

REGISTER = "登録簿 児童手当 認定請求書"


@pytest.fixture
def write(tmp_path: Path, template: Template):
    def write(forms: list[Form], as_read: list[Form] | None = None) -> Workbook:
        path = tmp_path / "登録簿.xlsx"
        write_register(path, forms, {"teate": template}, as_read or [])
        return load_workbook(path)

    return write


def column(sheet: Worksheet, label: str) -> int:
    return next(cell.column for cell in sheet[3] if cell.value == label)


def cell(sheet: Worksheet, row: int, label: str):
    return sheet.cell(row, column(sheet, label))


def ground(of) -> str:
    return of.fill.start_color.rgb[-6:] if of.fill.fill_type else ""


def counts(book: Workbook) -> dict[str, object]:
    return {str(row[0]).strip(): row[1] for row in book["まとめ"].iter_rows(4, 13, values_only=True)}


def test_one_row_a_form_with_the_key_beside_the_state(write, forms) -> None:
    sheet = write(forms)[REGISTER]
    assert [each.value for each in sheet[3]] == [
        "状態",
        "受付番号",
        "確認すること",
        "氏名",
        "還付金額",
        "公簿の確認に同意する",
        "備考",
        "ファイル",
        "ページ",
    ]
    assert sheet.max_row == 5
    assert [each.value for each in sheet[4]][-2:] == ["束.pdf", 1]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C4", "A3:I5")


def test_text_stays_text_and_amounts_are_numbers(write, forms) -> None:
    sheet = write(forms)[REGISTER]
    number, formula = cell(sheet, 4, "受付番号"), cell(sheet, 5, "備考")
    assert (number.value, number.data_type, number.number_format) == ("00000001", "s", "@")
    assert (formula.value, formula.data_type, formula.number_format) == ("=1+1", "s", "@")
    amount = cell(sheet, 4, "還付金額")
    assert (amount.value, amount.data_type) == (71052187, "n")
    assert (cell(sheet, 5, "還付金額").value, cell(sheet, 5, "還付金額").data_type) == ("0120", "s")
    assert [cell(sheet, row, "公簿の確認に同意する").value for row in (4, 5)] == ["☑", "☐"]


@pytest.mark.parametrize("text", ["+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A", "2026-04-01", "1e5"])
def test_nothing_read_from_paper_becomes_a_formula_a_date_or_an_error(write, forms, text: str) -> None:
    form = forms[0].evolve(readings=(accepted("note", text), accepted("claim_no", text)))
    note = cell(write([form])[REGISTER], 4, "備考")
    assert (note.value, note.data_type) == (text, "s")


def test_characters_that_xml_cannot_hold_are_left_out(write, forms) -> None:
    form = forms[0].evolve(readings=(accepted("note", "a\x00b\x0bc\ud800d\ufffee\r\nf"),))
    assert cell(write([form])[REGISTER], 4, "備考").value == "abcde\nf"


def test_doubtful_cells_are_coloured_and_say_why(write, forms) -> None:
    sheet = write(forms)[REGISTER]
    name, amount = cell(sheet, 4, "氏名"), cell(sheet, 4, "還付金額")
    assert (ground(name), name.comment.text) == (REVIEW_FILL, "似た形の文字があります。")
    assert (ground(amount), amount.comment) == ("", None)
    assert cell(sheet, 4, "状態").value == "要確認 1"
    assert cell(sheet, 5, "確認すること").value == "氏名: 似た形の文字があります。\n受付番号: 数字と決められません。"


def test_a_doubtful_field_without_a_value_shows_what_was_read(write, forms) -> None:
    assert cell(write(forms)[REGISTER], 5, "氏名").value == "太友一郎"


def test_every_doubtful_field_has_a_row_with_its_picture(write, forms) -> None:
    sheet = write(forms)["確認"]
    assert sheet.max_row == 6
    assert [each.value for each in sheet[6]][2:9] == [
        "00000007",
        "受付番号",
        None,
        "0000000Z",
        "00000007",
        "大友\n太友",
        "数字と決められません。",
    ]
    assert [image.anchor._from.row for image in sheet._images] == [3, 4, 5]
    assert {image.anchor._from.col for image in sheet._images} == {column(sheet, "画像") - 1}


def test_a_row_is_as_high_as_its_picture_and_the_picture_hides_with_it(write, forms) -> None:
    tall = forms[0].evolve(readings=(doubtful("name", "大友", "大友").evolve(crop=png(200, 900)),))
    sheet = write([tall])["確認"]
    anchor = sheet._images[0].anchor
    pixels = (anchor.to.rowOff - anchor._from.rowOff) / 9525
    assert (anchor.to.row, anchor.editAs) == (anchor._from.row, "twoCell")
    assert 70 <= pixels <= sheet.row_dimensions[4].height / 0.75


def test_a_crop_that_is_no_picture_does_not_stop_the_workbook(write, forms) -> None:
    form = forms[0].evolve(readings=(doubtful("name", "大友", "大友").evolve(crop=b"no picture"),))
    assert cell(write([form])["確認"], 4, "画像").value == "(画像なし)"


def test_register_and_review_lead_to_each_other(write, forms) -> None:
    book = write(forms)
    assert cell(book[REGISTER], 5, "状態").hyperlink.location == "'確認'!A5"
    assert cell(book["確認"], 6, "登録簿").hyperlink.location == f"'{REGISTER}'!B5"


def test_a_settled_field_tells_the_value_the_person_and_what_was_read(write, forms) -> None:
    settled = [settle(forms[0], "name", "大友 華子"), *forms[1:]]
    book = write(settled, forms)
    row = [each.value for each in book["確認"][4]]
    assert row[0] == "確認済み"
    assert row[5:7] == ["大友花子", "大友 花子"]
    assert row[9:11] == ["大友 華子", "確認 花子"]
    name = cell(book[REGISTER], 4, "氏名")
    assert (name.value, ground(name), name.comment) == ("大友 華子", SETTLED_FILL, None)
    assert [cell(book[REGISTER], line, "状態").value for line in (4, 5)] == ["確認済み", "要確認 2"]


def test_a_field_that_a_person_found_blank_is_settled(write, forms) -> None:
    book = write([settle(forms[0], "name", None)], forms)
    assert cell(book["確認"], 4, "確定した値").value == "(空欄)"
    assert ground(cell(book[REGISTER], 4, "氏名")) == SETTLED_FILL


def test_the_overview_counts_what_was_read_accepted_asked_and_corrected(write, forms) -> None:
    settled = [settle(forms[0], "name", "大友 花子"), settle(forms[1], "claim_no", "00000002"), forms[2]]
    assert counts(write(settled, forms)) == {
        "ファイル": 2,
        "ページ": 3,
        "帳票(読み取れたページ)": 2,
        "読み取れなかったページ": 1,
        "読み取った項目": 10,
        "そのまま採用した項目": 6,
        "空欄の項目": 1,
        "人に確認を求めた項目": 3,
        "うち確認が済んだ項目": 2,
        "うち値を直した項目": 1,
    }


def test_corrections_are_not_claimed_when_the_machine_values_were_not_kept(write, forms) -> None:
    assert counts(write([settle(forms[0], "name", "大友 華子")]))["うち値を直した項目"] is None


def test_pages_that_could_not_be_read_stand_in_the_overview_with_their_reason(write, forms) -> None:
    stranger = Form("/scans/別.tif", 3)
    rows = list(write([*forms, stranger])["まとめ"].iter_rows(values_only=True))
    assert ("白紙.png", 1, "何も書かれていないページです。") in [row[:3] for row in rows]
    assert ("別.tif", 3, "登録されているどの帳票とも違います。") in [row[:3] for row in rows]


def test_a_batch_without_any_readable_page_still_gets_its_workbook(write) -> None:
    book = write([Form("/scans/白紙.png", 1, error="何も書かれていないページです。")])
    assert book.sheetnames == ["まとめ", "確認"]


def test_each_template_has_a_sheet_even_under_one_title(tmp_path: Path, template: Template, forms) -> None:
    twin = template.model_copy(update={"template": "twin", "title": template.title})
    path = tmp_path / "r.xlsx"
    write_register(path, [forms[0], forms[1].evolve(template="twin")], {"teate": template, "twin": twin})
    assert load_workbook(path).sheetnames == ["まとめ", REGISTER, f"{REGISTER} (2)", "確認"]


def test_a_title_that_a_sheet_cannot_have_is_made_to_fit(tmp_path: Path, template: Template, forms) -> None:
    odd = template.model_copy(
        update={"title": "児童手当[認定/額改定]請求書:とても長い名前の様式で三十一文字を超えるもの"}
    )
    path = tmp_path / "r.xlsx"
    write_register(path, forms, {"teate": odd})
    name = load_workbook(path).sheetnames[1]
    assert len(name) <= 31
    assert not set(name) & set("[]:*?/\\")


def test_the_register_is_for_its_owner_alone_and_says_so(tmp_path: Path, template: Template, forms) -> None:
    path = tmp_path / "r.xlsx"
    write_register(path, forms, {"teate": template})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert any("0600" in str(row[0]) for row in load_workbook(path)["まとめ"].iter_rows(values_only=True))


def test_colours_differ_in_brightness_when_printed_in_black_and_white() -> None:
    brightness = [_brightness(color) for color in (REVIEW_FILL, SETTLED_FILL, "FFFFFF")]
    assert brightness[1] - brightness[0] >= 0.15
    assert brightness[2] - brightness[1] >= 0.12


def _brightness(color: str) -> float:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_sheet_is_set_for_a4(write, forms) -> None:
    for sheet in write(forms):
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
