"""A question that the browser asks in a box of its own, and how the robot answers it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from dxrobot.definition import Definition
from dxrobot.i18n import _

DialogKind = Literal["alert", "confirm", "prompt"]


class DialogAnswer(Definition):
    """One expected box (JavaScript's ``alert``, ``confirm`` or ``prompt``) and its answer."""

    text: str = Field(min_length=1)
    """A part of the words in the box; a box with other words is dismissed."""
    answer: Literal["ok", "cancel"] = "ok"
    type: DialogKind | None = None
    """The kind of box; any kind when left out."""
    optional: bool = False
    """Whether the box may also stay away, such as a question about an earlier session that was not ended."""
    reply: str = ""
    """What to type into a ``prompt``."""

    @model_validator(mode="after")
    def _reply_is_for_prompts(self) -> DialogAnswer:
        if self.reply and self.type not in (None, "prompt"):
            raise ValueError(_("reply は、入力を求める確認(type: prompt)だけに書けます。"))
        return self


def _several(written: Any) -> Any:
    return [written] if isinstance(written, dict | DialogAnswer) else written


DialogAnswers = Annotated[tuple[DialogAnswer, ...], BeforeValidator(_several)]
"""The boxes that follow one click, in their order; a single one may stand there alone."""
