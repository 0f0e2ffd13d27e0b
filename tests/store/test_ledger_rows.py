"""The ledger in a real store: the chain, the kept totals, corrections, and two processes that add at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxrobot.items import Mode
from dxrobot.ledger.chain import verify
from dxrobot.ledger.correction import Change, Correction, corrected
from dxrobot.ledger.costs import Cost, CostKind, ShareBy
from dxrobot.ledger.kinds import Quality
from dxrobot.ledger.overview import overview
from dxrobot.ledger.posting import By, grand_total, post, total_by
from dxrobot.ledger.references import References
from dxrobot.ledger.summary import Summary
from dxrobot.store import ledger_rows
from dxrobot.store.journal import Journal
from dxrobot.store.ledger_rows import NewRow, append_all
from dxrobot.store.models import LedgerHead, LedgerRow, LedgerTotal
from dxrobot.store.server import Server
from tests.ledger.samples import entry, stated
from tests.store.fixtures import address_of
from tools.bench.ledger import kept_totals_equal_a_recount, measure

MANY = [
    entry(),
    entry(job="証明", department="市民課", items=7, checking=300, day=date(2027, 3, 31)),
    entry(mode=Mode.TRIAL),
    entry(yen_per_hour=None, day=date(2027, 4, 1)),
    entry(standard_deviation="1.5", overtime_percent="33.3"),
    stated(600),
    stated(70, gross=100, job="議事録"),
    stated(1, quality=Quality.NOT_MEASURABLE),
]


@pytest.mark.usefixtures("store")
def test_kept_totals_equal_a_full_recount() -> None:
    append_all([NewRow(each) for each in MANY[:5]])
    append_all([NewRow(each) for each in MANY[5:]])
    old = MANY[1]
    change = Change(2, "数え違い", items=5)
    append_all([NewRow(Correction(2, "a" * 64, change.reason, old, corrected(old, change)))])
    recount = post(ledger_rows.entries())
    assert ledger_rows.totals() == recount
    assert ledger_rows.totals_by(None)[""] == grand_total(recount)
    for by in By:
        assert dict(ledger_rows.totals_by(by)) == total_by(recount, by)
    years = ledger_rows.totals_of_years()
    assert grand_total(years) == grand_total(recount)
    for by in set(By) - {By.MONTH}:
        assert total_by(years, by) == total_by(recount, by)


@pytest.mark.usefixtures("store")
def test_what_is_shown_of_years_is_what_is_shown_of_months() -> None:
    """Costs are shared and pay-back is reckoned as from the single months, trials and long periods among them."""
    spread = [entry(day=date(2026, month, 1), items=month) for month in (6, 7, 11)]
    trials = [entry(day=date(2026, month, 2), mode=Mode.TRIAL) for month in (4, 6)]
    append_all([NewRow(each) for each in (*spread, *trials, *MANY)])
    references = References(
        costs=(
            Cost(2026, CostKind.INITIAL, "導入", 100_000, ShareBy.EQUAL),
            Cost(2026, CostKind.RUNNING, "使用料", 90_001, ShareBy.SAVED_HOURS),
            Cost(2026, CostKind.RUNNING, "保守", 50_001, ShareBy.RUN_HOURS),
        )
    )
    months, years = (overview(each, references, ()) for each in (ledger_rows.totals(), ledger_rows.totals_of_years()))
    assert {group.month for group in years.totals} >= {"2026-06/2026-11", "2027-03", ""}
    assert replace(years, totals={}) == replace(months, totals={})


@pytest.mark.usefixtures("store")
def test_a_year_is_read_alone_and_an_entry_changes_what_tells_its_own_year() -> None:
    append_all([NewRow(each) for each in MANY])
    years = ledger_rows.years()
    assert years == [2026, 2027]
    alone = {group: total for year in years for group, total in ledger_rows.totals_of_years(year).items()}
    assert alone == ledger_rows.totals_of_years()
    by_month = ledger_rows.totals_of_year(2026)
    assert grand_total(by_month) == grand_total(ledger_rows.totals_of_years(2026))  # type: ignore[arg-type]
    assert set(ledger_rows.totals_of_year(2026, "市民課")) == {("市民課", "2027-03")}
    assert list(ledger_rows.totals_of_job("市民課", "証明", 2026)) == ["2027-03"]
    before = [ledger_rows.newest_of_year(year) for year in years]
    assert before == [8, 4]
    append_all([NewRow(Correction(4, "a" * 64, "数え違い", MANY[3], None))])
    assert [ledger_rows.newest_of_year(year) for year in years] == [8, 9]
    assert ledger_rows.end() == (9, ledger_rows.last_hash())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=5))
def test_kept_totals_are_exact_whatever_the_figures(store: object, figures: list[tuple[int, int]]) -> None:
    append_all([NewRow(entry(items=items, checking=checking)) for items, checking in figures])
    assert ledger_rows.totals() == post(ledger_rows.entries())


@pytest.mark.usefixtures("store")
def test_totals_of_a_store_that_kept_none_are_made_from_its_entries() -> None:
    append_all([NewRow(each) for each in MANY])
    LedgerTotal.objects.all().delete()
    LedgerHead.objects.update(totals_version=0)
    assert ledger_rows.totals() == post(MANY)


@pytest.mark.usefixtures("store")
def test_nothing_is_added_when_one_entry_of_many_is_refused(start_run: Callable[..., Journal]) -> None:
    run = start_run("a").run
    with pytest.raises(IntegrityError):
        append_all([NewRow(entry()), NewRow(entry(), run=run), NewRow(entry(), run=run)])
    assert (ledger_rows.length(), ledger_rows.totals()) == (0, {})


@pytest.mark.usefixtures("store")
def test_an_entry_is_corrected_once_and_its_correction_can_be_again() -> None:
    old = entry()
    append_all([NewRow(old)])
    first = Correction(1, "a" * 64, "数え違い", old, corrected(old, Change(1, "", items=10)))
    append_all([NewRow(first)])
    with pytest.raises(IntegrityError):
        append_all([NewRow(first)])
    append_all([NewRow(Correction(2, "b" * 64, "やはり取り消す", first.after or old, None))])
    assert grand_total(ledger_rows.totals()) == Summary()
    assert verify(ledger_rows.links()) is None


@pytest.mark.usefixtures("store")
def test_entries_come_back_as_they_were() -> None:
    append_all([NewRow(each) for each in MANY])
    assert list(ledger_rows.entries()) == MANY
    assert [line.sequence for line in ledger_rows.newest(3)[0]] == [6, 7, 8]


@pytest.mark.usefixtures("store")
def test_payloads_of_the_first_version_still_count() -> None:
    append_all([NewRow(entry())])
    row = LedgerRow.objects.get()
    later = ("baseline_margin_per_item", "baseline_overtime_percent", "origin", "overtime_minutes", "tool")
    import json

    payload = {key: value for key, value in json.loads(row.payload).items() if key not in later} | {"version": 1}
    LedgerRow.objects.update(payload=json.dumps(payload))
    assert list(ledger_rows.entries()) == [entry()]


@pytest.mark.usefixtures("store")
def test_minutes_finer_than_the_ledger_keeps_are_a_bug_and_not_rounded_away() -> None:
    with pytest.raises(ValueError, match="four decimals"):
        append_all([NewRow(replace(entry(), gross_minutes=Decimal("0.00001")))])


_ADD = """
import sys
from dxrobot.store.setup import open_store
from tests.store.fixtures import place_of
open_store(place_of(sys.argv[1]))
from dxrobot.store.ledger_rows import NewRow, append_all
from tests.ledger.samples import entry
for number in range(25):
    append_all([NewRow(entry(job=sys.argv[2]))] * 2)
"""


def test_two_processes_that_add_at_once_never_fork_the_chain(store: Path | Server) -> None:
    adding = [subprocess.Popen([sys.executable, "-c", _ADD, address_of(store), name]) for name in ("甲", "乙", "丙")]
    assert [process.wait(timeout=60) for process in adding] == [0, 0, 0]
    assert verify(ledger_rows.links()) is None
    assert ledger_rows.length() == LedgerHead.objects.get().sequence == 150
    assert {job: summary.runs for job, summary in ledger_rows.totals_by(By.JOB).items()} == {
        "甲": 50,
        "乙": 50,
        "丙": 50,
    }


def test_the_bench_of_a_large_ledger_measures_one_that_holds(store: Path | Server, tmp_path: Path) -> None:
    figures = measure(2000, store, tmp_path)
    assert (figures["entries"], figures["verified"]) == (2000, True)
    assert kept_totals_equal_a_recount()
