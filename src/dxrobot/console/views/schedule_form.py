"""Making and changing a schedule: the form, and the dates of a rule while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.app.schedule_change import PlannedChange, keep_change, planned_change
from dxrobot.app.schedules import NewSchedule, checked_schedule
from dxrobot.console.access import masked, may_change, scenarios_of, schedule_modes_of, schedule_of
from dxrobot.console.allow import Writing, about, allow, refusal, remark
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
from dxrobot.store.schedules import keep_schedule


@allow(PLANNERS, "schedule.add", methods=("GET", "POST"), files_first=True)
def new(request: HttpRequest) -> HttpResponse | Writing:
    """A new schedule."""
    person = cast(User, request.user)
    if request.method != "POST":
        return _page(request, form_of({"mode": Mode.TRIAL, "on_missed": OnMissed.LAST, **request.GET.dict()}))
    form = form_of(request.POST)
    if "look" in request.POST:
        remark(request, only_looked=True)
        return _page(request, form)
    check_form(person, form)
    return _written(request, form, None, lambda wanted: partial(_add, request, checked_schedule(workspace(), wanted)))


def _add(request: HttpRequest, wanted: Schedule) -> HttpResponse:
    keep_schedule(wanted)
    about(request, wanted.name)
    remark(request, words=wanted.words, scenario=wanted.scenario, mode=wanted.mode)
    tell(request, _("スケジュール「{name}」を作りました。").format(name=wanted.name))
    return HttpResponseRedirect(reverse("schedule", kwargs={"number": wanted.pk}))


@allow(PLANNERS, "schedule.change", methods=("GET", "POST"), files_first=True)
def change(request: HttpRequest, number: int) -> HttpResponse | Writing:
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
    return _written(
        request,
        form,
        found,
        lambda wanted: partial(_change, request, planned_change(workspace(), found.name, wanted, stated)),
    )


def _change(request: HttpRequest, planned: PlannedChange) -> HttpResponse:
    before = planned.kept.words
    kept = keep_change(planned)
    remark(request, words=kept.words, scenario=kept.scenario, mode=kept.mode, before=before)
    tell(request, _("「{name}」を変えました。次の回から、この内容で動きます。").format(name=kept.name))
    return HttpResponseRedirect(reverse("schedule", kwargs={"number": kept.pk}))


def _written(
    request: HttpRequest, form: ScheduleForm, kept: Schedule | None, planned: Callable[[NewSchedule], Writing]
) -> HttpResponse | Writing:
    """What is left to do so that the schedule is as ``form`` says; where something is wrong, the form with it."""

    def with_problem(error: InputError) -> HttpResponse:
        form.problems[""] = error.message
        return _page(request, form, kept, status=422)

    if form.wanted is None:
        return _page(request, form, kept, status=422)
    try:
        plan = planned(form.wanted)
    except InputError as error:
        return with_problem(error)

    def writing() -> HttpResponse:
        try:
            with transaction.atomic():
                return plan()
        except InputError as error:
            return with_problem(error)

    return writing


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
