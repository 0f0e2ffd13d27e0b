"""Accounts that may approve for production: that one was made or changed is told to those who would know it is wrong.

Who keeps the accounts could make one for themselves and approve under it. Nobody can tell that from the accounts; the
department's managers and the auditors can, so they are told until they have looked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone

from dxrobot.console.access import whole_city
from dxrobot.console.models import AuditEntry, User
from dxrobot.console.roles import Role
from dxrobot.i18n import _

NOTICERS = frozenset({Role.MANAGER, Role.AUDITOR})
_ADDED, _CHANGED, _PASSWORD = "admin.user.add", "admin.user.change", "admin.user.password"
_DAYS = 60
_MOST = 20


@dataclass(frozen=True, slots=True)
class AccountChange:
    """One change of an account that may approve, or may no longer."""

    sequence: int
    """Its place in the audit trail."""
    at: datetime
    words: str


def departments_of(*states: User) -> list[str]:
    """The departments for which a person may approve in any of these ``states``: what the trail is to say of it."""
    return sorted({one.department for one in states if one.role == Role.MANAGER})


def unseen_changes(person: User) -> list[AccountChange]:
    """What ``person`` has not looked at yet, the oldest first: no later changes can push one out of sight."""
    if person.role not in NOTICERS:
        return []
    rows = AuditEntry.objects.filter(
        action__in=(_ADDED, _CHANGED, _PASSWORD),
        sequence__gt=person.accounts_seen,
        at__gt=timezone.now() - timedelta(days=_DAYS),
    ).order_by("sequence")
    wanted = list(islice((row for row in rows.iterator() if _concerns(person, row)), _MOST))
    logins = {login for row in wanted for login in (row.login, row.object)}
    names = dict(User.objects.filter(login__in=logins).values_list("login", "name"))
    return [AccountChange(row.sequence, row.at, _words(row, names)) for row in wanted]


def have_seen(person: User, sequence: int) -> None:
    """Note that ``person`` has looked at every change up to that place of the trail, as far as it was shown."""
    shown = [one.sequence for one in unseen_changes(person) if one.sequence <= sequence]
    if shown:
        User.objects.filter(pk=person.pk, accounts_seen__lt=shown[-1]).update(accounts_seen=shown[-1])


def _concerns(person: User, row: AuditEntry) -> bool:
    payload = json.loads(row.payload)
    departments: Sequence[str] = payload["detail"].get("approver", [])
    if payload["outcome"] != "done" or (row.action == _ADDED and row.object == person.login):
        return False
    return bool(departments) if whole_city(person) else person.department in departments


def _words(row: AuditEntry, names: Mapping[str, str]) -> str:
    said = {
        _ADDED: _("{by}が、所属長の利用者「{name}」を加えました。"),
        _CHANGED: _("{by}が、所属長の利用者「{name}」を変えました。"),
        _PASSWORD: _("{by}が、所属長「{name}」のパスワードを再発行しました。"),
    }[row.action]
    whose = f"{names.get(row.object, '')}({row.object})"
    by = f"{names.get(row.login, '')}({row.login})" if row.login else _("サーバーの命令")
    return said.format(by=by, name=whose)
