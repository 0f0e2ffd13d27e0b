"""今日: what ran, what waits for the person, what comes next, what this month has saved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.console import definitions
from dxrobot.console.access import orders_of, questions_of, runs_of, schedules_of
from dxrobot.console.allow import allow
from dxrobot.console.approver_accounts import NOTICERS, have_seen, unseen_changes
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.console.roles import CHECKERS, EVERYBODY
from dxrobot.console.run_lines import run_lines
from dxrobot.console.saved import saved_this_month
from dxrobot.console.waiting import doubts_by_run, open_requests_of
from dxrobot.items import OrderState
from dxrobot.japanese.wareki import JAPAN

_RUNS = 12
_NEXT = 8
_OPEN = (OrderState.WAITING, OrderState.RUNNING)


@allow(EVERYBODY, "today")
def today(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    return page(request, "today.html.j2", _context(cast(User, request.user)))


@allow(EVERYBODY, "today", quiet=True)
def today_runs(request: HttpRequest) -> HttpResponse:
    """What runs now, asked for again by the page itself."""
    return page(request, "parts/today_runs.html.j2", _runs(cast(User, request.user), _begin_of_day()))


@allow(NOTICERS, "today.accounts", methods=("POST",))
def accounts_seen(request: HttpRequest) -> HttpResponse:
    """The person has looked at the changes of accounts that were shown."""
    written = request.POST.get("until", "")
    have_seen(cast(User, request.user), int(written[:18]) if written.isascii() and written.isdigit() else 0)
    return HttpResponseRedirect(reverse("today"))


def _begin_of_day() -> datetime:
    return datetime.now(JAPAN).replace(hour=0, minute=0, second=0, microsecond=0)


def _context(person: User) -> dict[str, object]:
    now, begin = datetime.now(JAPAN), _begin_of_day()
    caseworker = person.role in CHECKERS
    return {
        **_runs(person, begin),
        "now": now,
        "accounts": unseen_changes(person),
        "doubts": doubts_by_run(person),
        "questions": questions_of(person).order_by("asked_at")[:_RUNS] if caseworker else [],
        "requests": open_requests_of(person).select_related("requested_by"),
        "coming": schedules_of(person)
        .filter(paused=False, next_fire_at__gte=now, next_fire_at__lt=begin + timedelta(days=8))
        .order_by("next_fire_at")[:_NEXT],
        "saved": saved_this_month(person, now.date()),
    }


def _runs(person: User, begin: datetime) -> dict[str, object]:
    """What ran since ``begin`` and what waits to run."""
    ran = runs_of(person).filter(started_at__gte=begin).order_by("-started_at")
    return {
        "titles": definitions.titles(),
        "runs": run_lines(ran[:_RUNS]),
        "runs_left_out": max(0, ran.count() - _RUNS),
        "waiting_orders": orders_of(person).filter(state__in=_OPEN, run=None).order_by("-priority", "id")[:_RUNS],
    }
