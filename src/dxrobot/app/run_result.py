"""What a run has come to, for the person who started it and for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dxrobot.actions.base import Tally
from dxrobot.errors import ExitStatus
from dxrobot.items import ItemState, Mode, RunStatus
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.runner.dry import DryRun
from dxrobot.store.journal import SettledItem

DRY_WORKBOOK = "予行.xlsx"
"""What a dry run writes into the folder of its run."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What ``dxrobot run`` reports."""

    run: str
    scenario: str
    mode: Mode
    status: RunStatus
    items: Mapping[str, int]
    entry: LedgerEntry
    evidence: Path
    message: str
    tally: Tally
    left: tuple[SettledItem, ...] = ()
    """Items that did not come through, those entered in another way than usual (no answer, a screen that has changed),
    and those that stand there twice, with the reason in words for staff."""
    store_lost: bool = False
    """Whether it failed because the store could not be read or written: it may be continued later."""
    dry: DryRun | None = None
    """What a dry run saw of its records."""

    @property
    def exit_status(self) -> ExitStatus:
        """By the contract: a person comes before the environment only when nothing of the environment was wrong."""
        unread = any(page.error is not None for page in self.tally.pages)
        broken = (
            self.status in (RunStatus.FAILED, RunStatus.STOPPED, RunStatus.CANCELLED)
            or self.items[ItemState.SYSTEM_ERROR]
        )
        if unread or broken:
            return ExitStatus.INPUT_WRONG
        waiting = (ItemState.WAITING_REVIEW, ItemState.BUSINESS_ERROR, ItemState.UNKNOWN)
        return ExitStatus.PERSON_NEEDED if any(self.items[state] for state in waiting) else ExitStatus.SETTLED

    @property
    def open_again(self) -> bool:
        """Whether continuing the run may bring more items through without a person."""
        return bool(self.items[ItemState.SYSTEM_ERROR] or self.items[ItemState.PENDING])

    def with_message(self, sentence: str) -> RunResult:
        """The same result with one more sentence for the person who started the run."""
        return replace(self, message="\n".join(filter(None, (self.message, sentence))))

    def as_json(self) -> dict[str, Any]:
        """The object that ``run --json`` ends with (design: Contract)."""
        return {
            "run": self.run,
            "scenario": self.scenario,
            "mode": self.mode.value,
            "status": self.status.value,
            "items": dict(self.items),
            "saved_minutes": float(self.entry.saved_minutes),
            "human_minutes": float(self.entry.human.total),
            "robot_seconds": float(self.entry.robot_seconds),
            "evidence": str(self.evidence),
            "message": self.message,
        }
