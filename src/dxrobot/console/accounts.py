"""Who somebody is: signing in by a password."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from dxrobot.console.models import User
from dxrobot.japanese.wareki import JAPAN


class ByPassword:
    """Django asks this who signs in; ``django-axes`` stands before it and locks who guesses."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None
    ) -> User | None:
        """The person with this sign-in name and password who may enter today."""
        person = User.objects.filter(login=username or "").first()
        if person is None:
            make_password(password)  # an unknown name takes as long as a wrong password
            return None
        sound = person.check_password(password or "")
        return person if sound and person.may_enter(today()) else None

    def get_user(self, number: int) -> User | None:
        """The person of that number."""
        return User.objects.filter(pk=number).first()


def today() -> date:
    """The city's day."""
    return datetime.now(JAPAN).date()
