"""Which exact versions of scenarios people have approved for production."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from dxrobot.store.models import Approval

_PEOPLE = "console_user"
"""The console's own table, which is there once a console has opened the store."""


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """One person's leave for one version."""

    scenario: str
    definition_hash: str
    author: str
    approved_by: str
    approved_on: date


def is_approved(scenario: str, definition_hash: str) -> bool:
    """Whether this exact version may run in production."""
    return Approval.objects.filter(scenario=scenario, definition_hash=definition_hash).exists()


def approved_versions(scenarios: Iterable[str]) -> set[tuple[str, str]]:
    """All approved versions of ``scenarios``, as scenario and hash: one query for a whole list."""
    found = Approval.objects.filter(scenario__in=set(scenarios))
    return set(found.values_list("scenario", "definition_hash"))


def people_decide() -> bool:
    """Whether a console has people: then approvals are theirs to give, each under a name that signed in."""
    if _PEOPLE not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {_PEOPLE} LIMIT 1")  # noqa: S608 (a name of ours)
        return cursor.fetchone() is not None


def keep_approval(record: ApprovalRecord) -> None:
    """Write an approval down; the same version approved again changes nothing."""
    Approval.objects.get_or_create(
        scenario=record.scenario,
        definition_hash=record.definition_hash,
        defaults={
            "author": record.author,
            "approved_by": record.approved_by,
            "approved_on": record.approved_on,
        },
    )
