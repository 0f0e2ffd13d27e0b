"""Schedules: all of them, one of them, and what people do with one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import cast

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.app.orders import engine_of
from dxrobot.app.schedule_view import moments_of_schedule
from dxrobot.app.schedules import order_like, pause_schedule, remove, resume_schedule, skip_moment
from dxrobot.console import definitions
from dxrobot.console.access import masked, may_change, orders_of, schedule_of, schedules_of
from dxrobot.console.allow import Writing, about, allow, refusal, remark
from dxrobot.console.city import city
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.pages import moment as moment_words
from dxrobot.console.pages import page, tell
from dxrobot.console.roles import EVERYBODY, PLANNERS
from dxrobot.console.schedule_form import HIDDEN, NAMING
from dxrobot.console.schedule_inputs import PREFIX, InputField, input_fields
from dxrobot.console.schedule_lines import schedule_lines, state_words
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode, OrderState
from dxrobot.schedule.city import City
from dxrobot.store.clock import store_now
from dxrobot.store.models import Order, Schedule

_ON_A_PAGE = 100
_ORDERS = 15
_MOMENTS = 10
_LONGEST_SEARCH = 100


@allow(EVERYBODY, "schedules")
def schedules(request: HttpRequest) -> HttpResponse:
    """All that the person sees, those that fire next first."""
    person = cast(User, request.user)
    wanted = {name: request.GET.get(name, "")[:_LONGEST_SEARCH].strip() for name in ("q", "state", "mode")}
    rows = _searched(schedules_of(person), wanted)
    pages = Paginator(rows.order_by(F("next_fire_at").asc(nulls_last=True), "name"), _ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "lines": schedule_lines(person, shown.object_list),
        "shown": shown,
        "wanted": wanted,
        "any": rows.exists() or schedules_of(person).exists(),
        "planner": person.role in PLANNERS,
        "state_words": state_words,
        "order_state": _order_state,
    }
    return page(request, "schedules.html.j2", context)


def _searched(rows: QuerySet[Schedule], wanted: dict[str, str]) -> QuerySet[Schedule]:
    if words := wanted["q"]:
        named = [name for name, known in definitions.scenarios().items() if words in f"{known.title}{known.department}"]
        rows = rows.filter(Q(name__icontains=words) | Q(words__icontains=words) | Q(scenario__in=named))
    if wanted["state"] in ("paused", "active"):
        rows = rows.filter(paused=wanted["state"] == "paused")
    if wanted["mode"] in tuple(Mode):
        rows = rows.filter(mode=wanted["mode"])
    return rows


def _order_state(order: Order) -> str:
    """The state that tells most: of an order that was carried out, its run's."""
    if order.state == OrderState.WAITING:
        return "queued"
    if order.state == OrderState.CANCELLED:
        return "withdrawn"
    return order.run.status if order.state == OrderState.ENDED and order.run is not None else order.state


@allow(EVERYBODY, "schedule")
def schedule(request: HttpRequest, number: int) -> HttpResponse:
    """One of them: its rule, its next dates, what became of the last ones."""
    person = cast(User, request.user)
    found = schedule_of(person, number)
    about(request, found.name)
    line = schedule_lines(person, [found])[0]
    context = {
        "line": line,
        "one": found,
        "moments": moments_of_schedule(workspace(), found.name, store_now(), _MOMENTS) if _timed(found) else [],
        "skips": {datetime.fromisoformat(skip) for skip in found.skips},
        "orders": _last_orders(person, found),
        "inputs": _inputs(person, found),
        "state_words": state_words,
        "order_state": _order_state,
    }
    return page(request, "schedule.html.j2", context)


def _timed(one: Schedule) -> bool:
    return not one.folder and not one.follows


def _last_orders(person: User, one: Schedule) -> list[Order]:
    """Its last orders: those of its moments, and those that people placed by hand."""
    own = orders_of(person).filter(schedule=one.name).select_related("run")
    of_moments = own.filter(fire_at__isnull=False).order_by("-fire_at")[:_ORDERS]
    by_hand = own.filter(fire_at__isnull=True).order_by("-id")[:_ORDERS]
    return sorted((*of_moments, *by_hand), key=lambda order: order.requested_at, reverse=True)[:_ORDERS]


def _inputs(person: User, one: Schedule) -> list[InputField]:
    """What each run is started with; words that somebody wrote are hidden from who sees no personal data."""
    known = definitions.scenarios().get(one.scenario)
    if known is None or known.scenario is None:
        return []
    fields = input_fields(known.scenario, one.inputs, {})
    shown = [field for field in fields if field.value or field.name == PREFIX + one.file_input]
    if not masked(person):
        return shown
    return [replace(field, value=HIDDEN) if field.kind in NAMING else field for field in shown]


