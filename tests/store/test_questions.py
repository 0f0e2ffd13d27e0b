from __future__ import annotations

from collections.abc import Callable

from dxrobot.items import Mode
from dxrobot.store.journal import Journal
from dxrobot.store.questions import answer, ask, open_question, open_questions

Start = Callable[..., Journal]


def asked_by(journal: Journal, *, item: str = "a:1", step: str = "steps[1]", words: str = "続けますか") -> object:
    return ask(
        mode=Mode.TRIAL, scenario="entry", item_key=item, step=step, run=journal.run, question=words, type="truth"
    )


def test_question_stands_open_once_whichever_run_asks_it(start_run: Start) -> None:
    assert asked_by(start_run("a")) is None
    assert asked_by(start_run("b"), words="本当に続けますか") is None
    (question,) = open_questions()
    assert (question.question, question.run, question.item_key) == ("本当に続けますか", "b", "a:1")


def test_answer_is_given_to_every_later_run_also_when_it_is_no(start_run: Start) -> None:
    asked_by(start_run("a"))
    (question,) = open_questions()
    assert answer(question.id, value=False, by="窓口 花子")
    assert asked_by(start_run("b")) is False
    assert (open_questions(), open_question(question.id)) == ([], None)


def test_second_answer_changes_nothing(start_run: Start) -> None:
    asked_by(start_run("a"))
    (question,) = open_questions()
    answer(question.id, value=True, by="窓口 花子")
    assert not answer(question.id, value=False, by="窓口 次郎")
    assert asked_by(start_run("b")) is True


def test_every_item_and_step_is_a_question_of_its_own(start_run: Start) -> None:
    run = start_run("a")
    asked_by(run)
    asked_by(run, item="a:2")
    asked_by(run, step="steps[2]")
    assert [question.item_key for question in open_questions()] == ["a:1", "a:2", "a:1"]
