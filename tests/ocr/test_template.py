from typing import Any

import pytest
from pydantic import ValidationError

from dxrobot.masking import Sensitive
from dxrobot.ocr.template import FieldType, Template, TemplateField

ZONE = [10, 20, 100, 30]


def field(name: str, type: str = "text", **keys: Any) -> dict[str, Any]:
    places = {} if {"options", "boxes", "columns"} & keys.keys() else {"zone": ZONE}
    return {"name": name, "label": name, "type": type, **places, **keys}


def table(**keys: Any) -> dict[str, Any]:
    columns = [field("article"), field("amount", "amount", zone=[120, 20, 80, 30])]
    return field("items", "table", **({"columns": columns, "rows": 3, "pitch": 40} | keys))


def template(*fields: dict[str, Any], **keys: Any) -> Template:
    return Template.model_validate(
        {"template": "t", "title": "t", "key": "no", "fields": [field("no"), *fields], **keys}
    )


def test_a_table_is_read_cell_by_cell_each_row_lower_by_the_pitch() -> None:
    made = template(table())
    assert [one.name for one in made.plain_fields][:3] == ["no", "items.1.article", "items.1.amount"]
    assert made.field("items.3.amount").zone == (120, 100, 80, 30)
    assert made.field("items.3.amount").label == "items 3行目 amount"
    with pytest.raises(KeyError):
        made.field("items.3.price")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"columns": []}, "columns"),
        ({"pitch": None}, "pitch"),
        ({"zone": ZONE}, "columns"),
        ({"columns": [field("a"), field("a")]}, "同じ名前の列"),
        ({"columns": [field("inner", "table", columns=[field("a")], rows=1, pitch=9)]}, "表の列"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(keys: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        template(table(**keys))


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"rows": 2}, "table"),
        ({"pattern": "[0-9"}, "正規表現"),
        ({"minimum": 5, "maximum": 1}, "minimum"),
        ({"error_limit": 0.5}, "error_limit"),
        ({"page": 2}, "next_pages"),
    ],
)
def test_a_field_that_contradicts_itself_is_refused(keys: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        template(field("a", **keys))


def test_money_and_identity_may_be_wrong_less_often() -> None:
    kinds = {
        kind: TemplateField.model_validate(field("a", kind)).allowed_error for kind in ("text", "amount", "my_number")
    }
    assert kinds == {"text": 0.005, "amount": 0.001, "my_number": 0.001}
    assert TemplateField.model_validate(field("a", "amount", error_limit=0.01)).allowed_error == 0.01


def test_a_table_is_as_sensitive_as_its_columns() -> None:
    made = template(table(columns=[field("who", "name")]))
    assert made.field("items").sensitivity is Sensitive.NAME
    assert made.field("items").type is FieldType.TABLE


def test_rules_may_speak_of_a_column_only_in_a_sum() -> None:
    rule = {"rule": "sum", "total": "no", "parts": ["items.amount"]}
    assert template(table(), rules=[rule]).rules
    with pytest.raises(ValidationError, match="rule: sum"):
        template(table(), rules=[{"rule": "one_of", "fields": ["no", "items.amount"]}])
    with pytest.raises(ValidationError, match=r"items\.price"):
        template(table(), rules=[{**rule, "parts": ["items.price"]}])


def test_each_page_has_its_fields_and_the_rules_that_need_no_other_page() -> None:
    made = template(
        field("mobile", page=2),
        field("phone", page=2),
        next_pages=["back.png"],
        rules=[{"rule": "one_of", "fields": ["mobile", "phone"]}, {"rule": "one_of", "fields": ["no", "phone"]}],
    )
    first, second = made.sheet(1), made.sheet(2)
    assert [one.name for one in first.fields] == ["no"] and first.rules == ()
    assert [one.name for one in second.fields] == ["mobile", "phone"] and len(second.rules) == 1


def test_the_key_is_one_value() -> None:
    with pytest.raises(ValidationError, match="key"):
        template(table(), key="items")
