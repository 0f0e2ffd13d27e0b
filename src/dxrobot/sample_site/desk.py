"""Preparing the Django site's database: its tables and the clerk's account."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command


def prepare(username: str, password: str) -> None:
    """Bring the database up to date and give the clerk ``username`` this password and the desk's permissions."""
    call_command("migrate", interactive=False, verbosity=0)
    # Here people are Django's own; the type checker knows only those of the console.
    user, _created = apps.get_model("auth", "User").objects.get_or_create(  # type: ignore[misc]
        username=username, defaults={"is_staff": True}
    )
    if not user.check_password(password):
        user.set_password(password)
    user.is_staff, user.is_active = True, True
    user.save()
    desk = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="madoguchi")
    user.user_permissions.set(desk.exclude(codename__startswith="delete_"))
