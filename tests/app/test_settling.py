"""What an attempt of a run writes into the ledger of a real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.db import connections

from dxrobot.actions.base import Tally
from dxrobot.app.settling import enter_ledger
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace
from dxrobot.items import ItemState, Mode
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.library import Library
from dxrobot.scenario.model import Scenario
from dxrobot.store.journal import Journal
from dxrobot.store.placing import NewItem

Attempt = Callable[..., LedgerEntry]


@pytest.fixture
def opened(workspace: Workspace) -> Iterator[Workspace]:
    open_workspace(workspace)
    yield workspace
    connections.close_all()


@pytest.fixture
def attempt(opened: Workspace) -> Attempt:
    """One more attempt of the one run, which confirms so many items; its entry."""
    made = Library(opened).scenario("entry").model
    baseline = made.baseline[0].model_copy(update={"minutes_per_batch": Decimal(30)})
    scenario: Scenario = made.model_copy(update={"baseline": (baseline,)})
    journal = Journal.start(
        name="a", scenario="entry", job="請求書の入力", mode=Mode.PRODUCTION, definition_hash="0" * 64, pid=2**22 + 1
    )

    def attempt(done: int) -> LedgerEntry:
        for place in journal.place_items([NewItem(f"k{number}", "") for number in range(done)]):
            if place.settled is None:
                journal.settle_item(place.ordinal, ItemState.DONE, "", 0)
        entry = enter_ledger(opened, scenario, journal, Tally(), Decimal(0))
        journal.run.attempt += 1
        journal.run.save()
        return entry

    return attempt


def test_the_minutes_of_a_batch_count_with_the_first_attempt_that_confirms_an_item(attempt: Attempt) -> None:
    first, second, third = attempt(0), attempt(10), attempt(11)
    assert [entry.gross_minutes for entry in (first, second, third)] == [0, 6 * 10 + 30, 6]
    assert [entry.human.preparing for entry in (first, second, third)] == [5, 0, 0]
