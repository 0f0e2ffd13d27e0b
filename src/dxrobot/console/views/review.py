"""Checking what was read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dxrobot.console.allow import allow
from dxrobot.console.pages import page
from dxrobot.console.roles import CASEWORKERS


@allow(CASEWORKERS, "review")
def review(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return page(request, "review.html.j2")
