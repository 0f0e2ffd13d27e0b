"""What must hold of a person of the console, told in words before anything is kept."""

from __future__ import annotations

import re

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from dxrobot.console.models import User
from dxrobot.i18n import _

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,59}")
_LONGEST_NAME = 60


def problems_of(person: User, password: str, again: str) -> list[str]:
    """What is wrong with a new person, or with a new password of one: every reason."""
    problems = [] if person.pk else _of_names(person)
    if password != again:
        problems.append(_("2回のパスワードが同じではありません。"))
    try:
        validate_password(password, person)
    except ValidationError as error:
        problems += [str(message) for message in error.messages]
    return problems


def _of_names(person: User) -> list[str]:
    problems = []
    if not _LOGIN.fullmatch(person.login):
        problems.append(_("利用者名は、半角の英数字と . _ - で、2文字以上にしてください(例: k.sato)。"))
    elif User.objects.filter(login__iexact=person.login).exists():
        problems.append(_("利用者名「{login}」は、もう使われています。").format(login=person.login))
    if not person.name or len(person.name) > _LONGEST_NAME:
        problems.append(_("氏名を60文字までで入れてください。"))
    return problems


def signature(person: User) -> str:
    """How the person stands in what they checked, answered and ordered: the name, and what tells it from others."""
    return f"{person.name[:36]}({person.login})"
