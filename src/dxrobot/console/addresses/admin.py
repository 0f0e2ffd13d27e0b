"""Addresses of people, robots, settings, the audit trail."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import admin

urlpatterns = [
    path("", admin.admin, name="admin"),
]
