"""What people decided about doubtful fields, kept by scan so that nobody is asked twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from dxrobot.items import Mode
from dxrobot.ocr.reading import Value
from dxrobot.store.models import Answer, LedgerRow, Run

_BETWEEN_RUNS = 0
"""Attempts count from 1: no ledger entry has counted what belongs to none."""


@dataclass(frozen=True, slots=True)
class SettledField:
    """A person's decision about one field of one scanned page."""

    scan_digest: str
    page: int
    field: str
    value: Value
    settled_by: str


def answers_for(scan_digest: str, page: int) -> dict[str, SettledField]:
    """Earlier decisions about one page, by field."""
    rows = Answer.objects.filter(scan_digest=scan_digest, page=page)
    return {row.field: SettledField(scan_digest, page, row.field, row.value, row.settled_by) for row in rows}


def take_uncounted(run: Run, scan_digest: str, page: int) -> dict[str, float | None]:
    """Fields whose answers no ledger entry has counted, with the seconds that each took where they were measured.

    They are those of trials, of runs that were cut off, and those that people gave between two runs.

    From now on they are ``run``'s to count: the person's time was spent once and must stand in the ledger once.
    """
    entry = LedgerRow.objects.filter(run=OuterRef("run"), attempt=OuterRef("run_attempt"))
    counted = Q(Exists(entry), run__mode=Mode.PRODUCTION) | Q(run=run, run_attempt=run.attempt)
    with transaction.atomic():
        rows = Answer.objects.filter(scan_digest=scan_digest, page=page).exclude(counted)
        fields = dict(rows.values_list("field", "seconds"))
        taken = Answer.objects.filter(scan_digest=scan_digest, page=page, field__in=list(fields))
        taken.update(run=run, run_attempt=run.attempt)
    return fields


def keep_answer_between_runs(run: Run, answer: SettledField, seconds: float | None) -> None:
    """Write down what a person decided while no run is at work; the next one that reads the scan counts the time.

    ``run`` is the one that asked; ``seconds`` how long the person looked, None when it was not measured.
    """
    _write(answer, run, attempt=_BETWEEN_RUNS, seconds=seconds)


def take_answer_back(scan_digest: str, page: int, field: str, by: str) -> bool:
    """Forget what the person ``by`` decided between runs; False when that is not there, or a run has used it."""
    own = Answer.objects.filter(scan_digest=scan_digest, page=page, field=field, settled_by=by)
    deleted, _rows = own.filter(run_attempt=_BETWEEN_RUNS).delete()
    return deleted > 0


def keep_answers(run: Run, answers: Iterable[SettledField]) -> None:
    """Write decisions down; a later decision about the same field replaces the earlier one."""
    with transaction.atomic():
        for answer in answers:
            _write(answer, run, attempt=run.attempt, seconds=None)


def _write(answer: SettledField, run: Run, *, attempt: int, seconds: float | None) -> None:
    Answer.objects.update_or_create(
        scan_digest=answer.scan_digest,
        page=answer.page,
        field=answer.field,
        defaults={
            "value": answer.value,
            "settled_by": answer.settled_by,
            "settled_at": timezone.now(),
            "run": run,
            "run_attempt": attempt,
            "seconds": seconds,
        },
    )
