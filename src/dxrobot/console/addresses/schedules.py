"""Addresses of schedules."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import schedule_form, schedule_month, schedules

urlpatterns = [
    path("", schedules.schedules, name="schedules"),
    path("new/", schedule_form.new, name="schedule_new"),
    path("dates/", schedule_form.dates, name="schedule_dates"),
    path("inputs/", schedule_form.inputs, name="schedule_inputs"),
    path("month/", schedule_month.month, name="schedule_month"),
    path("<int:number>/", schedules.schedule, name="schedule"),
    path("<int:number>/change/", schedule_form.change, name="schedule_change"),
    path("<int:number>/pause/", schedules.pause, name="schedule_pause"),
    path("<int:number>/resume/", schedules.resume, name="schedule_resume"),
    path("<int:number>/skip/", schedules.skip, name="schedule_skip"),
    path("<int:number>/run/", schedules.run, name="schedule_run"),
    path("<int:number>/remove/", schedules.removed, name="schedule_remove"),
]
