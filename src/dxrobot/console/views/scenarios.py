"""Scenarios, starting and approving them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dxrobot.console.allow import allow
from dxrobot.console.pages import page
from dxrobot.console.roles import EVERYBODY


@allow(EVERYBODY, "scenarios")
def scenarios(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return page(request, "scenarios.html.j2")


@allow(EVERYBODY, "scenario")
def scenario(request: HttpRequest, name: str) -> HttpResponse:
    """One of them."""
    return page(request, "scenario.html.j2", {"name": name})
