"""The sheet of one template: one row a form, doubtful cells coloured and linked to their pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.i18n import _
from dxrobot.ocr.reading import Form, Reading, Status
from dxrobot.ocr.template import FieldType, Template, TemplateField
from dxrobot.sheets.cells import (
    COUNT_FORMAT,
    REVIEW_FILL,
    SETTLED_FILL,
    Horizontal,
    at,
    box,
    fill,
    fit_row,
    header_row,
    link,
    location,
    note,
    put_number,
    put_text,
    title_row,
    units,
)
from dxrobot.sheets.doubts import Place, place_of, was_doubted
from dxrobot.sheets.page import pages_wide, set_paper, set_table, set_widths
from dxrobot.sheets.shown import file_name, put_reading, shown_reading

_HEADER = 3
FIRST_ROW = _HEADER + 1
_STATE_COLUMN, _KEY_COLUMN, _TO_DO_COLUMN = 1, 2, 3
_NARROW = (FieldType.CHECKBOX, FieldType.CHOICE)
_NARROWEST, _WIDEST = 7.0, 34.0
_TO_DO_WIDTH = 44.0

Entry = TypeVar("Entry")


def field_columns(template: Template) -> Mapping[str, int]:
    """The column of every field, from 1: the key beside the state, where it stays in sight, then as in the template."""
    others = [field.name for field in template.fields if field.name != template.key]
    return {template.key: _KEY_COLUMN} | {name: column for column, name in enumerate(others, start=_TO_DO_COLUMN + 1)}


def _arranged(state: Entry, fields: Iterable[Entry], to_do: Entry, file: Entry, page: Entry) -> list[Entry]:
    """One entry a column, in the order of the columns; ``fields`` come with the key first."""
    key, *others = fields
    return [state, key, to_do, *others, file, page]


def cell_locations(sheet: Worksheet, template: Template, forms: Sequence[Form]) -> dict[Place, str]:
    """Where each field of ``forms`` will stand in ``sheet``."""
    columns = field_columns(template)
    return {
        place_of(form, one): location(sheet, row, columns[reading.field])
        for row, form in enumerate(forms, start=FIRST_ROW)
        for reading in form.readings
        for one in (reading.cells or (reading,))
    }


def write_form_sheet(
    sheet: Worksheet, template: Template, forms: Sequence[Form], review_locations: Mapping[Place, str]
) -> None:
    """Write the forms of one template; ``review_locations`` says where each doubtful field is explained."""
    columns = field_columns(template)
    fields = [template.field(name) for name in columns]
    labels = _arranged(_("状態"), (field.label for field in fields), _("確認すること"), _("ファイル"), _("ページ"))
    widths = _widths(fields, forms)
    title_row(sheet, _("登録簿 {title}").format(title=template.title))
    _legend(sheet)
    header_row(sheet, _HEADER, labels)
    fit_row(sheet, _HEADER, labels, widths)
    for row, form in enumerate(forms, start=FIRST_ROW):
        _state(sheet, row, form, review_locations)
        for reading in form.readings:
            field = template.field(reading.field)
            _reading(at(sheet, row, columns[field.name]), reading, field.type)
        _to_do_cell(at(sheet, row, _TO_DO_COLUMN), form.doubtful, template)
        _source(sheet, row, len(labels) - 1, form)
        fit_row(sheet, row, _texts(columns, form, template), widths)
    set_widths(sheet, widths)
    set_table(sheet, _HEADER, _HEADER + len(forms), len(labels), frozen_columns=_KEY_COLUMN)
    set_paper(sheet, pages_wide=pages_wide(widths))


def _legend(sheet: Worksheet) -> None:
    for column, (label, color) in enumerate(((_("要確認"), REVIEW_FILL), (_("確認済み"), SETTLED_FILL)), start=1):
        cell = at(sheet, 2, column)
        put_text(cell, label, bold=True, size=9)
        fill(cell, color)
        box(cell, horizontal="center")
    put_text(
        at(sheet, 2, 3),
        _("状態を押すと「確認」シートの画像に移ります。色のない値は、機械が読み取ったまま採用した値です。"),
        size=9,
    )
    sheet.row_dimensions[2].height = 20


def _widths(fields: Sequence[TemplateField], forms: Sequence[Form]) -> list[float]:
    data = (_field_width(field, forms) for field in fields)
    files = max((units(file_name(form)) for form in forms), default=0) + 3.5
    return _arranged(11.0, data, _TO_DO_WIDTH, min(_WIDEST, max(10.0, files)), 7.0)


def _field_width(field: TemplateField, forms: Sequence[Form]) -> float:
    """Wide enough for the values on one line where they are short, and for the label on three."""
    values = [shown_reading(reading) for form in forms for reading in form.readings if reading.field == field.name]
    widest = max(map(units, values), default=0) + 3.5
    label = units(field.label) / (3 if field.type in _NARROW else 2) + 3.5
    return min(_WIDEST, max(_NARROWEST, widest, label))


def _state(sheet: Worksheet, row: int, form: Form, review_locations: Mapping[Place, str]) -> None:
    cell = at(sheet, row, _STATE_COLUMN)
    if form.doubtful:
        put_text(cell, _("要確認 {count}").format(count=len(form.doubtful)), bold=True)
        fill(cell, REVIEW_FILL)
    elif any(was_doubted(reading) for reading in form.plain_readings):
        put_text(cell, _("確認済み"))
        fill(cell, SETTLED_FILL)
    else:
        put_text(cell, _("採用"))
    box(cell, horizontal="center")
    explained = [place_of(form, reading) for reading in (*form.doubtful, *form.plain_readings)]
    first = next((review_locations[place] for place in explained if place in review_locations), None)
    if first:
        link(cell, first)


def _reading(cell: Cell, reading: Reading, kind: FieldType) -> None:
    doubtful = reading.status is Status.REVIEW
    put_reading(cell, reading, kind, bold=doubtful)
    box(cell, horizontal=_horizontal(kind))
    if was_doubted(reading):
        fill(cell, REVIEW_FILL if doubtful else SETTLED_FILL)
    if doubtful and reading.reason:
        note(cell, reading.reason)


def _horizontal(kind: FieldType) -> Horizontal:
    if kind in _NARROW:
        return "center"
    return "right" if kind in (FieldType.AMOUNT, FieldType.NUMBER) else "left"


def _source(sheet: Worksheet, row: int, column: int, form: Form) -> None:
    put_text(at(sheet, row, column), file_name(form))
    put_number(at(sheet, row, column + 1), form.page, COUNT_FORMAT)
    box(at(sheet, row, column))
    box(at(sheet, row, column + 1), horizontal="center")


def _to_do_cell(cell: Cell, doubtful: Iterable[Reading], template: Template) -> None:
    put_text(cell, _to_do(doubtful, template), size=9)
    box(cell)


def _to_do(doubtful: Iterable[Reading], template: Template) -> str:
    return "\n".join(
        _("{label}: {reason}").format(label=template.field(reading.field).label, reason=reading.reason)
        for reading in doubtful
    )


def _texts(columns: Mapping[str, int], form: Form, template: Template) -> list[str]:
    """The texts of a row, column by column, to tell how high it must be."""
    values = {reading.field: shown_reading(reading) for reading in form.readings}
    to_do = _to_do(form.doubtful, template)
    return _arranged("", (values.get(name, "") for name in columns), to_do, file_name(form), "")
