from __future__ import annotations

import hashlib
from typing import Any

import pytest

from dxrobot.actions.sourced import sourced
from dxrobot.errors import BusinessError, NeedsReview
from dxrobot.items import Mode
from dxrobot.masking import MASK, redactor
from dxrobot.robot.model import Robot
from dxrobot.runner.call import PreparedCall, prepare_call
from dxrobot.runner.provenance import Provenance
from dxrobot.scenario.model import RobotCall
from dxrobot.store.claims import IntentKey
from tests.runner.forms import form

WRITTEN = {"number": "{{ form.number }}", "name": "{{ form.name | without_spaces }}"}


def prepared(robot: Robot, view: Any, *, salt: bytes = b"salt", **written: str) -> PreparedCall:
    step = RobotCall.model_validate({"robot": "desk.register", "with": WRITTEN | written})
    return prepare_call(
        step,
        robot,
        {"form": view},
        provenance=Provenance(sourced(view), frozenset({"form"})),
        item_key="request:100",
        step_name="1",
        mode=Mode.TRIAL,
        salt=salt,
    )


def test_call_has_the_key_of_its_intent(robot: Robot) -> None:
    assert prepared(robot, form("100")).intent == IntentKey(Mode.TRIAL, "desk.register", "request:100", "1")


def test_values_and_origins_go_together(robot: Robot) -> None:
    call = prepared(robot, form("100", "山田 太郎", page=3))
    number, name = call.entered
    assert (number.value, name.value) == ("100", "山田太郎")
    assert (number.sensitive, name.sensitive) == ("", "name")
    (origin,) = name.origins
    assert {key: origin[key] for key in ("file", "page", "field", "label", "text", "box", "settled_by")} == {
        "file": "a.pdf",
        "page": 3,
        "field": "name",
        "label": "氏名",
        "text": "山田 太郎",
        "box": [1, 2, 3, 4],
        "settled_by": "",
    }


@pytest.mark.parametrize(
    ("expression", "fields"),
    [
        ("{{ form.key }}", ["number"]),
        ("{{ form['name'] }}", ["name"]),
        ("{{ form.number ~ form.name }}", ["name", "number"]),
        ("{{ form.template }}", []),
        ("{{ form.number if form.template == 'request' else form.field_of_another_form }}", ["number"]),
        ("固定", []),
    ],
)
def test_every_reading_that_a_value_uses_is_an_origin(robot: Robot, expression: str, fields: list[str]) -> None:
    origins = prepared(robot, form("100"), number=expression).entered[0].origins
    assert [origin["field"] for origin in origins] == fields


def test_doubtful_value_holds_the_call(robot: Robot) -> None:
    with pytest.raises(NeedsReview, match="「氏名」"):
        prepared(robot, form("100", doubtful="name"))


def test_wrong_value_is_called_by_the_title_of_its_parameter(robot: Robot) -> None:
    with pytest.raises(BusinessError) as caught:
        prepared(robot, form(number="12"), number="{{ form.number | postal_code }}")
    assert (
        caught.value.message
        == f"「{robot.operations['register'].parameters['number'].title}」に入れる値が正しくありません。"
    )


def test_personal_data_is_learnt_before_anything_is_done(robot: Robot) -> None:
    prepared(robot, form("100", "五十嵐 六花"))
    assert redactor.scrub("五十嵐六花 さん") == f"{MASK * 3} さん"


def test_personal_value_from_a_plain_parameter_is_personal_still(robot: Robot) -> None:
    """The template knows that a name is a name, even where the robot's author forgot to say so."""
    number = prepared(robot, form("100", "五十嵐 六花"), number="{{ form.name }}").entered[0]
    assert number.sensitive == "name"


def test_blank_and_missing_values_are_blank(robot: Robot) -> None:
    step = RobotCall.model_validate({"robot": "desk.register", "with": {"number": "{{ form.number }}"}})
    call = prepare_call(
        step,
        robot,
        {"form": form("100")},
        provenance=Provenance(),
        item_key="",
        step_name="1",
        mode=Mode.TRIAL,
        salt=b"",
    )
    assert [value.value for value in call.entered] == ["100", ""]
    assert call.values == {"number": "100", "name": None}
    assert prepared(robot, form("100", None)).entered[1].value == ""


def test_digest_follows_the_values_and_needs_the_salt(robot: Robot) -> None:
    one = prepared(robot, form("100"))
    assert one.digest == prepared(robot, form("100", file="b.pdf", page=2)).digest
    assert one.digest != prepared(robot, form("100", "鈴木 花子")).digest
    assert one.digest != prepared(robot, form("100"), salt=b"other").digest
    assert one.digest != hashlib.sha256(b"100").hexdigest()


def test_values_cannot_smuggle_expressions_in(robot: Robot) -> None:
    assert prepared(robot, form("100", "{{ form.number }}")).values["name"] == "{{form.number}}"
