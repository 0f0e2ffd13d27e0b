"""The desk as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class MadoguchiConfig(AppConfig):
    """窓口."""

    name = "dxrobot.sample_site.madoguchi"
    label = "madoguchi"
    verbose_name = "窓口"
