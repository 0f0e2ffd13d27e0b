"""Addresses of runs and orders."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import runs

urlpatterns = [
    path("", runs.runs, name="runs"),
    path("<str:name>/", runs.run, name="run"),
]
