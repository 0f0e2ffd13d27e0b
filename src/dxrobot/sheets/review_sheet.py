"""The sheet 確認: one row a doubtful field, its picture beside what was read and why a person must look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.i18n import _
from dxrobot.ocr.template import Template
from dxrobot.sheets.cells import (
    COUNT_FORMAT,
    REVIEW_FILL,
    SETTLED_FILL,
    at,
    box,
    fill,
    fit_row,
    header_row,
    link,
    put_number,
    put_text,
    title_row,
)
from dxrobot.sheets.doubts import Doubt, Place
from dxrobot.sheets.page import set_paper, set_table, set_widths
from dxrobot.sheets.pictures import load_picture, place_picture, row_points
from dxrobot.sheets.shown import file_name, form_key, shown

_HEADER = 3
FIRST_ROW = _HEADER + 1
_STATE, _PICTURE, _PAGE, _LINK, _FIELD = 1, 5, 13, 14, 15
_WIDTHS = (9.0, 14.0, 12.0, 14.0, 44.0, 17.0, 17.0, 22.0, 19.0, 18.0, 11.0, 14.0, 7.0, 7.0)
_PICTURE_PIXELS = (310, 90)
# What a person writes into the columns 確定した値 and 確定した人, and where it belongs: read back by review_answers.
ROW_COLUMNS = {"read": 7, "written": 10, "settled_by": 11, "file": 12, "page": _PAGE, "field": _FIELD}


def write_review(
    sheet: Worksheet, asked: Sequence[Doubt], templates: Mapping[str, Template], register_locations: Mapping[Place, str]
) -> None:
    """Write the doubtful fields from row :data:`FIRST_ROW` on; ``register_locations`` leads back to their cells."""
    title_row(sheet, _("確認"))
    put_text(at(sheet, 2, 1), _lead(asked), size=9)
    sheet.row_dimensions[2].height = 20
    labels = _labels()
    header_row(sheet, _HEADER, labels)
    fit_row(sheet, _HEADER, labels, _WIDTHS)
    for row, doubt in enumerate(asked, start=FIRST_ROW):
        _doubt(sheet, row, doubt, templates[str(doubt.form.template)], register_locations[doubt.place])
    set_widths(sheet, _WIDTHS)
    sheet.column_dimensions[get_column_letter(_FIELD)].hidden = True
    set_table(sheet, _HEADER, _HEADER + len(asked), len(labels), frozen_columns=4)
    set_paper(sheet)


def _labels() -> tuple[str, ...]:
    return (
        _("状態"),
        _("帳票"),
        _("番号"),
        _("項目"),
        _("画像"),
        _("読み取った文字"),
        _("整えた値"),
        _("候補"),
        _("確認が必要な理由"),
        _("確定した値"),
        _("確定した人"),
        _("ファイル"),
        _("ページ"),
        _("登録簿"),
    )


def _lead(asked: Sequence[Doubt]) -> str:
    waiting = sum(not doubt.settled for doubt in asked)
    if not asked:
        return _("人の確認が必要な項目はありませんでした。")
    if not waiting:
        return _("確認が必要だった {count} 項目は、すべて確認が済んでいます。").format(count=len(asked))
    return _(
        "{count} 項目のうち {waiting} 項目の確認が残っています。画像と見比べて「確定した値」と「確定した人」に書き、"
        "保存してください(整えた値のままでよければ ○、空欄なら 空白)。"
        "このファイルを -i answers= に指定して、もう一度実行します(実行がなければ dxrobot ocr review in)。"
    ).format(count=len(asked), waiting=waiting)


def _doubt(sheet: Worksheet, row: int, doubt: Doubt, template: Template, register_location: str) -> None:
    texts = _texts(doubt, template)
    for column, text in enumerate(texts, start=1):
        put_text(at(sheet, row, column), text)
        box(at(sheet, row, column))
    _state(sheet, row, doubt)
    put_number(at(sheet, row, _PAGE), doubt.form.page, COUNT_FORMAT)
    box(at(sheet, row, _PAGE), horizontal="center")
    link(at(sheet, row, _LINK), register_location)
    put_text(at(sheet, row, _FIELD), doubt.reading.field)
    image = load_picture(doubt.reading.crop, *_PICTURE_PIXELS)
    fit_row(sheet, row, texts, _WIDTHS, at_least=row_points(image))
    if image:
        place_picture(sheet, image, row, _PICTURE, _("「{label}」の画像").format(label=texts[3]))
    else:
        put_text(at(sheet, row, _PICTURE), _("(画像なし)"))


def _texts(doubt: Doubt, template: Template) -> tuple[str, ...]:
    reading, machine = doubt.reading, doubt.machine
    return (
        _("確認済み") if doubt.settled else _("要確認"),
        template.title,
        form_key(doubt.form, template),
        template.field(reading.field).label,
        "",
        machine.text,
        shown(machine.value),
        "\n".join(machine.candidates),
        machine.reason,
        _settled_value(doubt),
        reading.settled_by,
        file_name(doubt.form),
        "",
        _("セルへ"),
    )


def _settled_value(doubt: Doubt) -> str:
    if not doubt.settled:
        return ""
    return _("(空欄)") if doubt.reading.value is None else shown(doubt.reading.value)


def _state(sheet: Worksheet, row: int, doubt: Doubt) -> None:
    cell = at(sheet, row, _STATE)
    fill(cell, SETTLED_FILL if doubt.settled else REVIEW_FILL)
    box(cell, horizontal="center")
