"""The ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dxrobot.console.allow import allow
from dxrobot.console.pages import page
from dxrobot.console.roles import EVERYBODY, Role


@allow(EVERYBODY - {Role.CONTRACTOR}, "ledger")
def ledger(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return page(request, "ledger.html.j2")
