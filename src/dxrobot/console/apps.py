"""The Django app of the console: who may use it, and what they did."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Users, the audit trail, requests for approval."""

    name = "dxrobot.console"
    label = "console"
    default_auto_field = "django.db.models.BigAutoField"
