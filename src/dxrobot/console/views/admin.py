"""People, robots, settings, the audit trail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dxrobot.console.allow import allow
from dxrobot.console.pages import page
from dxrobot.console.roles import Role


@allow(frozenset({Role.OFFICE, Role.AUDITOR}), "admin")
def admin(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return page(request, "admin.html.j2")
