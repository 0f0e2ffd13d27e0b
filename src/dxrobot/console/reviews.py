"""What waits for a person to check, by scenario and run, and which runs can go on since everything was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from dxrobot.console import definitions
from dxrobot.console.access import modes_of, runs_of
from dxrobot.console.models import User
from dxrobot.console.waiting import open_doubts_of
from dxrobot.items import Mode, RunStatus
from dxrobot.store.models import Answer, Doubt, Order, Question, Run
from dxrobot.store.models.orders import OPEN

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class WaitingRun:
    """A run with fields that wait for a person."""

    name: str
    mode: str
    started_at: datetime
    fields: int
    forms: int
    oldest: datetime
    """When its first field that still waits was asked about."""


@dataclass(frozen=True, slots=True)
class WaitingScenario:
    """The runs of one scenario that wait, the oldest first."""

    name: str
    title: str
    runs: tuple[WaitingRun, ...]

    @property
    def fields(self) -> int:
        """All its fields that wait."""
        return sum(run.fields for run in self.runs)


def waiting_scenarios(person: User) -> list[WaitingScenario]:
    """What waits for ``person``, the longest waiting scenario first."""
    rows = open_doubts_of(person).values("run__name", "run__scenario", "run__mode", "run__started_at")
    counted = rows.annotate(
        fields=Count("id"), forms=Count("form_key", distinct=True), oldest=Min("asked_at")
    ).order_by("oldest")[:_SHOWN]
    found: dict[str, list[WaitingRun]] = {}
    for row in counted:
        run = WaitingRun(
            row["run__name"], row["run__mode"], row["run__started_at"], row["fields"], row["forms"], row["oldest"]
        )
        found.setdefault(row["run__scenario"], []).append(run)
    titles = definitions.titles()
    return [WaitingScenario(name, titles.get(name, name), tuple(runs)) for name, runs in found.items()]


def ready_runs(person: User) -> QuerySet[Run]:
    """Runs that the person may continue, and for which everything asked has been answered and not been used yet."""
    answer = Answer.objects.filter(scan_digest=OuterRef("scan_digest"), page=OuterRef("page"), field=OuterRef("field"))
    doubts = Doubt.objects.filter(run__in=runs_of(person))
    checked = doubts.filter(Exists(answer.filter(run_attempt=0))).values("run")
    asked = Question.objects.filter(run__status=RunStatus.WAITING, answered_at__gt=F("run__finished_at")).values("run")
    return (
        runs_of(person)
        .filter(Q(id__in=checked) | Q(id__in=asked), mode__in=modes_of(person), finished_at__isnull=False)
        .exclude(id__in=doubts.filter(~Exists(answer)).values("run"))
        .exclude(Exists(Question.objects.filter(run=OuterRef("pk"), answered_at=None)))
        .exclude(Exists(Order.objects.filter(run=OuterRef("pk"), state__in=OPEN)))
        .order_by("started_at")[:_SHOWN]
    )


def may_go_on_with(person: User, run: Run) -> bool:
    """Whether the person's duty allows to start a run of that mode."""
    return Mode(run.mode) in modes_of(person)
