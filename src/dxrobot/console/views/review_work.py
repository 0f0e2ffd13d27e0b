"""確認 at work: one doubtful field after the other, by the keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse

from dxrobot.app import reviewing
from dxrobot.app.page_pictures import page_picture
from dxrobot.console import definitions
from dxrobot.console.access import doubts_of
from dxrobot.console.allow import Writing, allow, remark
from dxrobot.console.doubt_json import doubt_json
from dxrobot.console.here import workspace
from dxrobot.console.holding import hold, let_go
from dxrobot.console.models import User
from dxrobot.console.pages import page, tell
from dxrobot.console.people import signature
from dxrobot.console.review_words import words_of_the_screen
from dxrobot.console.roles import CHECKERS
from dxrobot.console.waiting import open_doubts_of
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.template import Template
from dxrobot.store.answers import SettledField, answers_for
from dxrobot.store.doubts import FIELD_BY_FIELD, FORM_BY_FORM
from dxrobot.store.models import Doubt

AT_ONCE = 5000
"""So many fields are put in order at once; what is left comes afterwards."""
_FETCHED = 20
_ORDERS: dict[str, Sequence[str]] = {"field": FIELD_BY_FIELD, "form": ("run", *FORM_BY_FORM)}


@allow(CHECKERS, "review.work")
def work(request: HttpRequest) -> HttpResponse:
    """The screen for what waits: of one run, of one scenario, or everything."""
    run, scenario = request.GET.get("run", ""), request.GET.get("scenario", "")
    order = request.GET.get("order", "field")
    doubts = open_doubts_of(cast(User, request.user))
    if run:
        doubts = doubts.filter(run__name=run)
    if scenario:
        doubts = doubts.filter(run__scenario=scenario)
    numbers = list(doubts.order_by(*_ORDERS.get(order, FIELD_BY_FIELD), "id").values_list("id", flat=True)[:AT_ONCE])
    remark(request, run=run, scenario=scenario, fields=len(numbers))
    if not numbers:
        tell(request, _("確認を待っている項目は、いまはありません。"))
        return HttpResponseRedirect(reverse("review"))
    context = {
        "numbers": numbers,
        "words": words_of_the_screen(),
        "order": order if order in _ORDERS else "field",
        "narrowed": {name: value for name, value in (("run", run), ("scenario", scenario)) if value},
        "title": definitions.titles().get(scenario, scenario),
    }
    return page(request, "review_work.html.j2", context)


@allow(CHECKERS, "review.fields")
def fields(request: HttpRequest) -> HttpResponse:
    """The fields with the numbers asked for, as JSON; which of them are settled, and which somebody else looks at."""
    person = cast(User, request.user)
    numbers = [int(part) for part in request.GET.get("ids", "").split(",") if part.isascii() and part.isdigit()]
    numbers = [number for number in numbers[:_FETCHED] if number < 2**63]
    there = {doubt.pk: doubt for doubt in open_doubts_of(person).filter(id__in=numbers).select_related("run")}
    held = hold(list(there), person.login)
    given = [there[number] for number in numbers if number in there and number not in held]
    remark(request, fields=[doubt.pk for doubt in given])
    return JsonResponse(
        {
            "fields": [doubt_json(doubt) for doubt in given],
            "held": sorted(held),
            "gone": [number for number in numbers if number not in there],
            "token": get_token(request),
        }
    )


@allow(CHECKERS, "review.settle", methods=("POST",), files_first=True)
def settle(request: HttpRequest, number: int) -> HttpResponse | Writing:
    """Keep what the person decided about one field."""
    person = cast(User, request.user)
    doubt = _doubt_of(person, number)
    try:
        template = definitions.template(doubt.template)
    except InputError as error:
        return JsonResponse({"problem": str(error)}, status=422)
    return partial(_settle, request, doubt, template)


def _settle(request: HttpRequest, doubt: Doubt, template: Template) -> HttpResponse:
    by = signature(cast(User, request.user))
    if (settled := _answer_to(doubt)) is not None:
        return JsonResponse({"mine": settled.settled_by == by}, status=409)
    seconds = _seconds(request.POST.get("seconds", ""))
    try:
        written = request.POST.get("written", "")
        reviewing.settle_doubt(workspace(), doubt.pk, written, by, seconds, lambda _name: template)
    except InputError as error:
        return JsonResponse({"problem": str(error)}, status=422)
    let_go(doubt.pk)
    return JsonResponse({})


@allow(CHECKERS, "review.take_back", methods=("POST",))
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Open a field again that the person has just settled, while no run has used the answer."""
    person = cast(User, request.user)
    settled = _answer_to(_doubt_of(person, number))
    if settled is None:
        return JsonResponse({})
    try:
        reviewing.take_back(SettledField(settled.scan_digest, settled.page, settled.field, None, signature(person)))
    except InputError as error:
        return JsonResponse({"problem": str(error)}, status=422)
    hold([number], person.login)
    return JsonResponse({})


@allow(CHECKERS, "review.page")
def whole_page(request: HttpRequest, number: int) -> HttpResponse:
    """The whole page that a field stands on, upright; its size before it was turned stands in a header."""
    doubt = _doubt_of(cast(User, request.user), number)
    try:
        picture = page_picture(workspace(), doubt)
    except InputError as error:
        return JsonResponse({"problem": str(error).splitlines()[0]}, status=422)
    answer = HttpResponse(picture.jpeg, content_type="image/jpeg")
    answer["Page-Size"] = "{} {}".format(*picture.size)
    return answer


def _doubt_of(person: User, number: int) -> Doubt:
    if number >= 2**63:
        raise Http404
    doubt = doubts_of(person).filter(id=number).select_related("run").first()
    if doubt is None:
        raise Http404
    return doubt


def _answer_to(doubt: Doubt) -> SettledField | None:
    return answers_for(doubt.scan_digest, doubt.page).get(doubt.field)


def _seconds(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None
