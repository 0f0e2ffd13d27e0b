"""The journal: which run, which item, and for every committing step an intent written before the act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from dxrobot.items import IntentState, ItemState, Mode, RunStatus
from dxrobot.store.models import EnteredValue, Intent, Item, Run
from dxrobot.store.processes import end_orphans, host, proven_dead, record_processes

_LEFT_OPEN = (ItemState.PENDING, ItemState.SYSTEM_ERROR, ItemState.UNKNOWN)
"""How an item stands whose run ended (stopped, cancelled, no answer) before it was known to be entered."""


@dataclass(frozen=True, slots=True)
class IntentKey:
    """What makes one entry one entry, across runs."""

    mode: Mode
    operation: str
    item_key: str
    step: str


@dataclass(frozen=True, slots=True)
class Entered:
    """One value about to be entered and its origin; ``origins`` are JSON objects."""

    parameter: str
    title: str
    value: str
    sensitive: str
    origins: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """An intent as this run found it. ``ours`` is false while another run, or an earlier one, holds it."""

    id: int
    state: IntentState
    ours: bool
    attempt: int
    values_digest: str
    holder: str
    """Name of the run that holds the intent."""
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class SettledItem:
    """One item of a run: its key, the scan it came from, and how it ended."""

    key: str
    source: str
    state: ItemState
    reason: str


class Journal:
    """One run's pen in the store."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @classmethod
    def start(cls, *, name: str, scenario: str, job: str, mode: Mode, definition_hash: str, pid: int) -> Journal:
        """Open a new run held by process ``pid`` of this machine."""
        run = Run.objects.create(
            name=name,
            scenario=scenario,
            job=job,
            mode=mode,
            status=RunStatus.RUNNING,
            definition_hash=definition_hash,
            host=host(),
            started_at=timezone.now(),
        )
        record_processes(run, [pid])
        return cls(run)

    @property
    def run_name(self) -> str:
        """The name of the run."""
        return self._run.name

    @property
    def run(self) -> Run:
        """The run's row, for the other tables of the store."""
        return self._run

    def record_processes(self, pids: Iterable[int]) -> None:
        """Write down further processes that act for this run."""
        record_processes(self._run, pids)

    def finish(self, status: RunStatus, message: str = "") -> None:
        """Close the run."""
        self._run.status, self._run.message = status, message
        self._run.finished_at = timezone.now()
        self._run.save(update_fields=["status", "message", "finished_at"])

    def add_item(self, ordinal: int, key: str, source: str) -> None:
        """Write down one item of this run as pending."""
        Item.objects.create(run=self._run, ordinal=ordinal, key=key, source=source, state=ItemState.PENDING)

    def settle_item(self, ordinal: int, state: ItemState, reason: str, robot_seconds: float) -> None:
        """Write down how an item ended."""
        Item.objects.filter(run=self._run, ordinal=ordinal).update(
            state=state, reason=reason, robot_seconds=robot_seconds
        )

    def settled_items(self) -> list[SettledItem]:
        """All items in their order, with how they ended."""
        rows = Item.objects.filter(run=self._run).order_by("ordinal")
        return [SettledItem(row.key, row.source, ItemState(row.state), row.reason) for row in rows]

    def item_states(self) -> list[ItemState]:
        """The states of all items, in their order."""
        states = Item.objects.filter(run=self._run).order_by("ordinal").values_list("state", flat=True)
        return [ItemState(state) for state in states]

    def claim(self, key: IntentKey, values_digest: str) -> Claim:
        """Reserve the entry for this run, or see who has it."""
        with transaction.atomic():
            intent, created = Intent.objects.select_for_update().get_or_create(
                mode=key.mode,
                operation=key.operation,
                item_key=key.item_key,
                step=key.step,
                defaults={"state": IntentState.RESERVED, "run": self._run, "values_digest": values_digest},
            )
        reserved_here = intent.run_id == self._run.pk and intent.state == IntentState.RESERVED
        return _claim(intent, ours=created or reserved_here)

    def holder_dead(self, claim: Claim) -> bool:
        """Whether every process of the run that holds ``claim`` is proven dead; orphans of a dead runner are ended."""
        holder = Run.objects.get(name=claim.holder)
        end_orphans(holder)
        return proven_dead(holder)

    def seconds_to_settle(self, claim: Claim, settle_s: float) -> float:
        """How long the site may still save what was submitted under ``claim``; 0 once it no longer can."""
        if claim.submitted_at is None:
            return 0.0
        left = claim.submitted_at + timedelta(seconds=settle_s) - timezone.now()
        return max(0.0, left.total_seconds())

    def adopt(self, claim: Claim) -> bool:
        """Count a record whose run died before its ledger entry, or ended before it saw that the record had arrived.

        False if it was counted already. Only for a claim whose holder is proven dead: a living one will count the
        record itself.
        """
        cut_off = Q(run__finished_at__isnull=True, run__ledger_rows__isnull=True)
        left_open = Q(run__items__key=F("item_key"), run__items__state__in=_LEFT_OPEN)
        uncounted = Intent.objects.filter(
            cut_off | left_open,
            id=claim.id,
            attempt=claim.attempt,
            run__name=claim.holder,  # another run that was quicker to adopt it counts it
        )
        return bool(uncounted.update(run=self._run))

    def take_over(self, claim: Claim, values_digest: str) -> Claim | None:
        """Hold the intent under a new attempt number; None if it is no longer as it was claimed.

        Its state counts too: a holder may have submitted and died between our claim and the proof of its death.
        """
        changed = Intent.objects.filter(id=claim.id, attempt=claim.attempt, state=claim.state).update(
            run=self._run, attempt=claim.attempt + 1, state=IntentState.RESERVED, values_digest=values_digest
        )
        return _claim(Intent.objects.get(id=claim.id), ours=True) if changed else None

    def submitting(self, claim: Claim, values: Iterable[Entered]) -> bool:
        """Write, before the committing click, that it is about to happen; False if the intent is no longer ours."""
        with transaction.atomic():
            changed = Intent.objects.filter(
                id=claim.id, run=self._run, attempt=claim.attempt, state=IntentState.RESERVED
            ).update(state=IntentState.SUBMITTING, submitted_at=timezone.now())
            if changed:
                EnteredValue.objects.filter(intent_id=claim.id).delete()
                EnteredValue.objects.bulk_create(_row(claim, entered) for entered in values)
        return bool(changed)

    def settle_intent(self, claim: Claim, state: IntentState) -> None:
        """Write that the record is there (``done``) or that nobody can tell (``unknown``)."""
        Intent.objects.filter(id=claim.id, attempt=claim.attempt).update(state=state, settled_at=timezone.now())

    def release(self, claim: Claim) -> None:
        """Give up an intent that never came to its committing click."""
        Intent.objects.filter(id=claim.id, attempt=claim.attempt, state=IntentState.RESERVED).delete()


def _claim(intent: Intent, *, ours: bool) -> Claim:
    return Claim(
        id=intent.pk,
        state=IntentState(intent.state),
        ours=ours,
        attempt=intent.attempt,
        values_digest=intent.values_digest,
        holder=intent.run.name,
        submitted_at=intent.submitted_at,
    )


def _row(claim: Claim, entered: Entered) -> EnteredValue:
    return EnteredValue(
        intent_id=claim.id,
        parameter=entered.parameter,
        title=entered.title,
        value=entered.value,
        sensitive=entered.sensitive,
        origins=list(entered.origins),
    )
