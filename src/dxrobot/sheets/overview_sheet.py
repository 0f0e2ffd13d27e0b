"""The first sheet of the register: how the batch went, which pages could not be read, what the colours mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.i18n import _
from dxrobot.ocr.reading import Form
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
    put_number,
    put_text,
    title_row,
)
from dxrobot.sheets.doubts import Counts, count, is_readable
from dxrobot.sheets.page import set_paper, set_widths
from dxrobot.sheets.shown import file_name

_LABEL_WIDTH, _COLUMN_WIDTH = 40.0, 27.0
_COLUMNS = 4
"""Columns that sentences may spread over."""


def write_overview(
    sheet: Worksheet, forms: Sequence[Form], templates: Mapping[str, Template], as_read: Sequence[Form]
) -> None:
    """Write the counts of all forms and of each template, the pages that could not be read, and the legend."""
    read = [form for form in forms if is_readable(form, templates)]
    used = [template for name, template in templates.items() if any(form.template == name for form in read)]
    columns = [count(forms, templates, as_read)]
    columns += [
        count([form for form in read if form.template == template.template], templates, as_read) for template in used
    ]
    widths = [_LABEL_WIDTH, *[_COLUMN_WIDTH] * max(_COLUMNS - 1, len(columns))]
    title_row(sheet, _("読み取り結果のまとめ"))
    row = _counts(sheet, 3, [_("数えたもの"), _("合計"), *(template.title for template in used)], columns, widths)
    row = _unreadable(sheet, row + 1, [form for form in forms if not is_readable(form, templates)], widths)
    row = _legend(sheet, row + 1)
    _notes(sheet, row + 1, sum(widths[:_COLUMNS]))
    set_widths(sheet, widths)
    set_paper(sheet, orientation="portrait")


def _lines() -> tuple[tuple[str, str], ...]:
    return (
        ("files", _("ファイル")),
        ("pages", _("ページ")),
        ("forms", _("帳票(読み取れたページ)")),
        ("unreadable_pages", _("読み取れなかったページ")),
        ("fields", _("読み取った項目")),
        ("accepted", _(" そのまま採用した項目")),
        ("blank", _(" 空欄の項目")),
        ("asked", _(" 人に確認を求めた項目")),
        ("settled", _("  うち確認が済んだ項目")),
        ("corrected", _("  うち値を直した項目")),
    )


def _counts(
    sheet: Worksheet, row: int, labels: Sequence[str], columns: Sequence[Counts], widths: Sequence[float]
) -> int:
    """Write the table of counts from ``row`` on; the row after it."""
    header_row(sheet, row, labels)
    fit_row(sheet, row, labels, widths[: len(labels)])
    for offset, (key, label) in enumerate(_lines(), start=1):
        put_text(at(sheet, row + offset, 1), label)
        box(at(sheet, row + offset, 1))
        for column, counts in enumerate(columns, start=2):
            cell = at(sheet, row + offset, column)
            put_number(cell, getattr(counts, key), COUNT_FORMAT)
            box(cell, horizontal="right")
        sheet.row_dimensions[row + offset].height = 20
    return row + len(_lines()) + 1


def _unreadable(sheet: Worksheet, row: int, forms: Iterable[Form], widths: Sequence[float]) -> int:
    """Write the pages that could not be read from ``row`` on; the row after them."""
    pages = list(forms)
    if not pages:
        put_text(at(sheet, row, 1), _("読み取れなかったページはありません。"))
        return row + 1
    header_row(sheet, row, (_("読み取れなかったファイル"), _("ページ"), _("理由"), ""))
    sheet.row_dimensions[row].height = 22
    sheet.merge_cells(start_row=row, start_column=3, end_row=row, end_column=_COLUMNS)
    for line, form in enumerate(pages, start=row + 1):
        reason = form.error or _("登録されているどの帳票とも違います。")
        put_text(at(sheet, line, 1), file_name(form))
        put_number(at(sheet, line, 2), form.page, COUNT_FORMAT)
        put_text(at(sheet, line, 3), reason)
        for column in range(1, _COLUMNS + 1):
            box(at(sheet, line, column), horizontal="center" if column == 2 else "left")
        sheet.merge_cells(start_row=line, start_column=3, end_row=line, end_column=_COLUMNS)
        fit_row(sheet, line, (file_name(form), reason), (widths[0], widths[2] + widths[3]))
    return row + len(pages) + 1


def _legend(sheet: Worksheet, row: int) -> int:
    """Write what the colours mean from ``row`` on; the row after it."""
    meanings = (
        (
            _("要確認"),
            REVIEW_FILL,
            _("濃い色・太字。人が画像を見て値を決めます。決まるまでシステムには登録されません。"),
        ),
        (_("確認済み"), SETTLED_FILL, _("薄い色。人が値を確定しました。確定した人は「確認」シートにあります。")),
        (_("採用"), "FFFFFF", _("色なし。機械が読み取った値をそのまま採用しました。")),
    )
    for line, (label, color, meaning) in enumerate(meanings, start=row):
        cell = at(sheet, line, 1)
        put_text(cell, label, bold=color == REVIEW_FILL)
        fill(cell, color)
        box(cell, horizontal="center")
        put_text(at(sheet, line, 2), meaning)
        at(sheet, line, 2).alignment = Alignment(vertical="center", indent=1)
        sheet.row_dimensions[line].height = 20
    return row + len(meanings)


def _notes(sheet: Worksheet, row: int, width: float) -> None:
    notes = (
        _(
            "このファイルには氏名・住所・個人番号などがそのまま入っています。作成した利用者だけが読める設定(0600)で"
            "保存しました。Windows では、保存先のフォルダーの権限で守ってください。"
        ),
        _("共有フォルダーやメールに置かず、処理が済んだら消してください。"),
    )
    for line, note in enumerate(notes, start=row):
        put_text(at(sheet, line, 1), note)
        at(sheet, line, 1).alignment = Alignment(vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=_COLUMNS)
        fit_row(sheet, line, (note,), (width,))
