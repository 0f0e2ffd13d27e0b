"""Addresses of schedules."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import schedules

urlpatterns = [
    path("", schedules.schedules, name="schedules"),
]
