"""Runs: the list, one of them with its live progress, its items, and what waits to be run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.app.going_on import may_go_on
from dxrobot.app.orders import reason_of
from dxrobot.app.tracing import entered_of
from dxrobot.console import definitions
from dxrobot.console.access import masked, modes_of, order_of, orders_of, run_of, scenarios_of
from dxrobot.console.allow import allow
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.console.roles import CASEWORKERS, EVERYBODY
from dxrobot.console.run_list import Filters, run_page
from dxrobot.console.run_view import RunFile, files_of, item_lines, items_of, orders_for, view_of
from dxrobot.console.views.run_deeds import SETTLERS, STOPPERS
from dxrobot.items import ItemState, Mode, OrderState, RunStatus
from dxrobot.store.models import Item, Ruling, Run
from dxrobot.store.orders import open_order_of

_WAITING = 30


@allow(EVERYBODY, "runs")
def runs(request: HttpRequest) -> HttpResponse:
    """The newest runs, and before them what waits for its turn."""
    person = cast(User, request.user)
    filters, before = Filters.of(request.GET), request.GET.get("before", "")
    first = not before.isdecimal()
    waiting = orders_of(person).filter(state__in=(OrderState.WAITING, OrderState.RUNNING), run=None)
    context = {
        "filters": filters,
        "found": run_page(person, filters, None if first else int(before[:18])),
        "first": first,
        "waiting": waiting.order_by("-priority", "id")[:_WAITING] if first and not filters.any else [],
        "titles": definitions.titles(),
        "scenarios": sorted(scenarios_of(person).values(), key=lambda one: one.title),
        "modes": list(Mode),
        "statuses": list(RunStatus),
    }
    return page(request, "runs.html.j2", context)


@allow(EVERYBODY, "order")
def order(request: HttpRequest, number: int) -> HttpResponse:
    """An order that waits for its turn; once its run has begun, that run."""
    found = order_of(cast(User, request.user), number)
    if found.run is not None:
        return HttpResponseRedirect(reverse("run", kwargs={"name": found.run.name}))
    return page(request, "order.html.j2", _order(request, number))


@allow(EVERYBODY, "order", quiet=True)
def order_standing(request: HttpRequest, number: int) -> HttpResponse:
    """How the order stands, asked for again by its page, which is left when the run has begun."""
    found = order_of(cast(User, request.user), number)
    if found.run is not None:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse("run", kwargs={"name": found.run.name})
        return answer
    return page(request, "parts/order_standing.html.j2", _order(request, number))


@allow(EVERYBODY, "run")
def run(request: HttpRequest, name: str) -> HttpResponse:
    """One run."""
    person = cast(User, request.user)
    found = run_of(person, name)
    state, after = request.GET.get("state", ""), request.GET.get("after", "")
    own = not masked(person)
    files = files_of(found) if person.role in CASEWORKERS else []
    context = {
        **_progress(person, found),
        "items": items_of(person, found, state, int(after[:9]) if after.isdecimal() else 0),
        "files": files,
        "orders": orders_for(found),
        "inputs": _inputs(found, files) if own else [],
        "may_settle": person.role in SETTLERS,
        "may_go_on": Mode(found.mode) in modes_of(person) and may_go_on(found),
        "states": list(ItemState),
    }
    return page(request, "run.html.j2", context)


@allow(EVERYBODY, "run", quiet=True)
def run_progress(request: HttpRequest, name: str) -> HttpResponse:
    """How far the run is, asked for again by its page, which is drawn anew once the run is over."""
    person = cast(User, request.user)
    found = run_of(person, name)
    answer = page(request, "parts/run_progress.html.j2", _progress(person, found))
    if found.status != RunStatus.RUNNING and open_order_of(found) is None:
        answer["HX-Refresh"] = "true"
    return answer


@allow(EVERYBODY, "item")
def item(request: HttpRequest, name: str, ordinal: int) -> HttpResponse:
    """One item of a run: its pictures, how it ended, what was entered, and what people decided about it."""
    return _item(request, name, ordinal, reveal=False)


@allow(CASEWORKERS, "item.reveal", methods=("POST",))
def reveal(request: HttpRequest, name: str, ordinal: int) -> HttpResponse:
    """The same with what was entered uncovered, for the department alone; who looked stands in the trail."""
    return _item(request, name, ordinal, reveal=True)


def _item(request: HttpRequest, name: str, ordinal: int, *, reveal: bool) -> HttpResponse:
    person = cast(User, request.user)
    found = run_of(person, name)
    row = Item.objects.filter(run=found, ordinal=ordinal).first()
    if row is None:
        raise Http404
    rulings = Ruling.objects.filter(run=found, item_key=row.key).order_by("id")
    around = Item.objects.filter(run=found)
    context = {
        "run": found,
        "title": definitions.titles().get(found.scenario, found.scenario),
        "line": item_lines(person, found, [row])[0],
        "rulings": [] if masked(person) else list(rulings),
        "before": around.filter(ordinal__lt=ordinal).order_by("-ordinal").values_list("ordinal", flat=True).first(),
        "after": around.filter(ordinal__gt=ordinal).order_by("ordinal").values_list("ordinal", flat=True).first(),
        "may_settle": person.role in SETTLERS,
        "over": found.status != RunStatus.RUNNING,
        "entered": [] if masked(person) else entered_of(found, row.key, reveal=reveal),
        "revealed": reveal,
        "may_reveal": person.role in CASEWORKERS,
    }
    return page(request, "item.html.j2", context)


def _progress(person: User, found: Run) -> dict[str, object]:
    return {"view": view_of(person, found), "may_stop": person.role in STOPPERS, "masked": masked(person)}


def _order(request: HttpRequest, number: int) -> dict[str, object]:
    person = cast(User, request.user)
    found = order_of(person, number)
    return {
        "order": found,
        "title": definitions.titles().get(found.scenario, found.scenario),
        "reason": reason_of(found),
        "may_stop": person.role in STOPPERS,
        "open": found.state in (OrderState.WAITING, OrderState.RUNNING),
    }


def _inputs(found: Run, files: Sequence[RunFile]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the run was started with: titles of the inputs, and files by their names alone.

    Beside each the name by which it can be taken, if it can.
    """
    takable = {str(one.path): one.name for one in files if one.handed_in}
    known = definitions.scenarios().get(found.scenario)
    declared = known.scenario.inputs if known and known.scenario else {}
    shown = []
    for name, values in found.inputs.items():
        title = declared[name].title if name in declared else name
        told = [(value.replace("\\", "/").rpartition("/")[2], takable.get(value, "")) for value in values if value]
        shown.append((title, told))
    return shown
