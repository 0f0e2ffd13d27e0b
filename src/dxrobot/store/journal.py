"""The journal: which run, which item, and for every committing step an intent written before the act."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dxrobot.items import IntentState, ItemState, Mode, RunStatus
from dxrobot.store.claims import Claim, Entered, IntentKey, claim_of, value_row
from dxrobot.store.durability import soon_on_disk
from dxrobot.store.models import EnteredValue, Intent, Item, PastEntry, Run
from dxrobot.store.orders import Lease, holds, link_run
from dxrobot.store.placing import NewItem, Place, place_items
from dxrobot.store.processes import end_orphans, proven_dead, record_processes
from dxrobot.store.rulings import keys_to_enter_again
from dxrobot.store.run_rows import end_run, is_over, resume_run, start_run

_KEPT = ("run", "attempt", "values_digest", "submitted_at", "settled_at", "outputs", "earlier_stands")
"""What is kept of a former entry."""
_UNCOUNTED = (ItemState.PENDING, ItemState.SYSTEM_ERROR, ItemState.UNKNOWN, ItemState.DONE)
"""How the item of a record may stand whose run ended before that run could count it."""


@dataclass(frozen=True, slots=True)
class SettledItem:
    """One item of a run: its key, the scan it came from, and how it ended."""

    key: str
    source: str
    state: ItemState
    reason: str


class Journal:
    """One run's pen in the store."""

    def __init__(self, run: Run, lease: Lease | None = None) -> None:
        self._run = run
        self._lease = lease
        """The right to carry the run out, where an order has one carried out; nothing is sent without it."""
        self._claimed: set[int] = set()
        """Intents that this very process holds, or held."""
        self._recorded: set[int] = set()
        self._again = keys_to_enter_again(run)
        # By the clock of this process, which nobody sets. What acted for this run before is gone now.
        self._gone_since = {run.name: time.monotonic()}

    @classmethod
    def start(
        cls,
        *,
        name: str,
        scenario: str,
        job: str,
        mode: Mode,
        definition_hash: str,
        pid: int,
        inputs: Mapping[str, Sequence[str]] | None = None,
        lease: Lease | None = None,
    ) -> Journal:
        """Open a new run held by process ``pid`` of this machine, for the order of ``lease`` if there is one.

        Raises :class:`OrderLost` when somebody else has taken the order over.
        """
        with transaction.atomic():
            run = start_run(
                name=name,
                scenario=scenario,
                job=job,
                mode=mode,
                definition_hash=definition_hash,
                pid=pid,
                inputs=inputs,
            )
            if lease is not None:
                link_run(lease, run)
        return cls(run, lease)

    @classmethod
    def resume(
        cls, run: Run, pid: int, inputs: Mapping[str, Sequence[str]], lease: Lease | None = None
    ) -> Journal | None:
        """Take up the pen of ``run`` under its next attempt; None while it lives or another was quicker.

        With the ``lease`` of its order a run of another machine is taken over, dead or not.
        """
        return cls(run, lease) if resume_run(run, pid, inputs, lambda: lease is not None and holds(lease)) else None

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
        fresh = set(pids) - self._recorded
        if fresh:
            record_processes(self._run, sorted(fresh))
            self._recorded |= fresh

    def finish(self, status: RunStatus, message: str = "") -> None:
        """Close the run."""
        end_run(self._run, status, message)

    def read_rulings(self) -> None:
        """Take notice of what people have decided about items of this run since it was opened."""
        self._again = keys_to_enter_again(self._run)

    def place_items(self, items: Sequence[NewItem], loop: str = "") -> list[Place]:
        """Write the items of one loop down as pending; in a resumed run, find them again by their keys."""
        return place_items(self._run, loop, items, self._again)

    def settle_item(self, ordinal: int, state: ItemState, reason: str, robot_seconds: float) -> None:
        """Write down how an item ended and add the time that the robot spent on it."""
        with soon_on_disk():
            # Whoever was overtaken has no say any more about items that a later attempt has worked on.
            Item.objects.filter(run=self._run, ordinal=ordinal, attempt__lte=self._run.attempt).update(
                state=state,
                reason=reason,
                robot_seconds=F("robot_seconds") + robot_seconds,
                attempt=self._run.attempt,
            )

    def settled_items(self) -> list[SettledItem]:
        """All items in their order, with how they ended."""
        rows = Item.objects.filter(run=self._run).order_by("ordinal")
        return [SettledItem(row.key, row.source, ItemState(row.state), row.reason) for row in rows]

    def item_states(self, *, this_attempt: bool = False) -> list[ItemState]:
        """The states of all items in their order, or only of those settled in this attempt of the run."""
        rows = Item.objects.filter(run=self._run).order_by("ordinal")
        if this_attempt:
            rows = rows.filter(attempt=self._run.attempt)
        return [ItemState(state) for state in rows.values_list("state", flat=True)]

    def is_in_doubt(self, item_key: str) -> bool:
        """Whether a record of the item was sent, and nobody has seen yet whether it is there."""
        sent = Intent.objects.filter(mode=self._run.mode, item_key=item_key, state=IntentState.SUBMITTING)
        return sent.exists()

    def claim(self, key: IntentKey, values_digest: str) -> Claim:
        """Reserve the entry for this run, or see who has it."""
        named = {"mode": key.mode, "operation": key.operation, "item_key": key.item_key, "step": key.step}
        with soon_on_disk():
            intent, created = Intent.objects.get_or_create(
                **named, defaults={"state": IntentState.RESERVED, "run": self._run, "values_digest": values_digest}
            )
        reserved_here = intent.run_id == self._run.pk and intent.state == IntentState.RESERVED
        if created:
            self._claimed.add(intent.pk)
        elif self._may_act_elsewhere(intent.pk):
            reserved_here = False
        return claim_of(intent, ours=created or reserved_here, reentry=not created and intent.past.exists())

    def overtook(self, claim: Claim) -> bool:
        """Whether ``claim`` is of an earlier attempt of this run that may still live on another machine."""
        return claim.holder == self.run_name and self._may_act_elsewhere(claim.id)

    def _may_act_elsewhere(self, intent: int) -> bool:
        return self._run.overtaken and intent not in self._claimed

    def holder_dead(self, claim: Claim) -> bool:
        """Whether every process of the run that holds ``claim`` is proven dead; orphans of a dead runner are ended."""
        holder = Run.objects.get(name=claim.holder)
        end_orphans(holder)
        dead = proven_dead(holder)
        if dead:
            self._gone_since.setdefault(holder.name, time.monotonic())
        return dead

    def browser_ended(self) -> None:
        """Take notice that the browser that acted for this run has ended, which could send until now."""
        self._gone_since[self.run_name] = time.monotonic()

    def holder_over(self, claim: Claim) -> bool:
        """Whether the run that holds ``claim`` has ended or is proven dead: it will count nothing any more."""
        return is_over(Run.objects.get(name=claim.holder))

    def seconds_to_settle(self, claim: Claim, settle_s: float) -> float:
        """How long the site may still save what was submitted under ``claim``; 0 once it no longer can.

        ``settle_s`` counts from when nothing was left that could send: between the journal's line and the request may
        lie any time (a button that is locked for a while, a machine that slept).
        """
        if claim.submitted_at is None:
            return 0.0
        return max(0.0, self._gone_since.get(claim.holder, time.monotonic()) + settle_s - time.monotonic())

    def adopt(self, claim: Claim) -> bool:
        """Count here a record whose run ended before it could count it; False if some run has counted it.

        Only for a claim whose holder is over: a living one will count the record itself.
        """
        holder = Run.objects.get(name=claim.holder)
        of_holder = Item.objects.filter(run=holder, key=claim.item_key)
        uncounted = of_holder.filter(counted=False, state__in=_UNCOUNTED)
        with transaction.atomic():
            # Of several items with one key, one is entered and counted; the others may be left open.
            if not list(uncounted.select_for_update()) or of_holder.filter(counted=True).exists():
                return False
            # Columns of the row alone: a join would be looked up as it stood before another run's change.
            held = Intent.objects.filter(id=claim.id, attempt=claim.attempt, run=holder)
            adopted = bool(held.update(run=self._run))  # another run that was quicker to adopt it counts it
            if adopted:
                uncounted.update(counted=True)
                ours = Item.objects.filter(run=self._run, key=claim.item_key).exclude(state=ItemState.DONE)
                ours.update(counted=False)
        return adopted

    def to_be_entered_again(self, claim: Claim) -> bool:
        """Whether a person has had this confirmed record entered once more by this run, and it has not been yet."""
        ruling = self._again.get(claim.item_key)
        if ruling is None or claim.state is not IntentState.DONE:
            return False
        return not PastEntry.objects.filter(intent_id=claim.id, ruling_id=ruling).exists()

    def enter_again(self, claim: Claim, values_digest: str) -> Claim | None:
        """Hold a confirmed intent for another entry, the former one kept beside; None if another was quicker."""
        with transaction.atomic():
            held = Intent.objects.filter(id=claim.id, attempt=claim.attempt, state=IntentState.DONE)
            former = held.select_for_update().first()
            if former is None:
                return None
            PastEntry.objects.create(
                ruling_id=self._again[claim.item_key],
                intent=former,
                **{name: getattr(former, name) for name in _KEPT},
            )
            held.update(submitted_at=None, settled_at=None, **self._hold(claim, values_digest))
        self._claimed.add(claim.id)
        return claim_of(Intent.objects.get(id=claim.id), ours=True, reentry=True)

    def take_over(self, claim: Claim, values_digest: str) -> Claim | None:
        """Hold the intent under a new attempt number; None if it is no longer as it was claimed.

        Its state counts too: a holder may have submitted and died between our claim and the proof of its death.
        """
        held = Intent.objects.filter(id=claim.id, attempt=claim.attempt, state=claim.state)
        if not held.update(**self._hold(claim, values_digest)):
            return None
        self._claimed.add(claim.id)
        return claim_of(Intent.objects.get(id=claim.id), ours=True, reentry=claim.reentry)

    def submitting(self, claim: Claim, values: Iterable[Entered], *, earlier_stands: bool = False) -> bool:
        """Write, before the committing click, that it is about to happen; False if it is no longer ours to do.

        That is so when another run holds the intent, or somebody else has taken over the order that this run carries
        out, or may do so. What was written before is on the disk with it.
        """
        with transaction.atomic():
            if self._lease is not None and not holds(self._lease):
                return False
            changed = Intent.objects.filter(
                id=claim.id, run=self._run, attempt=claim.attempt, state=IntentState.RESERVED
            ).update(state=IntentState.SUBMITTING, submitted_at=timezone.now(), earlier_stands=earlier_stands)
            if changed:
                EnteredValue.objects.bulk_create(value_row(claim, entered) for entered in values)
        return bool(changed)

    def settle_intent(self, claim: Claim, state: IntentState) -> None:
        """Write that the record is there (``done``) or that nobody can tell (``unknown``)."""
        with soon_on_disk():
            Intent.objects.filter(id=claim.id, attempt=claim.attempt).update(state=state, settled_at=timezone.now())

    def keep_outputs(self, claim: Claim, outputs: Mapping[str, Any]) -> None:
        """Keep what a committing operation returned, as JSON values, for a replay of its item."""
        with soon_on_disk():
            Intent.objects.filter(id=claim.id, attempt=claim.attempt).update(outputs=dict(outputs))

    def outputs(self, claim: Claim) -> dict[str, Any] | None:
        """What the operation of ``claim`` returned; None when it never came to its end."""
        kept: dict[str, Any] | None = Intent.objects.values_list("outputs", flat=True).get(id=claim.id)
        return kept

    def release(self, claim: Claim) -> None:
        """Give up an intent that never came to its committing click; a former entry stands again."""
        held = Intent.objects.filter(id=claim.id, attempt=claim.attempt, state=IntentState.RESERVED)
        with soon_on_disk():
            if not claim.reentry:
                held.delete()
                return
            with transaction.atomic():
                former = PastEntry.objects.filter(intent_id=claim.id).order_by("-id").first()
                if former and held.update(state=IntentState.DONE, **{name: getattr(former, name) for name in _KEPT}):
                    former.delete()

    def _hold(self, claim: Claim, values_digest: str) -> dict[str, Any]:
        return {
            "run": self._run,
            "attempt": claim.attempt + 1,
            "state": IntentState.RESERVED,
            "values_digest": values_digest,
            "outputs": None,
            "earlier_stands": False,
        }
