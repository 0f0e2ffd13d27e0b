"""Addresses of checking what was read."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import review

urlpatterns = [
    path("", review.review, name="review"),
]
