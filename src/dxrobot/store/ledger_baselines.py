"""The baselines by which the ledger has counted."""

from __future__ import annotations

from dxrobot.items import Mode
from dxrobot.ledger.entry import AppliedBaseline, LedgerEntry
from dxrobot.store.ledger_rows import read_entry
from dxrobot.store.models import LedgerRow, Run

_RUNS_LOOKED_AT = 20
"""So many of the newest runs; those that still go on, or were cut off, have no entry yet."""


def last_baseline(scenario: str) -> AppliedBaseline | None:
    """By what the newest production run of ``scenario`` was counted; None before there is one."""
    newest = Run.objects.filter(scenario=scenario, mode=Mode.PRODUCTION.value).order_by("-pk")[:_RUNS_LOOKED_AT]
    # Only the first attempt's entry holds the minutes of the batch, which count once a run.
    rows = LedgerRow.objects.filter(run__in=[run.pk for run in newest], attempt=1).order_by("-sequence")
    found = rows.values_list("sequence", "payload").first()
    entry = read_entry(*found) if found else None
    return entry.baseline if isinstance(entry, LedgerEntry) else None
