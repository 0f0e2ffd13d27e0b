"""People answering what scenarios asked them."""

from __future__ import annotations

from typing import Any

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.scenario.model import Input, InputType
from dxrobot.scenario.typed import read_typed, wanted_shape
from dxrobot.store.questions import AskedQuestion, answer, open_question


def answer_question(number: int, written: str, by: str) -> AskedQuestion:
    """Keep the answer ``written`` by the person ``by``; the question that it settles.

    Raises :class:`InputError` when the question is not open, the name is blank, or it wants an answer of another kind.
    """
    if not by.strip():
        raise InputError(_("答えた人の名前がありません。"), _("--by に名前を書いてください。"))
    question = open_question(number)
    if question is None or not answer(number, _value(question, written), by.strip()):
        raise InputError(
            _("質問 {number} は、ないか、もう答えられています。").format(number=number),
            _("dxrobot answer で、答えを待っている質問を確かめてください。"),
        )
    return question


def _value(question: AskedQuestion, written: str) -> Any:
    try:
        if not written.strip():
            raise ValueError(written)
        return read_typed(_wanted(question), written.strip())
    except ValueError:
        raise InputError(
            _("「{written}」は、この質問の答えになりません。").format(written=written), hint(question)
        ) from None


def hint(question: AskedQuestion) -> str:
    """How the question can be answered."""
    return wanted_shape(_wanted(question)) or _("文字で答えてください。")


def _wanted(question: AskedQuestion) -> Input:
    return Input(type=InputType(question.type), title=question.question, choices=question.choices)
