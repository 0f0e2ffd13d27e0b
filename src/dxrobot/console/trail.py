"""Looking something up in the audit trail, and its entries in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from dxrobot.console.models import AuditEntry
from dxrobot.console.roles import Role, role_name
from dxrobot.console.trail_details import detail_words
from dxrobot.console.trail_words import deed_words, outcome_words
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN

_READ_AT_ONCE = 2000
NEWEST = 20_000
"""Among so many entries is looked for what has no index."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty: anything."""

    login: str = ""
    action: str = ""
    """How the deed's name begins."""
    object: str = ""
    day: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words."""

    entry: AuditEntry
    payload: Mapping[str, Any]

    @property
    def words(self) -> str:
        """What was done."""
        return deed_words(self.entry.action)

    @property
    def outcome(self) -> str:
        """How it ended."""
        return outcome_words(str(self.payload.get("outcome", "")))

    @property
    def bad(self) -> bool:
        """Whether it was refused or failed."""
        return self.payload.get("outcome") in ("refused", "failed")

    @property
    def role(self) -> str:
        """The duty that the person had then."""
        role = str(self.payload.get("role", ""))
        return role_name(role) if role in list(Role) else ""

    @property
    def address(self) -> str:
        """Where the request came from."""
        return str(self.payload.get("address", ""))

    @property
    def detail(self) -> str:
        """What else was written down."""
        return detail_words(self.payload.get("detail") or {})


def found_entries(wanted: Wanted) -> QuerySet[AuditEntry]:
    """The entries that are looked for, the newest first."""
    rows = AuditEntry.objects.order_by("-sequence")
    if wanted.login:
        rows = rows.filter(login=wanted.login)
    if wanted.action:
        rows = rows.filter(action__startswith=wanted.action)
    if wanted.object:
        rows = rows.filter(object=wanted.object)
    if wanted.day is not None:
        begin = datetime.combine(wanted.day, time.min, JAPAN)
        rows = rows.filter(sequence__gte=_first_since(begin), sequence__lt=_first_since(begin + timedelta(days=1)))
    if wanted.outcome:
        rows = rows.filter(payload__contains=f'"outcome":{json.dumps(wanted.outcome)}')
    return rows


def newest_entries(wanted: Wanted, before: int | None, count: int) -> list[Told]:
    """The newest of them in words, at most ``count``, and of those before a place only; no index is scanned whole."""
    rows = found_entries(replace(wanted, action=""))
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    if wanted.outcome and not (wanted.login or wanted.object or wanted.day):
        # How a deed ended has no index: without anything else, as many entries are read as a page may take.
        rows = rows.filter(sequence__gte=(before or _last() + 1) - NEWEST)
    if not wanted.action:
        return _told(rows[:count])
    found = [one for action in _actions(wanted.action) for one in rows.filter(action=action)[:count]]
    return _told(sorted(found, key=lambda entry: -entry.sequence)[:count])


def _told(rows: Iterable[AuditEntry]) -> list[Told]:
    return [Told(entry, json.loads(entry.payload)) for entry in rows]


def _actions(prefix: str) -> Iterator[str]:
    """The deeds whose names begin so: each is one step in the index."""
    names = AuditEntry.objects.order_by("action").values_list("action", flat=True)
    name = names.filter(action__gte=prefix).first()
    while name is not None and name.startswith(prefix):
        yield name
        name = names.filter(action__gt=name).first()


def _last() -> int:
    return AuditEntry.objects.aggregate(last=Max("sequence"))["last"] or 0


def headings() -> tuple[str, ...]:
    """The headings of :func:`lines`."""
    return (
        _("番号"), _("時刻"), _("利用者名"), _("役割"), _("機械"), _("操作"), _("操作の記号"),
        _("対象"), _("結果"), _("補足"), _("ハッシュ"),
    )  # fmt: skip


def lines(rows: QuerySet[AuditEntry]) -> Iterator[tuple[str, ...]]:
    """``rows`` as lines of a table, its headings first; they are read as they go."""
    yield headings()
    for entry in rows.iterator(chunk_size=_READ_AT_ONCE):
        one = Told(entry, json.loads(entry.payload))
        yield (
            str(entry.sequence),
            entry.at.astimezone(JAPAN).isoformat(timespec="seconds"),
            entry.login,
            one.role,
            one.address,
            one.words,
            entry.action,
            entry.object,
            one.outcome,
            one.detail,
            entry.hash,
        )


def _first_since(moment: datetime) -> int:
    """The place of the first entry that is not before ``moment``: halving, for moments grow with places."""
    low, high = 1, _last() + 1
    while low < high:
        middle = (low + high) // 2
        at = AuditEntry.objects.filter(sequence__gte=middle).order_by("sequence").values_list("at", flat=True).first()
        if at is None or at >= moment:
            high = middle
        else:
            low = middle + 1
    return low
