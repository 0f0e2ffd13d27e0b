from __future__ import annotations

from typing import Any

import pytest

from dxrobot.errors import InputError
from dxrobot.items import ItemState
from dxrobot.runner.work import WorkItem, work_items
from dxrobot.scenario.model import ForEach
from tests.runner.forms import form


def items(values: Any, key: str = "{{ form.template }}:{{ form.key }}", kind: str = "") -> list[WorkItem]:
    step = ForEach.model_validate(
        {"for_each": "{{ forms }}", "as": "form", "key": key, "kind": kind, "steps": [{"stop_item": "x"}]}
    )
    return work_items(step, values, {})


def states(found: list[WorkItem]) -> list[ItemState | None]:
    return [item.outcome.state if item.outcome else None for item in found]


def test_items_carry_their_natural_keys_and_places() -> None:
    found = items([form("100"), form("101", page=2, file="b.pdf")])
    assert [(item.ordinal, item.key, item.source, item.outcome) for item in found] == [
        (1, "request:100", "a.pdf#1", None),
        (2, "request:101", "b.pdf#2", None),
    ]


def test_same_form_scanned_twice_is_entered_once() -> None:
    assert states(items([form("100"), form("100", page=2)])) == [None, ItemState.SKIPPED]


def test_same_number_with_other_values_goes_to_a_person_before_any_is_entered() -> None:
    found = items([form("100"), form("100", "鈴木 花子"), form("100"), form("101")])
    assert states(found) == [ItemState.BUSINESS_ERROR] * 3 + [None]


def test_doubtful_number_waits_under_a_key_of_its_own() -> None:
    found = items([form("100", doubtful="number"), form("100", page=2, doubtful="number"), form("100", page=3)])
    assert states(found) == [ItemState.WAITING_REVIEW, ItemState.WAITING_REVIEW, None]
    assert len({item.key for item in found}) == 3


def test_doubtful_field_other_than_the_number_does_not_hold_the_key() -> None:
    (found,) = items([form("100", doubtful="name")])
    assert (found.key, found.outcome) == ("request:100", None)


@pytest.mark.parametrize("key", ["{{ form.template }}:{{ form.key }}", "{{ form.key }}", "{{ form.key | digits }}"])
@pytest.mark.parametrize("number", [None, ""])
def test_form_without_a_number_is_never_entered(number: str | None, key: str) -> None:
    found = items([form(number), form(number, "鈴木 花子", page=2)], key)
    assert states(found) == [ItemState.BUSINESS_ERROR] * 2


@pytest.mark.parametrize("number", ["1" * 201, "10\x0000"])
def test_number_that_the_store_cannot_hold_stops_no_other_item(number: str) -> None:
    found = items([{"no": number}, {"no": "2"}], key="{{ form.no }}")
    assert states(found) == [ItemState.BUSINESS_ERROR, None]
    assert [item.key for item in found] == ["#1", "2"]


def test_keys_of_rows_that_are_no_forms() -> None:
    found = items([{"no": "1"}, {"no": "2"}, {"no": "1"}], "{{ form.no }}")
    assert ([item.key for item in found], states(found)) == (["1", "2", "1"], [None, None, ItemState.SKIPPED])


def test_blanks_around_a_number_make_no_other_item() -> None:
    found = items([{"no": "1"}, {"no": " 1\u3000"}, {"no": " \u3000"}], "{{ form.no }}")
    assert [item.key for item in found][:2] == ["1", "1"]
    assert states(found)[2] is ItemState.BUSINESS_ERROR


def test_number_that_cannot_be_what_it_should_goes_to_a_person() -> None:
    assert states(items([form("山"), form("101")], "{{ form.key | iso_date }}")) == [ItemState.BUSINESS_ERROR] * 2


@pytest.mark.parametrize("values", ["text", None, 3, {"a": 1}])
def test_something_else_than_a_list_is_refused_in_words(values: Any) -> None:
    with pytest.raises(InputError, match="並び"):
        items(values)


def test_an_item_carries_the_kind_that_its_row_tells() -> None:
    found = items([{"no": "1", "kind": " 新規 "}, {"no": "2", "kind": None}], "{{ form.no }}", "{{ form.kind }}")
    assert [item.kind for item in found] == ["新規", ""]
