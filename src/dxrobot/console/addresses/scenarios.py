"""Addresses of scenarios, starting and approving them."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import scenarios, starting, versions

# No scenario is called so: names have no hyphen.
_ROBOT = "of-robot/<str:robot>/"

urlpatterns = [
    path("", scenarios.scenarios, name="scenarios"),
    path(_ROBOT, versions.robot_versions, name="robot_versions"),
    path(f"{_ROBOT}ask/", versions.ask_robot, name="robot_ask"),
    path(f"{_ROBOT}approve/", versions.approve_robot, name="robot_approve"),
    path("<str:name>/", scenarios.scenario, name="scenario"),
    path("<str:name>/start/", starting.start, name="start"),
    path("<str:name>/files/<str:wanted>/", starting.hand_in_file, name="hand_in"),
    path("<str:name>/versions/", versions.versions, name="scenario_versions"),
    path("<str:name>/ask/", versions.ask, name="approval_ask"),
    path("<str:name>/approve/", versions.approve, name="approval_approve"),
    path("<str:name>/return/", versions.give_back, name="approval_return"),
]
