"""What waits for a person: fields to be checked, questions, versions to be approved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from dxrobot.console.access import doubts_of, questions_of, scenarios_of
from dxrobot.console.models import ApprovalRequest, User
from dxrobot.console.roles import CHECKERS, Role
from dxrobot.store.models import Answer, Doubt


def open_doubts_of(person: User) -> QuerySet[Doubt]:
    """The doubtful fields that nobody has settled yet and that the person may settle."""
    if person.role not in CHECKERS:
        return Doubt.objects.none()
    answered = Answer.objects.filter(
        scan_digest=OuterRef("scan_digest"), page=OuterRef("page"), field=OuterRef("field")
    )
    return doubts_of(person).filter(~Exists(answered))


def doubts_by_run(person: User) -> list[Mapping[str, Any]]:
    """How many doubtful fields wait in each run: ``run__name``, ``run__scenario``, ``fields``."""
    rows = open_doubts_of(person).values("run__name", "run__scenario", "run__started_at")
    return [dict(row) for row in rows.annotate(fields=Count("id")).order_by("run__started_at")]


def open_requests_of(person: User) -> QuerySet[ApprovalRequest]:
    """The versions that wait for the person's approval: nobody is asked about a request of their own."""
    if person.role != Role.MANAGER:
        return ApprovalRequest.objects.none()
    versions = [one.version for one in scenarios_of(person).values() if one.version]
    own = ApprovalRequest.objects.filter(state="open", definition_hash__in=versions)  # others are of older files
    return own.exclude(requested_by=person)


def waiting_of(person: User) -> Mapping[str, int]:
    """How much waits for the person at each place of the menu."""
    questions = questions_of(person).count() if person.role in CHECKERS else 0
    return {
        "review": open_doubts_of(person).count() + questions,
        "scenarios": open_requests_of(person).count(),
    }
