"""Runs as lines of a list, with how their items stand: two queries for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from dxrobot.console import definitions
from dxrobot.items import ItemState, RunStatus
from dxrobot.store.models import Item, Run

_SILENT = timedelta(seconds=90)
"""A run at work tells of itself every few seconds; one that has been silent for so long has broken off."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run of a list."""

    run: Run
    title: str
    """What people call its scenario."""
    items: Mapping[str, int]
    """How many of its items stand in each state."""

    @property
    def total(self) -> int:
        """All its items so far."""
        return sum(self.items.values())

    @property
    def through(self) -> int:
        """Its items that need nobody any more."""
        return self.items.get(ItemState.DONE, 0) + self.items.get(ItemState.SKIPPED, 0)

    @property
    def left(self) -> int:
        """Its items that a person must see to."""
        states = (ItemState.BUSINESS_ERROR, ItemState.SYSTEM_ERROR, ItemState.UNKNOWN, ItemState.WAITING_REVIEW)
        return sum(self.items.get(state, 0) for state in states)

    @property
    def broken_off(self) -> bool:
        """Whether it says that it is at work, but has been silent for long."""
        told = self.run.heartbeat_at or self.run.started_at
        return self.run.status == RunStatus.RUNNING and timezone.now() - told > _SILENT

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it is at work."""
        ended = self.run.finished_at
        return (ended - self.run.started_at).total_seconds() if ended else None


def run_lines(runs: Iterable[Run]) -> list[RunLine]:
    """``runs`` as lines, in their order."""
    found = list(runs)
    items: dict[int, dict[str, int]] = defaultdict(dict)
    counted = Item.objects.filter(run__in=found).values("run_id", "state").annotate(count=Count("id"))
    for row in counted:
        items[row["run_id"]][row["state"]] = row["count"]
    titles = definitions.titles()
    return [RunLine(run, titles.get(run.scenario, run.scenario), items[run.pk]) for run in found]
