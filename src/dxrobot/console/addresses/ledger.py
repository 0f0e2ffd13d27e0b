"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import ledger

urlpatterns = [
    path("", ledger.ledger, name="ledger"),
]
