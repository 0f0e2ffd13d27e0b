"""Writing one attempt of a run into the ledger: what it confirmed, net of the time that people spent on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from dxrobot.config import Workspace
from dxrobot.items import ItemState, Mode
from dxrobot.japanese.wareki import JAPAN, fiscal_year
from dxrobot.ledger.baseline import baseline_on
from dxrobot.ledger.entry import FinishedRun, LedgerEntry, name_of_attempt, settle_entry
from dxrobot.ledger.human import HumanWork
from dxrobot.ledger.unit_cost import yen_per_hour
from dxrobot.scenario.model import Scenario
from dxrobot.store import ledger_rows
from dxrobot.store.journal import Journal

if TYPE_CHECKING:
    from dxrobot.actions.base import Tally


def enter_ledger(
    workspace: Workspace, scenario: Scenario, journal: Journal, tally: Tally, robot_seconds: Decimal
) -> LedgerEntry:
    """Append the entry of this attempt of the run and mark the items that it counts.

    What belongs to the batch as a whole is counted once: preparing it by the first entry, the baseline minutes of the
    batch by the first that confirms an item, for without one there is no batch that people would have worked on.
    """
    today = datetime.now(JAPAN).date()
    _job, assumptions = scenario.own_job()
    baseline, human = baseline_on(scenario.baseline, today), assumptions.minutes(_human_work(journal, tally))
    before = ledger_rows.entries_before(journal.run)
    if before:
        human = replace(human, preparing=Decimal(0))
    if any(isinstance(entry, LedgerEntry) and entry.items_confirmed for entry in before):
        baseline = baseline.model_copy(update={"minutes_per_batch": Decimal(0)})
    unit_cost = yen_per_hour(workspace.settings.unit_costs, fiscal_year(today), baseline.staff)

    def entry_for(kinds: Counter[str]) -> LedgerEntry:
        finished = _finished(scenario, journal, today, kinds.total(), robot_seconds)
        # Only kinds that the baseline names: a text that a record happens to hold may be a person's.
        named = tuple(sorted((kind, count) for kind, count in kinds.items() if kind in baseline.kinds))
        finished = replace(finished, items_by_kind=named)
        return settle_entry(finished, baseline, human, unit_cost)

    return ledger_rows.count_items(journal.run, entry_for)


def _human_work(journal: Journal, tally: Tally) -> HumanWork:
    """What people did, or must do, because of this attempt."""
    states = journal.item_states(this_attempt=True)
    return HumanWork(
        fields_checked=tally.answered_now - tally.measured_now,
        fields_corrected=tally.corrected_now - tally.measured_corrected_now,
        review_seconds=Decimal(str(round(tally.review_seconds, 1))),
        exception_items=states.count(ItemState.BUSINESS_ERROR),
        recovered_items=states.count(ItemState.UNKNOWN),
    )


def _finished(
    scenario: Scenario, journal: Journal, today: date, items_done: int, robot_seconds: Decimal
) -> FinishedRun:
    job, _assumptions = scenario.own_job()
    return FinishedRun(
        run=name_of_attempt(journal.run_name, journal.run.attempt),
        job=job.name,
        department=job.department,
        scenario=scenario.scenario,
        phase=job.phase.value,
        mode=Mode(journal.run.mode),
        day=today,
        items_done=items_done,
        robot_seconds=robot_seconds,
        tool=job.tool,
    )
