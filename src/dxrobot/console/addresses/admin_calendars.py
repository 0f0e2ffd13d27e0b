"""Addresses of the city's calendar."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import admin_calendars

urlpatterns = [
    path("", admin_calendars.admin_calendars, name="admin_calendars"),
    path("add/", admin_calendars.admin_calendar_add, name="admin_calendar_add"),
    path("remove/", admin_calendars.admin_calendar_remove, name="admin_calendar_remove"),
    path("preview/", admin_calendars.admin_calendar_preview, name="admin_calendar_preview"),
    path("import/", admin_calendars.admin_calendar_take, name="admin_calendar_take"),
    path("hours/", admin_calendars.admin_calendar_hours, name="admin_calendar_hours"),
]
