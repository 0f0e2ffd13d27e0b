"""The Django app that holds dxrobot's tables."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Runs, items, intents, answers, approvals and the ledger."""

    name = "dxrobot.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
