"""Addresses of runs and orders."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import run_deeds, run_files, runs

urlpatterns = [
    path("", runs.runs, name="runs"),
    path("order/<int:number>/", runs.order, name="order"),
    path("order/<int:number>/standing/", runs.order_standing, name="order_standing"),
    path("order/<int:number>/cancel/", run_deeds.cancel, name="order_cancel"),
    path("<str:name>/", runs.run, name="run"),
    path("<str:name>/progress/", runs.run_progress, name="run_progress"),
    path("<str:name>/stop/", run_deeds.stop, name="run_stop"),
    path("<str:name>/go-on/", run_deeds.resume, name="run_go_on"),
    path("<str:name>/settle/", run_deeds.settle, name="run_settle"),
    path("<str:name>/items/<int:ordinal>/", runs.item, name="item"),
    path("<str:name>/items/<int:ordinal>/reveal/", runs.reveal, name="item_reveal"),
    path("<str:name>/pictures/<int:ordinal>/<str:side>/", run_files.picture, name="run_picture"),
    path("<str:name>/log/", run_files.log, name="run_log"),
    path("<str:name>/files/<str:file>", run_files.file, name="run_file"),
]
