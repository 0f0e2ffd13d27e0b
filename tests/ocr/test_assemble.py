from typing import Any

from dxrobot.ocr.assemble import assemble
from dxrobot.ocr.cross_check import cross_check
from dxrobot.ocr.lexicon import places_of_japan
from dxrobot.ocr.reading import Form, Reading, Status, Value
from dxrobot.ocr.template import Template
from dxrobot.ocr.validate import Verdict
from tests.ocr.test_template import field, table, template

A, R, B = Status.ACCEPTED, Status.REVIEW, Status.BLANK


def reading(name: str, value: Value, status: Status = A) -> Reading:
    return Reading(name, value, str(value or ""), None, B if value is None else status, "", (1, 2, 3, 4))


def page(made: Template, number: int, sheet: int, **values: Value) -> Form:
    readings = tuple(reading(one.name, values.get(one.name.replace(".", "_"))) for one in made.sheet(sheet).fields)
    return Form("a.pdf", number, "t", registered=True, registration_px=0.5, readings=readings, sheet=sheet)


def put_together(made: Template, *pages: Form) -> list[Form]:
    return list(assemble(pages, {"t": made}))


def test_rows_of_a_table_are_a_list_without_empty_ones() -> None:
    made = template(table())
    (form,) = put_together(
        made, page(made, 1, 1, no="1", items_1_article="紙", items_1_amount="300", items_3_article="筆")
    )
    assert form.reading("items").value == [{"article": "紙", "amount": "300"}, {"article": "筆", "amount": None}]
    assert form.as_json()["fields"]["items"]["value"] == form.reading("items").value  # type: ignore[index]
    (empty,) = put_together(made, page(made, 1, 1, no="1"))
    assert empty.reading("items").value is None and empty.reading("items").status is B


def test_a_doubtful_cell_makes_its_table_doubtful_and_is_settled_by_itself() -> None:
    made = template(table())
    read = page(made, 1, 1, no="1", items_1_article="紙")
    doubted = read.evolve(
        readings=tuple(
            one.evolve(status=R, reason="うすい", value="300") if one.field == "items.1.amount" else one
            for one in read.readings
        )
    )
    (form,) = put_together(made, doubted)
    assert form.reading("items").status is R
    assert [one.field for one in form.doubtful] == ["items.1.amount"]


def test_pages_of_one_form_are_put_together_in_any_order_and_the_next_form_begins_by_itself() -> None:
    made = template(field("back", page=2), next_pages=["back.png"])
    forms = put_together(
        made,
        page(made, 1, 2, back="う"),
        page(made, 2, 1, no="1"),
        page(made, 3, 1, no="2"),
        page(made, 4, 2, back="え"),
    )
    assert [(form.page, form.reading("no").value, form.reading("back").value) for form in forms] == [
        (1, "1", "う"),
        (3, "2", "え"),
    ]


def test_a_missing_page_is_told_and_waits_for_a_person() -> None:
    made = template(field("back", page=2), next_pages=["back.png"])
    broken = Form("a.pdf", 2, error="壊れています。")
    forms = put_together(made, page(made, 1, 1, no="1"), broken, page(made, 3, 1, no="2"))
    assert [form.page for form in forms] == [1, 2, 3] and forms[1] is broken
    assert [one.field for one in forms[0].doubtful] == ["back"]
    assert "2 ページ目" in forms[0].reading("back").reason


def test_rules_across_pages_are_checked_once_all_are_there() -> None:
    made = template(
        field("total", "amount", page=2),
        table(),
        next_pages=["back.png"],
        rules=[{"rule": "sum", "total": "total", "parts": ["items.amount"]}],
    )
    first = page(made, 1, 1, no="1", items_1_amount="300", items_2_amount="200")
    (right,) = put_together(made, first, page(made, 2, 2, total="500"))
    assert right.doubtful == ()
    (wrong,) = put_together(made, first, page(made, 2, 2, total="600"))
    assert {one.field for one in wrong.doubtful} == {"total", "items.1.amount", "items.2.amount"}
    assert "合計" in wrong.reading("total").reason


def checked(rule: dict[str, Any], **values: Value) -> set[str]:
    made = template(*(field(name) for name in values if name != "no"), rules=[rule])
    verdicts = {name: Verdict(value, str(value or ""), B if value is None else A) for name, value in values.items()}
    return {name for name, one in cross_check(made, verdicts, places_of_japan()).items() if one.status is R}


def test_one_of_several_fields_is_enough_and_none_is_not() -> None:
    rule = {"rule": "one_of", "fields": ["phone", "mobile"]}
    assert checked(rule, no="1", phone=None, mobile="090-1111-2222") == set()
    assert checked(rule, no="1", phone=None, mobile=None) == {"phone", "mobile"}


def test_a_period_ends_after_it_begins() -> None:
    rule = {"rule": "date_order", "start": "start", "end": "end"}
    assert checked(rule, no="1", start="令和6年4月1日", end="令和6年4月1日") == set()
    assert checked(rule, no="1", start="令和6年4月1日", end="平成31年4月30日") == {"start", "end"}
    assert checked(rule, no="1", start="令和6年4月1日", end=None) == set()