def _own(request: HttpRequest, number: int) -> Schedule | HttpResponse:
    """The schedule of that number, if the person may change it; else the answer in its place."""
    person = cast(User, request.user)
    found = schedule_of(person, number)
    about(request, found.name)
    return found if may_change(person, found) else refusal(request)


def _back(request: HttpRequest, number: int) -> HttpResponse:
    """To the list for who came from there, else to the schedule."""
    if request.POST.get("back") == "list":
        return HttpResponseRedirect(reverse("schedules"))
    return HttpResponseRedirect(reverse("schedule", kwargs={"number": number}))


@allow(PLANNERS, "schedule.pause", methods=("POST",))
def pause(request: HttpRequest, number: int) -> HttpResponse:
    """Let it rest."""
    found = _own(request, number)
    if isinstance(found, HttpResponse):
        return found
    pause_schedule(found.name)
    tell(request, _("「{name}」を止めました。再開するまで動きません。").format(name=found.name))
    return _back(request, number)


@allow(PLANNERS, "schedule.resume", methods=("POST",), files_first=True)
def resume(request: HttpRequest, number: int) -> HttpResponse | Writing:
    """Go on, from the next moment that comes."""
    found, here = _own(request, number), city()
    if isinstance(found, HttpResponse):
        return found

    def writing() -> HttpResponse:
        now = resume_schedule(here, found.name)
        said = _("「{name}」を再開しました。次の回: {moment}") if now.next_fire_at else _("「{name}」を再開しました。")
        tell(request, said.format(name=found.name, moment=moment_words(now.next_fire_at)))
        return _back(request, number)

    return writing


@allow(PLANNERS, "schedule.skip", methods=("POST",), files_first=True)
def skip(request: HttpRequest, number: int) -> HttpResponse | Writing:
    """Take one moment out, or put it back."""
    found, here = _own(request, number), city()
    if isinstance(found, HttpResponse):
        return found
    wanted = _moment(request.POST.get("moment", ""))
    return partial(_skip, request, found, here, wanted)


def _skip(request: HttpRequest, found: Schedule, here: City, wanted: datetime) -> HttpResponse:
    undo = request.POST.get("undo") == "1"
    try:
        skipped = skip_moment(here, found.name, wanted, undo=undo)
    except InputError as error:
        raise InputError(error.message, _("画面を開き直して、これから動く日時を確かめてください。")) from error
    remark(request, moment=skipped.isoformat(), undo=undo)
    said = _("{moment} の回は、予定どおり動かします。") if undo else _("{moment} の回をとばします。")
    tell(request, said.format(moment=moment_words(skipped)))
    return _back(request, found.pk)


def _moment(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 2000 < found.year < 2200:
        raise InputError(_("どの回かが分かりません。"), _("画面を開き直して、もう一度選んでください。"))
    return found


@allow(PLANNERS, "schedule.run", methods=("POST",), files_first=True)
def run(request: HttpRequest, number: int) -> HttpResponse | Writing:
    """Run it once, now."""
    found = _own(request, number)
    if isinstance(found, HttpResponse):
        return found
    if found.file_input:
        raise InputError(
            _("このスケジュールは、フォルダーに置かれたファイルで動きます。"),
            _("今すぐ動かすには、フォルダーにファイルを置いてください。"),
        )
    order = order_like(workspace(), found, {}, cast(User, request.user).name)

    def writing() -> HttpResponse:
        engine_of(workspace()).submit(order)
        remark(request, order=order.pk, mode=order.mode)
        tell(request, _("「{name}」を今すぐ動かすよう頼みました。順番が来ると始まります。").format(name=found.name))
        return _back(request, number)

    return writing


@allow(PLANNERS, "schedule.remove", methods=("POST",))
def removed(request: HttpRequest, number: int) -> HttpResponse:
    """Remove it; what it did stays."""
    found = _own(request, number)
    if isinstance(found, HttpResponse):
        return found
    remark(request, words=found.words, scenario=found.scenario, mode=found.mode)
    left = remove(found.name)
    said = _("「{name}」を消しました。これまでの記録は残っています。").format(name=found.name)
    if left:
        said += _("始まった回や順番を待つ回が{left}回あり、そのまま動きます。").format(left=left)
    tell(request, said)
    return HttpResponseRedirect(reverse("schedules"))
