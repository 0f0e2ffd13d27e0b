"""The menu: which places a person sees, and how much waits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from dxrobot.console.models import User
from dxrobot.console.roles import CHECKERS, EVERYBODY, Role
from dxrobot.console.waiting import waiting_of
from dxrobot.i18n import _


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the menu."""

    label: str
    address: str
    icon: str
    current: bool
    waiting: int = 0
    """So much waits there for the person."""


@dataclass(frozen=True, slots=True)
class _Entry:
    label: Callable[[], str]
    view: str
    icon: str
    roles: frozenset[Role] = EVERYBODY


_ENTRIES = (
    _Entry(lambda: _("今日"), "today", "home"),
    _Entry(lambda: _("確認"), "review", "check", CHECKERS),
    _Entry(lambda: _("実行"), "runs", "play"),
    _Entry(lambda: _("シナリオ"), "scenarios", "list"),
    _Entry(lambda: _("スケジュール"), "schedules", "clock"),
    _Entry(lambda: _("台帳"), "ledger", "book", EVERYBODY - {Role.CONTRACTOR}),
    _Entry(lambda: _("管理"), "admin", "tool", frozenset({Role.OFFICE, Role.AUDITOR})),
)


def menu_of(request: HttpRequest, person: User | None) -> list[Place]:
    """The places that ``person`` may go to; none for who has not signed in."""
    if person is None:
        return []
    waiting = waiting_of(person)
    places = []
    for entry in _ENTRIES:
        if person.role in entry.roles:
            address = reverse(entry.view)
            current = request.path == address or (address != "/" and request.path.startswith(address))
            places.append(Place(entry.label(), address, entry.icon, current, waiting.get(entry.view, 0)))
    return places
