"""Addresses of scenarios, starting and approving them."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import scenarios

urlpatterns = [
    path("", scenarios.scenarios, name="scenarios"),
    path("<str:name>/", scenarios.scenario, name="scenario"),
]
