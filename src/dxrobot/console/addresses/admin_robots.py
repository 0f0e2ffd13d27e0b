"""Addresses of the robots' health."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import admin_robots

urlpatterns = [
    path("", admin_robots.admin_robots, name="admin_robots"),
    path("workers/", admin_robots.admin_workers, name="admin_workers"),
    path("<str:name>/ask/", admin_robots.admin_robot_ask, name="admin_robot_ask"),
]
