"""Making and changing a schedule: the form, and the dates of a rule while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.app.schedule_change import change_schedule_to
from dxrobot.app.schedules import NewSchedule, add_schedule
from dxrobot.console.access import masked, may_change, scenarios_of, schedule_modes_of, schedule_of
from dxrobot.console.allow import about, allow, refusal, remark
from dxrobot.console.definitions import Known
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.pages import page, tell
from dxrobot.console.roles import PLANNERS
from dxrobot.console.schedule_dates import Around, Dates, dates_of
from dxrobot.console.schedule_form import ScheduleForm, check_form, cover, form_from, form_of, number_in, uncover
from dxrobot.console.schedule_inputs import PREFIX, input_fields
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.schedule.due import OnMissed
from dxrobot.store.approvals import approved_versions
from dxrobot.store.models import Schedule


@allow(PLANNERS, "schedule.add", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """A new schedule."""
    person = cast(User, request.user)
    if request.method != "POST":
        return _page(request, form_of({"mode": Mode.TRIAL, "on_missed": OnMissed.LAST, **request.GET.dict()}))
    form = form_of(request.POST)
    if "look" in request.POST:
        remark(request, only_looked=True)
        return _page(request, form)
    check_form(person, form)
    kept = _keep(form, lambda wanted: add_schedule(workspace(), wanted))
    if kept is None:
        return _page(request, form, status=422)
    about(request, kept.name)
    remark(request, words=kept.words, scenario=kept.scenario, mode=kept.mode)
    tell(request, _("スケジュール「{name}」を作りました。").format(name=kept.name))
    return HttpResponseRedirect(reverse("schedule", kwargs={"number": kept.pk}))


@allow(PLANNERS, "schedule.change", methods=("GET", "POST"))
def change(request: HttpRequest, number: int) -> HttpResponse:
    """A schedule as it stands, to be changed from its next moment on."""
    person = cast(User, request.user)
    found = schedule_of(person, number)
    about(request, found.name)
    if not may_change(person, found):
        return refusal(request)
    if request.method != "POST":
        form = form_from(found)
        if masked(person):
            cover(form, found)
        return _page(request, form, found)
    form = form_of({**request.POST.dict(), "name": found.name})
    form.number = number
    if "look" in request.POST:
        remark(request, only_looked=True)
        return _page(request, form, found)
    if masked(person):
        uncover(form, found)
    check_form(person, form)
    revision = number_in(request.POST.get("revision", ""))
    stated = found.revision if revision is None else revision
    kept = _keep(form, lambda wanted: change_schedule_to(workspace(), found.name, wanted, stated))
    if kept is None:
        return _page(request, form, found, status=422)
    remark(request, words=kept.words, scenario=kept.scenario, mode=kept.mode, before=found.words)
    tell(request, _("「{name}」を変えました。次の回から、この内容で動きます。").format(name=kept.name))
    return HttpResponseRedirect(reverse("schedule", kwargs={"number": number}))


@allow(PLANNERS, "schedule.dates", quiet=True)
def dates(request: HttpRequest) -> HttpResponse:
    """The next dates of the rule that is being typed."""
    person = cast(User, request.user)
    form = form_of(request.GET)
    return page(request, "parts/schedule_dates.html.j2", {"dates": _dates(person, form)})


@allow(PLANNERS, "schedule.inputs", quiet=True)
def inputs(request: HttpRequest) -> HttpResponse:
    """The fields for the inputs of the scenario that was chosen."""
    return page(request, "parts/schedule_inputs.html.j2", _chosen(cast(User, request.user), form_of(request.GET)))


def _keep(form: ScheduleForm, keep: Any) -> Schedule | None:
    """Keep what ``form`` says; None when something is wrong, which then stands in the form."""
    wanted: NewSchedule | None = form.wanted
    if wanted is None:
        return None
    try:
        with transaction.atomic():
            return cast(Schedule, keep(wanted))
    except InputError as error:
        form.problems[""] = error.message
        return None


def _dates(person: User, form: ScheduleForm) -> Dates:
    sent = form.sent
    scenario = sent["scenario"] if sent["scenario"] in scenarios_of(person) else ""
    mode = sent["mode"] if sent["mode"] in tuple(Mode) else Mode.TRIAL
    return dates_of(person, sent["rule"], Around(scenario, mode, number_in(sent["minutes"]), sent["window"]))


def _chosen(person: User, form: ScheduleForm) -> Mapping[str, Any]:
    """What the form shows of the scenario that was chosen."""
    known = scenarios_of(person).get(form.sent["scenario"])
    scenario = known.scenario if known else None
    given = {
        name.removeprefix(PREFIX): value.splitlines()
        for name, value in form.sent.items()
        if name.startswith(PREFIX) and value
    }
    approved = known is not None and (known.name, known.version) in approved_versions([known.name])
    return {
        "known": known,
        "approved": approved,
        "inputs": input_fields(scenario, given, form.problems) if scenario else [],
    }


def _page(request: HttpRequest, form: ScheduleForm, kept: Schedule | None = None, status: int = 200) -> HttpResponse:
    person = cast(User, request.user)
    choices: list[Known] = sorted(scenarios_of(person).values(), key=lambda one: (one.department, one.title))
    context = {
        "form": form,
        "kept": kept,
        "revision": request.POST.get("revision") or (kept.revision if kept else 0),
        "choices": choices,
        "modes": schedule_modes_of(person),
        "dates": _dates(person, form),
        **_chosen(person, form),
    }
    return page(request, "schedule_form.html.j2", context, status)
