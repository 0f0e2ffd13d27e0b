"""Starting a scenario: its form, files handed in for it, and the order that comes of it."""

from __future__ import annotations

from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.app.orders import Wish, place_order
from dxrobot.console.access import modes_of, scenario_of
from dxrobot.console.accounts import today
from dxrobot.console.allow import allow, remark
from dxrobot.console.definitions import Known
from dxrobot.console.handing_in import hand_in, most_bytes
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.console.people import signature
from dxrobot.console.roles import CASEWORKERS
from dxrobot.console.standing import Standing, standing_of
from dxrobot.console.start_form import FormField, blank_form, filled_form, inputs_of
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.scenario.model import InputType


@allow(CASEWORKERS, "scenario.start", methods=("GET", "POST"), at_once=False)
def start(request: HttpRequest, name: str) -> HttpResponse:
    """The form, and starting the scenario with what was filled in."""
    person = cast(User, request.user)
    known = scenario_of(person, name)
    standing = standing_of(known)
    if request.method != "POST":
        return _shown(request, known, standing, blank_form(known, today()), "", [])
    fields, chosen = filled_form(person, known, request.POST), request.POST.get("mode", "")
    problems = [f"{one.wanted.title}: {one.problem}" for one in fields if one.problem]
    try:
        mode = _mode(person, standing, chosen)
        if not problems:
            wish = Wish(known.name, mode, inputs_of(fields), requested_by=signature(person))
            order = place_order(workspace(), wish)
            remark(request, order=order.pk, mode=mode.value)
            return HttpResponseRedirect(reverse("order", kwargs={"number": order.pk}))
    except InputError as error:
        problems.append(str(error))
    return _shown(request, known, standing, fields, chosen, problems, status=422)


@allow(CASEWORKERS, "scenario.hand_in", methods=("POST",), at_once=False)
def hand_in_file(request: HttpRequest, name: str, wanted: str) -> HttpResponse:
    """Keep one file for an input; what comes back is its line in the form, or why it is not taken."""
    person = cast(User, request.user)
    known = scenario_of(person, name)
    declared = known.scenario.inputs.get(wanted) if known.scenario and known.version else None
    if declared is None or declared.type not in (InputType.FILE, InputType.FILES):
        raise Http404
    file = request.FILES.get("file")
    try:
        if not isinstance(file, UploadedFile):
            raise InputError(_("ファイルが届きませんでした。"), _("もう一度選んでください。"))
        kept = hand_in(person, known, wanted, file)
    except InputError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    remark(request, bytes=kept.size)
    return page(request, "parts/handed_in.html.j2", {"name": wanted, "file": kept})


def _mode(person: User, standing: Standing, chosen: str) -> Mode:
    """The mode that was chosen; raises :class:`InputError` for one that the person may not start."""
    if chosen not in {mode.value for mode in modes_of(person)}:
        raise InputError(_("この動かし方では始められません。"), _("予行か試行を選んでください。"))
    mode = Mode(chosen)
    if mode is Mode.PRODUCTION and not standing.approved:
        raise InputError(standing.why_not)
    return mode


def _shown(
    request: HttpRequest,
    known: Known,
    standing: Standing,
    fields: list[FormField],
    chosen: str,
    problems: list[str],
    status: int = 200,
) -> HttpResponse:
    person = cast(User, request.user)
    context = {
        "known": known,
        "standing": standing,
        "fields": fields,
        "modes": sorted(modes_of(person), key=lambda mode: mode is Mode.PRODUCTION),  # the harmless ones first
        "chosen": chosen,
        "problems": problems,
        "most_mb": workspace().settings.console.upload_mb,
        "most_bytes": most_bytes(),
    }
    return page(request, "start.html.j2", context, status=status)
