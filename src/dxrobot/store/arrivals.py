"""Files that came into the folders of schedules, in the store."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from dxrobot.store.lengths import fitting
from dxrobot.store.models import Arrival, Schedule


def keep_arrival(schedule: Schedule, digest: str, name: str, path: str, now: datetime, reason: str = "") -> bool:
    """Write a file down that was taken, or put aside for ``reason``; False when its content was taken already."""
    try:
        with transaction.atomic():
            Arrival.objects.create(
                schedule=schedule,
                digest=digest,
                name=fitting(Arrival, "name", name),
                path=path,
                taken=not reason,
                reason=reason,
                arrived_at=now,
            )
    except IntegrityError:
        return False
    return True


def earlier_arrival(schedule: Schedule, digest: str) -> Arrival | None:
    """The file with the same content that was taken before."""
    return Arrival.objects.filter(schedule=schedule, digest=digest, taken=True).first()


def is_known_path(schedule: Schedule, path: str) -> bool:
    """Whether the file at ``path`` is one that was written down."""
    return Arrival.objects.filter(schedule=schedule, path=path).exists()
