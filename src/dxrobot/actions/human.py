"""Asking a person: the item waits for the answer, the others go on, and nobody is asked twice."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import model_validator

from dxrobot.actions.base import RunContext, ScenarioAction
from dxrobot.errors import NeedsReview
from dxrobot.i18n import _
from dxrobot.store.questions import ask


class Human(ScenarioAction):
    """Ask a typed question; its answer is kept with the item, across runs."""

    name: ClassVar[str] = "職員に尋ねる"
    sentence: ClassVar[str] = (
        "職員に質問し、答えを待ちます。待つ間もほかの件は進みます。答えは dxrobot answer で入れます。"
    )
    main_argument: ClassVar[str] = "question"

    question: str
    type: Literal["text", "number", "date", "choice", "truth"] = "text"
    choices: tuple[str, ...] = ()
    """What may be answered, for ``type: choice``."""

    @model_validator(mode="after")
    def _choices_for_choice(self) -> Human:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError(_("choices は type: choice のときに、選べる答えの一覧として書いてください。"))
        return self

    def perform(self, context: RunContext) -> Any:
        """The answer; raises :class:`NeedsReview` while nobody has given it.

        Outside the items it is asked once a run: next month's answer is another one.
        """
        answer = ask(
            mode=context.mode,
            scenario=context.scenario,
            item_key=context.item_key or f"run:{context.journal.run_name}",
            step=context.step,
            run=context.journal.run,
            question=self.question,
            type=self.type,
            choices=self.choices,
        )
        if answer is None:
            raise NeedsReview(
                _("職員の答えを待っています。"), _("dxrobot answer で質問を見て答え、続きを実行してください。")
            )
        return answer
