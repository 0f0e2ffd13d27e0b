"""The audit trail: looking something up, and taking what was found away."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from dxrobot.console.allow import about, allow, remark
from dxrobot.console.downloads import csv_answer
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.console.proving import last_proof
from dxrobot.console.trail import NEWEST, Wanted, found_entries, lines, newest_entries
from dxrobot.console.views.admin import ADMINS

_SHOWN = 50
_LONGEST = 200


@allow(ADMINS, "admin.audit")
def admin_audit(request: HttpRequest) -> HttpResponse:
    """The newest entries of those that are looked for; older ones by their place."""
    given, wanted = _wanted(request)
    before = request.GET.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    shown = newest_entries(wanted, place, _SHOWN + 1)
    older = shown[_SHOWN - 1].entry.sequence if len(shown) > _SHOWN else None
    about(request, urlencode(given)[:_LONGEST])
    context = {
        "entries": shown[:_SHOWN],
        "older": older,
        "given": given,
        "bounded": NEWEST if set(given) == {"outcome"} or set(given) == {"outcome", "action"} else None,
        "query": urlencode(given),
        "people": User.objects.order_by("login").values_list("login", "name"),
        "proof": last_proof(),
    }
    return page(request, "admin/audit.html.j2", context)


@allow(ADMINS, "admin.audit.export")
def admin_audit_file(request: HttpRequest) -> HttpResponse:
    """All entries that are looked for, as CSV."""
    given, wanted = _wanted(request)
    remark(request, **given)
    return csv_answer(lines(found_entries(wanted)), "audit.csv")


def _wanted(request: HttpRequest) -> tuple[dict[str, str], Wanted]:
    names = ("login", "action", "object", "day", "outcome")
    given = {name: request.GET.get(name, "").strip()[:_LONGEST] for name in names}
    given = {name: value for name, value in given.items() if value}
    try:
        day = date.fromisoformat(given.get("day", "")) if "day" in given else None
    except ValueError:
        day = None
        del given["day"]
    if day is not None and not 1990 < day.year < 2200:
        day = None
    rest = {name: given.get(name, "") for name in ("login", "action", "object", "outcome")}
    return given, Wanted(day=day, **rest)
