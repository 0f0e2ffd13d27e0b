"""Scenarios as cards: what each does, whose it is, how it stands and what it saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from dxrobot.console.access import runs_of, whole_city
from dxrobot.console.definitions import Known
from dxrobot.console.models import User
from dxrobot.console.run_lines import RunLine, run_lines
from dxrobot.console.saved import saved_by_job
from dxrobot.console.standing import Standing, standings
from dxrobot.store.models import Run


@dataclass(frozen=True, slots=True)
class Card:
    """One scenario as the list shows it."""

    known: Known
    standing: Standing
    last: RunLine | None
    """Its newest run that the person may see."""
    saved: Decimal | None
    """Minutes that its job saved this fiscal year; None where nothing counts yet."""


def cards_of(person: User, scenarios: Iterable[Known], year: int) -> list[Card]:
    """``scenarios`` as cards for ``person``; a handful of queries for all of them."""
    known = list(scenarios)
    stands = standings(known)
    last, saved = _last_runs(person, [one.name for one in known]), saved_by_job(year)
    return [Card(one, stands[one.name], last.get(one.name), saved.get(_job(one))) for one in known]


def matching(person: User, scenarios: Mapping[str, Known], words: str, department: str) -> list[Known]:
    """The scenarios in which every one of ``words`` occurs, of ``department`` if one is named; by their titles."""
    wanted = words.lower().split()
    found = [one for one in scenarios.values() if all(word in _text(one) for word in wanted)]
    if whole_city(person) and department:
        found = [one for one in found if one.department == department]
    return sorted(found, key=lambda one: (one.department, one.title))


def departments(scenarios: Mapping[str, Known]) -> list[str]:
    """Every department that has a scenario."""
    return sorted({one.department for one in scenarios.values() if one.department})


def _text(known: Known) -> str:
    job = known.scenario.job if known.scenario else None
    told = [known.name, known.title, known.department]
    told += [known.scenario.description] if known.scenario else []
    told += [job.name, job.owner] if job else []
    return " ".join(told).lower()


def _job(known: Known) -> tuple[str, str]:
    job = known.scenario.job if known.scenario else None
    return (job.department, job.name) if job else ("", "")


def _last_runs(person: User, names: list[str]) -> dict[str, RunLine]:
    newest = runs_of(person).filter(scenario__in=names).values("scenario").annotate(newest=Max("id"))
    runs = Run.objects.filter(pk__in=[row["newest"] for row in newest.order_by()])
    return {line.run.scenario: line for line in run_lines(runs)}
