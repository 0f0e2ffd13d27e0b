"""What scenarios ask people about single items, and what people answered; an answer is kept for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from dxrobot.items import Mode
from dxrobot.store.models import Question, Run


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question as a person sees it; ``run`` is the name of the run that asked it last."""

    id: int
    mode: Mode
    scenario: str
    item_key: str
    run: str
    question: str
    type: str
    choices: tuple[str, ...]
    asked_at: datetime


def ask(
    *,
    mode: Mode,
    scenario: str,
    item_key: str,
    step: str,
    run: Run | None,
    question: str,
    type: str,
    choices: Sequence[str] = (),
) -> Any | None:
    """The answer to the question of one step about one item, or None once it stands among the open questions.

    It is one question across runs. While it is open its words follow the scenario's.
    """
    asked, created = Question.objects.get_or_create(
        mode=mode,
        scenario=scenario,
        item_key=item_key,
        step=step,
        defaults={
            "run": run,
            "question": question,
            "type": type,
            "choices": list(choices),
            "asked_at": timezone.now(),
        },
    )
    if asked.answered_at is not None:
        return asked.answer
    if not created:
        _open().filter(id=asked.pk).update(run=run, question=question, type=type, choices=list(choices))
    return None


def open_questions() -> list[AskedQuestion]:
    """Every question that nobody has answered, oldest first."""
    return oldest_open(Question.objects.all())


def oldest_open(questions: QuerySet[Question], most: int | None = None) -> list[AskedQuestion]:
    """Those of ``questions`` that nobody has answered, oldest first and ``most`` at the most, in one query."""
    rows = questions.filter(answered_at__isnull=True).select_related("run").order_by("asked_at", "id")
    return [_asked(row) for row in rows[:most]]


def open_question(number: int) -> AskedQuestion | None:
    """One question that nobody has answered; None when there is no such question or it is answered."""
    row = _open().select_related("run").filter(id=number).first()
    return _asked(row) if row else None


def answer(number: int, value: Any, by: str) -> bool:
    """Keep a person's answer, a JSON value other than null; False if the question was not open any more."""
    answered = _open().filter(id=number).update(answer=value, answered_by=by, answered_at=timezone.now())
    return bool(answered)


def _open() -> QuerySet[Question]:
    return Question.objects.filter(answered_at__isnull=True)


def _asked(row: Question) -> AskedQuestion:
    return AskedQuestion(
        id=row.pk,
        mode=Mode(row.mode),
        scenario=row.scenario,
        item_key=row.item_key,
        run=row.run.name if row.run else "",
        question=row.question,
        type=row.type,
        choices=tuple(row.choices),
        asked_at=row.asked_at,
    )
