"""Forms as they come out of reading, without any page."""

from __future__ import annotations

from dxrobot.actions.form_view import FormView, ScannedForm
from dxrobot.ocr.reading import Form, Reading, Status, Value
from dxrobot.ocr.template import Template

TEMPLATE = Template.model_validate(
    {
        "template": "request",
        "title": "請求書",
        "key": "number",
        "fields": [
            {"name": "number", "label": "番号", "type": "digits", "zone": [10, 10, 50, 20]},
            {"name": "name", "label": "氏名", "type": "name", "zone": [10, 50, 50, 20]},
        ],
    }
)


def reading(field: str, value: Value, *, doubtful: bool = False, settled_by: str = "") -> Reading:
    status = Status.REVIEW if doubtful else Status.BLANK if value is None else Status.ACCEPTED
    return Reading(field, value, str(value or ""), None, status, "", (1, 2, 3, 4), settled_by=settled_by)


def form(
    number: Value, name: Value = "山田 太郎", *, page: int = 1, file: str = "a.pdf", doubtful: str = ""
) -> FormView:
    readings = (
        reading("number", number, doubtful=doubtful == "number"),
        reading("name", name, doubtful=doubtful == "name"),
    )
    return FormView(ScannedForm(Form(f"scans/{file}", page, "request", readings=readings), TEMPLATE, f"digest-{file}"))
