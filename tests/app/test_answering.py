from __future__ import annotations

from collections.abc import Callable

import pytest

from dxrobot.app.answering import answer_question
from dxrobot.errors import InputError
from dxrobot.items import Mode
from dxrobot.store.journal import Journal
from dxrobot.store.questions import ask, open_questions

Start = Callable[..., Journal]


@pytest.fixture
def asked(start_run: Start) -> Callable[..., object]:
    run = start_run("a").run

    def again(type: str = "text", choices: tuple[str, ...] = ()) -> object:
        return ask(
            mode=Mode.TRIAL,
            scenario="entry",
            item_key="a:1",
            step="steps[0]",
            run=run,
            question="どうしますか",
            type=type,
            choices=choices,
        )

    return again


def settle(written: str, by: str = "窓口 花子") -> None:
    (question,) = open_questions()
    answer_question(question.id, written, by)


@pytest.mark.parametrize(
    ("type", "written", "value"),
    [
        ("text", " 電話で確認 ", "電話で確認"),
        ("truth", "いいえ", False),
        ("number", "1,200", 1200),
        ("date", "令和8年4月1日", "2026-04-01"),
        ("choice", "受理", "受理"),
    ],
)
def test_answer_is_kept_as_its_type_has_it(
    asked: Callable[..., object], type: str, written: str, value: object
) -> None:
    choices = ("受理", "返戻") if type == "choice" else ()
    asked(type, choices)
    settle(written)
    assert asked(type, choices) == value
    assert open_questions() == []


@pytest.mark.parametrize(("type", "written"), [("number", "千二百円くらい"), ("choice", "保留"), ("text", " ")])
def test_answer_of_another_kind_is_refused_with_what_can_be_answered(
    asked: Callable[..., object], type: str, written: str
) -> None:
    asked(type, ("受理", "返戻") if type == "choice" else ())
    with pytest.raises(InputError) as failure:
        settle(written)
    assert failure.value.remedy
    assert len(open_questions()) == 1


def test_answer_needs_a_name_and_an_open_question(asked: Callable[..., object]) -> None:
    asked()
    with pytest.raises(InputError, match="名前"):
        settle("はい", " ")
    settle("はい")
    with pytest.raises(InputError, match="もう答えられています"):
        answer_question(1, "いいえ", "窓口 次郎")
