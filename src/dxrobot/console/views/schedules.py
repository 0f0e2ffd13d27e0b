"""Schedules."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dxrobot.console.allow import allow
from dxrobot.console.pages import page
from dxrobot.console.roles import EVERYBODY


@allow(EVERYBODY, "schedules")
def schedules(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return page(request, "schedules.html.j2")
