"""A doubtful field as the screen that settles it gets it."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from dxrobot.app.page_pictures import same_page
from dxrobot.app.reviewing import field_of
from dxrobot.console import definitions
from dxrobot.errors import DxrobotError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import format_seireki, parse_date
from dxrobot.ocr.template import FieldType, TemplateField
from dxrobot.sheets.shown import shown
from dxrobot.store.models import Doubt

_DIGITS = frozenset(
    {
        *(FieldType.DATE, FieldType.NUMBER, FieldType.AMOUNT, FieldType.DIGITS, FieldType.POSTAL_CODE),
        *(FieldType.PHONE, FieldType.MY_NUMBER, FieldType.CORPORATE_NUMBER, FieldType.BANK_ACCOUNT),
    }
)
"""What begins with a digit: there a number key writes, and chooses no candidate."""


def doubt_json(doubt: Doubt) -> dict[str, Any]:
    """All that is needed to decide one doubt without asking again."""
    field = _field(doubt)
    value = _written(doubt.value)
    return {
        "id": doubt.pk,
        "label": field.label if field else doubt.field,
        "kind": _kind(field),
        "options": _options(field),
        "hint": _hint(field),
        "value": value,
        "readable": _readable(field, value),
        "read": doubt.text,
        "candidates": [
            {"text": text, "readable": _readable(field, text)} for text in doubt.candidates if text not in ("", value)
        ][:9],
        "reason": doubt.reason,
        "confidence": doubt.confidence,
        "form": _form(doubt),
        "file": doubt.file,
        "page": doubt.box_page or doubt.page,
        "crop": f"data:image/png;base64,{b64encode(doubt.crop).decode()}" if doubt.crop else "",
        "sheet": same_page(doubt),
        "box": doubt.box,
        "turn": doubt.box_turn,
    }


def _field(doubt: Doubt) -> TemplateField | None:
    """What its template says of it now; None once that no longer knows it: settling then says so."""
    try:
        return field_of(doubt.template, doubt.field, definitions.template)
    except DxrobotError:
        return None


def _kind(field: TemplateField | None) -> str:
    """How the field is filled in: ``text``, ``digits``, or by choosing one of its ``options`` (``choice``)."""
    if field is None:
        return "text"
    if field.type in (FieldType.CHOICE, FieldType.CHECKBOX):
        return "choice"
    return "digits" if field.type in _DIGITS else "text"


def _options(field: TemplateField | None) -> list[dict[str, str]]:
    if field is not None and field.type is FieldType.CHECKBOX:
        return [{"value": "あり", "label": _("チェックあり")}, {"value": "なし", "label": _("チェックなし")}]
    return [{"value": option, "label": option} for option in field.options] if field is not None else []


def _hint(field: TemplateField | None) -> str:
    if field is None:
        return ""
    if field.type is FieldType.DATE:
        return _("日付は 令和8年4月1日、R8.4.1、2026-04-01、20260401 のどの書き方でも入れられます。")
    if field.type in (FieldType.KANA, FieldType.NAME):
        return _("姓と名のあいだは、1文字空けます。")
    return _("{count}桁で入れます。").format(count=field.length) if field.length else ""


def _written(value: Any) -> str:
    """A value as a person would write it."""
    if isinstance(value, bool):
        return "あり" if value else "なし"
    return shown(value)


def _readable(field: TemplateField | None, value: str) -> str:
    """A date by the western year as well; nothing for all else."""
    if field is None or field.type is not FieldType.DATE:
        return ""
    try:
        return format_seireki(parse_date(value))
    except ValueError:
        return ""


def _form(doubt: Doubt) -> str:
    try:
        title = definitions.template(doubt.template).title
    except DxrobotError:
        title = doubt.template
    return f"{title} {doubt.form_key}".rstrip()
