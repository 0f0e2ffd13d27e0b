"""Runs and orders."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dxrobot.console.allow import allow
from dxrobot.console.pages import page
from dxrobot.console.roles import EVERYBODY


@allow(EVERYBODY, "runs")
def runs(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return page(request, "runs.html.j2")


@allow(EVERYBODY, "run")
def run(request: HttpRequest, name: str) -> HttpResponse:
    """One of them."""
    return page(request, "run.html.j2", {"name": name})
