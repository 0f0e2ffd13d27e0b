"""The audit trail: what people did and looked at, chained like the ledger; without it nothing goes on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from dxrobot.console.models import AuditEntry, AuditHead
from dxrobot.ledger.chain import GENESIS, Link, forge, link_hash
from dxrobot.store.moment import one_moment

_LONGEST, _LONGEST_LOGIN = 200, 60


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody did."""

    login: str
    role: str
    address: str
    """Where the request came from."""
    action: str
    object: str = ""
    outcome: str = "done"
    """``done``, ``refused`` or ``failed``."""
    detail: dict[str, Any] | None = None
    """What else must be known; never personal data."""


def record(deed: Deed) -> int:
    """Add ``deed`` to the end of the trail; its place in it. Whatever goes wrong is raised: the caller fails closed."""
    now = timezone.now()
    payload = json.dumps(
        {
            "at": now.isoformat(timespec="milliseconds"),
            "login": deed.login[:_LONGEST_LOGIN],
            "role": deed.role,
            "address": deed.address,
            "action": deed.action,
            "object": deed.object[:_LONGEST],
            "outcome": deed.outcome,
            "detail": deed.detail or {},
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    with transaction.atomic():
        head, _made = AuditHead.objects.select_for_update().get_or_create(
            pk=1, defaults={"sequence": 0, "hash": GENESIS}
        )
        last = Link(head.sequence, "", "", head.hash) if head.sequence else None
        link = forge(payload, last)
        AuditEntry.objects.create(
            sequence=link.sequence,
            at=now,
            login=deed.login[:_LONGEST_LOGIN],
            action=deed.action,
            object=deed.object[:_LONGEST],
            payload=payload,
            previous_hash=link.previous_hash,
            hash=link.hash,
        )
        AuditHead.objects.filter(pk=head.pk).update(sequence=link.sequence, hash=link.hash)
    return link.sequence


def first_damage() -> int | None:
    """The first place at which the trail does not hold, counted from 1; None when it holds to its end."""
    with one_moment():  # others go on writing, and the end must be the one of what was read
        return _first_damage()


def _first_damage() -> int | None:
    sequence, last_hash = 0, GENESIS
    for entry in AuditEntry.objects.order_by("sequence").iterator():
        sequence += 1
        told = json.loads(entry.payload)
        sound = (
            entry.sequence == sequence
            and entry.previous_hash == last_hash
            and entry.hash == link_hash(sequence, entry.payload, last_hash)
            and (told["login"][:_LONGEST_LOGIN], told["action"], told["object"][:_LONGEST])
            == (entry.login, entry.action, entry.object)
        )
        if not sound:
            return sequence
        last_hash = entry.hash
    head = AuditHead.objects.filter(pk=1).first()
    expected = (head.sequence, head.hash) if head else (0, GENESIS)
    return None if expected == (sequence, last_hash) else sequence + 1
