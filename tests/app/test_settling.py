"""What an attempt of a run writes into the ledger of a real store."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import pytest
from django.db import connections

from dxrobot.actions.base import Tally
from dxrobot.app.ledger import ledger_overview, ledger_report, ledger_totals, verify_ledger
from dxrobot.app.ledger_files import write_open_data
from dxrobot.app.ledger_import import import_file
from dxrobot.app.settling import enter_ledger
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace
from dxrobot.items import ItemState, Mode
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.library import Library
from dxrobot.scenario.model import Scenario
from dxrobot.store.journal import Journal
from dxrobot.store.ledger_check import check_ledger
from dxrobot.store.models import LedgerRow
from dxrobot.store.placing import NewItem

KINDS = {"新規": Decimal(7), "変更": Decimal(4)}
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
    baseline = made.baseline[0].model_copy(update={"minutes_per_batch": Decimal(30), "kinds": KINDS})
    scenario: Scenario = made.model_copy(update={"baseline": (baseline,)})
    journal = Journal.start(
        name="a", scenario="entry", job="請求書の入力", mode=Mode.PRODUCTION, definition_hash="0" * 64, pid=2**22 + 1
    )

    def attempt(done: int, kinds: Sequence[str] = ()) -> LedgerEntry:
        named = [*kinds, *[""] * (done - len(kinds))]
        items = [NewItem(f"k{number}", "", kind=kind) for number, kind in enumerate(named)]
        for place in journal.place_items(items):
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


def test_ledger_of_a_run_that_was_resumed_holds(attempt: Attempt) -> None:
    first, second = attempt(3), attempt(7)
    assert [first.run, second.run] == ["a", "a#2"]
    assert check_ledger() is None


def test_confirmed_items_are_counted_by_the_kinds_of_the_baseline_and_no_other_word_is_kept(attempt: Attempt) -> None:
    entry = attempt(6, ["新規", "変更", "新規", "山田 太郎"])
    assert entry.items_by_kind == (("変更", 1), ("新規", 2))
    assert entry.gross_minutes == 2 * 7 + 4 + 3 * 6 + 30
    assert "山田" not in LedgerRow.objects.get().payload
    again = attempt(8, ["新規", "変更", "新規", "山田 太郎", "", "", "変更"])
    assert (again.items_by_kind, again.items_confirmed) == ((("変更", 1),), 2)


def test_kinds_stand_in_the_summary_the_report_and_the_open_data(attempt: Attempt, opened: Workspace) -> None:
    attempt(3, ["新規", "変更"])
    (line,) = ledger_totals(opened).as_json()["lines"]
    assert line["kinds"] == [
        {"kind": "変更", "items": 1, "gross_minutes": 4},
        {"kind": "新規", "items": 1, "gross_minutes": 7},
    ]
    titles = {table.title: table for section in ledger_report(opened).others for table in section.tables}
    assert [row[2:4] for row in titles["種類ごとの件数"].rows] == [("変更", 1), ("新規", 1)]
    write_open_data(opened.root / "open.csv")
    (row,) = csv.DictReader((opened.root / "open.csv").open(encoding="utf-8-sig"))
    assert (row["件数"], row["種類ごとの件数"]) == ("3", "変更 1、新規 1")


def test_a_correction_by_kind_moves_the_kept_totals_by_kind(attempt: Attempt, opened: Workspace) -> None:
    attempt(3, ["新規", "変更"])
    path = opened.root / "c.csv"
    path.write_text("記帳番号,取り消す,種類ごとの件数,理由\n1,,新規 5、変更=0件,数え違い\n", encoding="utf-8")
    import_file(opened, path)
    (line,) = ledger_overview(opened).jobs
    assert {kind: total.items for kind, total in line.kinds.items()} == {"新規": 5}
    assert verify_ledger() is None
