"""Forgetting what a run knew of people: values, answers and texts go; keys, hashes, states and the ledger stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from dxrobot.items import IntentState, ItemState, RunStatus
from dxrobot.store.models import (
    Answer,
    Doubt,
    EnteredValue,
    Intent,
    Item,
    Lesson,
    MadeFile,
    Order,
    PastEntry,
    Question,
    Run,
)
from dxrobot.store.models.orders import OPEN

_IN_DOUBT = (IntentState.RESERVED, IntentState.SUBMITTING, IntentState.UNKNOWN)
_FOR_A_PERSON = (ItemState.WAITING_REVIEW, ItemState.UNKNOWN)
_SETTLED = (ItemState.DONE, ItemState.SKIPPED, ItemState.BUSINESS_ERROR)


@dataclass(frozen=True, slots=True)
class EndedRun:
    """A run as far as it matters for how long its data may be kept."""

    name: str
    scenario: str
    ended_at: datetime
    open: bool
    """Whether somebody still needs what it knows: it is at work, or an item waits for a person or is in doubt."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows were emptied or deleted."""

    values: int = 0
    answers: int = 0
    questions: int = 0


def runs_to_judge() -> list[EndedRun]:
    """Every run, the oldest first."""
    return [_ended(run) for run in Run.objects.order_by("started_at")]


def held_of(name: str) -> Forgotten:
    """What is still held of the run called ``name``."""
    return Forgotten(
        values=_values(name).count(),
        answers=Answer.objects.filter(run__name=name).count(),
        questions=Question.objects.filter(run__name=name).count(),
    )


def forget(name: str) -> Forgotten:
    """Delete the values, answers and questions of one run and empty its texts, all of it or nothing."""
    with transaction.atomic():
        held = held_of(name)
        _values(name).delete()
        Answer.objects.filter(run__name=name).delete()
        Doubt.objects.filter(run__name=name).delete()
        Lesson.objects.filter(run__name=name).update(read=None, said=None, candidates=[])
        Question.objects.filter(run__name=name).delete()
        MadeFile.objects.filter(run__name=name).delete()
        Intent.objects.filter(run__name=name).update(outputs=None)
        PastEntry.objects.filter(run__name=name).update(outputs=None)
        # A site's own words and the names of files may name people.
        Item.objects.filter(run__name=name).update(reason="", source="")
        Run.objects.filter(name=name).update(inputs={}, message="")
        Order.objects.filter(run__name=name).exclude(state__in=OPEN).update(inputs={}, reason="")
    return held


def overwrite_deleted() -> None:
    """Let an SQLite file hold no trace of what was deleted; another database cleans up by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _values(name: str) -> QuerySet[EnteredValue]:
    """The values of the entries that the run holds, and of those it made before a person had them entered again."""
    past = PastEntry.objects.filter(run__name=name, intent=OuterRef("intent"), attempt=OuterRef("attempt"))
    return EnteredValue.objects.filter(Q(intent__run__name=name) | Exists(past))


def _ended(run: Run) -> EndedRun:
    at_work = run.status == RunStatus.RUNNING
    in_doubt = Intent.objects.filter(run=run, state__in=_IN_DOUBT).exists()
    return EndedRun(run.name, run.scenario, run.finished_at or run.started_at, at_work or in_doubt or _waits(run))


def _waits(run: Run) -> bool:
    """Whether an item of ``run`` waits for a person, and no later run has settled it."""
    later = Item.objects.filter(
        run__scenario=run.scenario,
        run__mode=run.mode,
        run__started_at__gt=run.started_at,
        key=OuterRef("key"),
        state__in=_SETTLED,
    )
    return Item.objects.filter(run=run, state__in=_FOR_A_PERSON).exclude(Exists(later)).exists()
