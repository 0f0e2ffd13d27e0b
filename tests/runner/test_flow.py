"""The kinds of steps that steer a scenario: tries, parts, inner loops, names, conditions."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import pytest

from dxrobot.errors import BusinessError, TargetError
from dxrobot.items import ItemState, Mode
from dxrobot.runner.provenance import Provenance
from dxrobot.runner.scope import InHand, Scope
from dxrobot.scenario.model import Scenario
from dxrobot.store.models import EnteredValue, Intent, Item
from dxrobot.store.questions import answer, open_questions
from tests.runner.forms import form
from tests.runner.test_runner import CALL, Bench, Start, bench, forms

__all__ = ["bench"]


def call(number: str, name: str = "") -> dict[str, Any]:
    return {"robot": "desk.register", "with": {"number": number, "name": name}}


def reason() -> str:
    return Item.objects.get(ordinal=1).reason


def test_names_are_known_to_the_steps_that_follow(bench: Bench) -> None:
    steps = [{"set": {"no": "{{ form.number }}-x"}}, call("{{ no }}")]
    assert bench.run(forms(1), steps) == [ItemState.DONE]
    assert bench.site.records == ["101-x"]


def test_origin_and_class_follow_a_value_through_its_names(bench: Bench) -> None:
    steps = [
        {"set": {"who": "{{ form.name }}"}},
        {"set": {"again": "{{ who }} 様"}},
        call("{{ form.number }}", "{{ again }}"),
    ]
    bench.run([form("100", "山田 太郎", page=3)], steps)
    entered = EnteredValue.objects.get(parameter="name")
    assert (entered.sensitive, [origin["field"] for origin in entered.origins]) == ("name", ["name"])


def test_condition_that_does_not_hold_gives_the_item_to_a_person(bench: Bench) -> None:
    steps = [{"assert": {"that": "{{ form.number == '102' }}", "message": "番号が違います"}}, CALL]
    assert bench.run(forms(2), steps) == [ItemState.BUSINESS_ERROR, ItemState.DONE]
    assert (reason(), bench.site.records) == ("番号が違います", ["102"])


def test_stop_item_gives_it_to_a_person_and_the_others_go_on(bench: Bench) -> None:
    steps = [{"if": "{{ form.number == '101' }}", "then": [{"stop_item": "対象外です"}]}, CALL]
    assert bench.run(forms(2), steps) == [ItemState.BUSINESS_ERROR, ItemState.DONE]
    assert reason() == "対象外です"


def test_met_error_before_any_entry_lets_the_item_go_on(bench: Bench) -> None:
    tried = {
        "try": [{"assert": {"that": "{{ false }}", "message": "だめ"}}],
        "on_error": {"business": [{"set": {"note": "{{ error.message }}"}}]},
    }
    assert bench.run(forms(1), [{"set": {"note": ""}}, tried, CALL]) == [ItemState.DONE]
    assert bench.site.records == ["101"]


def test_met_refusal_of_an_entry_is_never_counted_as_done(bench: Bench) -> None:
    bench.site.trouble = [("fill", BusinessError("登録済みです。"))]
    tried = {"try": [CALL], "on_error": {"business": [{"set": {"seen": "{{ error.kind }}"}}]}}
    assert bench.run(forms(1), [tried]) == [ItemState.BUSINESS_ERROR]
    assert reason() == "登録済みです。"


def test_second_way_may_enter_what_the_first_could_not(bench: Bench) -> None:
    bench.site.trouble = [("fill", BusinessError("番号の形が違います。"))]
    tried = {"try": [CALL], "on_error": {"business": [call("{{ form.number }}-2")]}}
    assert bench.run(forms(1), [tried]) == [ItemState.DONE]
    assert bench.site.records == ["101-2"]


def test_system_error_is_met_only_by_its_own_steps(bench: Bench) -> None:
    bench.site.trouble = [("fill", TargetError("応答がありません。"))]
    tried = {"try": [CALL], "on_error": {"business": [{"stop_item": "x"}]}}
    assert bench.run(forms(1), [tried]) == [ItemState.DONE]
    assert bench.waits == [1.0]  # tried again as ever


def test_entry_in_doubt_is_never_passed_over(bench: Bench) -> None:
    bench.site.trouble = [("answer", TargetError("応答がありません。"))]
    tried = {"try": [CALL], "on_error": {"system": [call("{{ form.number }}-2")]}}
    assert bench.run(forms(1), [tried]) == [ItemState.DONE]
    assert bench.site.records == ["101"]


PART = {
    "scenario": "enter_one",
    "title": "1件登録する",
    "description": "部品",
    "part": True,
    "robots": ["desk"],
    "inputs": {
        "document": {"type": "list", "title": "帳票"},
        "suffix": {"type": "text", "title": "後ろ", "default": "p"},
    },
    "outputs": {"number": {"title": "番号", "value": "{{ number }}"}},
    "steps": [
        {"set": {"number": "{{ document.number }}{{ suffix }}"}},
        call("{{ number }}", "{{ document.name }}"),
    ],
}


def test_part_sees_its_inputs_and_hands_back_its_outputs(bench: Bench) -> None:
    bench.parts = {"enter_one": Scenario.model_validate(PART)}
    use = {"use": "enter_one", "with": {"document": "{{ form }}"}, "as": "done"}
    assert bench.run([form("100", "山田 太郎")], [use, call("{{ done.number }}-next")]) == [ItemState.DONE]
    assert bench.site.records == ["100p", "100p-next"]
    entered = EnteredValue.objects.get(parameter="name", intent__step="1")
    assert [origin["field"] for origin in entered.origins] == ["name"]


TYPED_PART = {
    "scenario": "typed",
    "title": "型のある部品",
    "description": "入力の型を確かめます。",
    "part": True,
    "inputs": {
        "day": {"type": "date", "title": "日付"},
        "count": {"type": "number", "title": "数", "default": "２"},
    },
    "outputs": {"no": {"title": "番号", "value": "{{ day }}/{{ count + 1 }}"}},
    "steps": [{"assert": "{{ day }}"}],
}


@pytest.mark.parametrize(
    ("day", "state", "records"),
    [("令和8年4月1日", ItemState.DONE, ["2026-04-01/3"]), ("4月ごろ", ItemState.BUSINESS_ERROR, [])],
)
def test_part_gets_values_as_its_inputs_want_them(bench: Bench, day: str, state: ItemState, records: list[str]) -> None:
    bench.parts = {"typed": Scenario.model_validate(TYPED_PART)}
    assert bench.run(forms(1), [{"use": "typed", "with": {"day": day}, "as": "out"}, call("{{ out.no }}")]) == [state]
    assert bench.site.records == records


def test_lines_of_one_item_are_entries_of_their_own(bench: Bench) -> None:
    steps = [
        {"for_each": ["a", "b"], "as": "line", "key": "{{ line }}", "steps": [call("{{ form.number }}-{{ line }}")]}
    ]
    assert bench.run(forms(1), steps) == [ItemState.DONE]
    assert bench.site.records == ["101-a", "101-b"]
    assert [(intent.item_key, intent.step) for intent in Intent.objects.order_by("id")] == [
        ("101", "a/1"),
        ("101", "b/1"),
    ]


def test_line_that_fails_ends_the_item(bench: Bench) -> None:
    bench.site.trouble = [("fill", BusinessError("x"))]
    steps = [{"for_each": ["a", "b"], "as": "line", "key": "{{ line }}", "steps": [call("{{ line }}")]}]
    assert bench.run(forms(1), steps) == [ItemState.BUSINESS_ERROR]
    assert bench.site.records == []


def test_output_of_an_entry_can_be_used(bench: Bench) -> None:
    steps = [{**CALL, "as": "entered"}, call("{{ entered.receipt }}")]
    assert bench.run(forms(1), steps) == [ItemState.DONE]
    assert bench.site.records == ["101", "R101"]


def test_steps_are_named_alike_in_every_run() -> None:
    scope = Scope({}, InHand(), Provenance())
    inside = scope.below(".then").on_line("row", 1, None, "k")
    assert inside.here == "steps[0].then[0]<k>.steps[0]"


@pytest.mark.parametrize(
    ("condition", "number"), [("{{ form.number == '101' }}", "yes"), ("{{ form.number == '1' }}", "no")]
)
def test_condition_chooses_the_steps(bench: Bench, condition: str, number: str) -> None:
    assert bench.run(forms(1), [{"if": condition, "then": [call("yes")], "else": [call("no")]}]) == [ItemState.DONE]
    assert bench.site.records == [number]


ASK = {"human": {"question": "{{ form.number }} は受け付けてよいですか", "type": "truth"}, "as": "yes"}


def test_question_parks_its_item_and_its_answer_lets_it_go_on(bench: Bench, start_run: Start) -> None:
    assert bench.run(forms(1), [ASK, CALL]) == [ItemState.WAITING_REVIEW]
    (asked,) = open_questions()
    assert (asked.question, asked.type, asked.item_key) == ("101 は受け付けてよいですか", "truth", "101")
    assert answer(asked.id, True, "山田")
    bench.journal = start_run("b", pid=os.getpid(), mode=Mode.TRIAL)
    bench.context = replace(bench.context, journal=bench.journal)
    assert bench.run(forms(1), [ASK, {"assert": "{{ yes }}"}, CALL]) == [ItemState.DONE]
    assert (open_questions(), bench.site.records) == ([], ["101"])
