"""Scenarios: the cards of all, and the page of one that a successor can read."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse

from dxrobot.app.scenario_changes import baseline_words, limit_words
from dxrobot.console.access import modes_of, runs_of, scenario_of, scenarios_of, whole_city
from dxrobot.console.accounts import today
from dxrobot.console.allow import allow
from dxrobot.console.cards import cards_of, departments, matching
from dxrobot.console.definitions import Known, outline_of, robots_of
from dxrobot.console.definitions import scenarios as all_scenarios
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.console.roles import EVERYBODY
from dxrobot.console.run_lines import run_lines
from dxrobot.console.standing import standing_of
from dxrobot.console.versions import keep_texts_of_approved
from dxrobot.japanese.wareki import fiscal_year

_RUNS = 5


@allow(EVERYBODY, "scenarios")
def scenarios(request: HttpRequest) -> HttpResponse:
    """Every scenario that the person sees, as cards."""
    person = cast(User, request.user)
    keep_texts_of_approved(all_scenarios())
    known, words = scenarios_of(person), request.GET.get("words", "").strip()[:100]
    department = request.GET.get("department", "")
    context = {
        "cards": cards_of(person, matching(person, known, words, department), fiscal_year(today())),
        "words": words,
        "department": department,
        "departments": departments(known) if whole_city(person) else [],
        "any": bool(known),
        "may_start": bool(modes_of(person)),
    }
    return page(request, "scenarios.html.j2", context)


@allow(EVERYBODY, "scenario")
def scenario(request: HttpRequest, name: str) -> HttpResponse:
    """One scenario: what it does step by step, what it needs, how it stands, and how its last runs went."""
    person = cast(User, request.user)
    known = scenario_of(person, name)
    keep_texts_of_approved(all_scenarios())
    context = {
        "known": known,
        "standing": standing_of(known),
        "outline": outline_of(known),
        "robots": list(robots_of(known).values()),
        "templates": [loaded.model for loaded in known.uses.templates.values()] if known.uses else [],
        "limits": list(limit_words(known.scenario.limits).values()) if known.scenario else [],
        "baselines": _baselines(known),
        "may_start": bool(modes_of(person)) and bool(known.version),
        "runs": run_lines(runs_of(person).filter(scenario=name).order_by("-id")[:_RUNS]),
    }
    return page(request, "scenario.html.j2", context)


def _baselines(known: Known) -> list[tuple[str, str]]:
    """Each baseline in words with its note, the newest first."""
    if known.scenario is None:
        return []
    newest_first = sorted(known.scenario.baseline, key=lambda one: one.valid_from, reverse=True)
    return [(baseline_words(one), one.note) for one in newest_first]
