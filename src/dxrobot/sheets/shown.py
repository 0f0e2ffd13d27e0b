"""How a value of a form looks in a cell."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl.cell.cell import Cell

from dxrobot.ocr.reading import Form, Reading, Status, Value
from dxrobot.ocr.template import FieldType, Template
from dxrobot.sheets.cells import COUNT_FORMAT, put_number, put_text

_CHECKED, _UNCHECKED = "☑", "☐"
_MONEY = (FieldType.AMOUNT, FieldType.NUMBER)
# A spreadsheet keeps 15 digits of a number; a leading zero means that it is none.
_NATIVE = re.compile(r"-?(0|[1-9][0-9]{0,14})")


def shown(value: Value) -> str:
    """A value in normal form as text; a check box as a box."""
    if isinstance(value, bool):
        return _CHECKED if value else _UNCHECKED
    if isinstance(value, list):
        return "\n".join(" / ".join(filter(None, map(shown, row.values()))) for row in value)
    return value or ""


def shown_reading(reading: Reading) -> str:
    """The value of ``reading``; while it is doubtful and has none, the text as read."""
    if reading.value is None and reading.status is Status.REVIEW:
        return reading.text
    return shown(reading.value)


def put_reading(cell: Cell, reading: Reading, kind: FieldType, *, bold: bool) -> None:
    """Write a reading: amounts that are whole numbers natively, so that they can be added up, all else as text."""
    text = shown_reading(reading)
    if kind in _MONEY and _NATIVE.fullmatch(text):
        put_number(cell, int(text), COUNT_FORMAT, bold=bold)
    else:
        put_text(cell, text, bold=bold)


def form_key(form: Form, template: Template) -> str:
    """The value that names ``form`` among all others, as far as it was read."""
    return next((shown_reading(reading) for reading in form.readings if reading.field == template.key), "")


def file_name(form: Form) -> str:
    """The scan's file name without folders."""
    return Path(form.file).name
