"""What ``ledger verify`` finds in a ledger that somebody with the database's password has altered."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxrobot.errors import InputError
from dxrobot.items import Mode
from dxrobot.ledger.chain import Break, Damage, link_hash
from dxrobot.ledger.correction import Chained, Change, Correction, corrected
from dxrobot.ledger.kinds import Quality
from dxrobot.ledger.payload import canonical
from dxrobot.ledger.posting import post
from dxrobot.ledger.recount import _READ_RUN, Recount
from dxrobot.store import ledger_check, ledger_rows
from dxrobot.store.journal import Journal
from dxrobot.store.ledger_check import check_ledger
from dxrobot.store.ledger_rows import NewRow, append_all
from dxrobot.store.models import LedgerFile, LedgerHead, LedgerRow, LedgerTotal
from tests.ledger.samples import entry, stated


@pytest.fixture
def ledger(start_run: Callable[..., Journal]) -> None:
    """A run's entry, a statement of a file, and its correction by another file."""
    run = start_run("a").run
    digest = "d" * 64
    file = LedgerFile.objects.create(digest=digest, name="a.csv", kind="x", imported_at=timezone.now())
    statement = replace(stated(), file_hash=digest)
    append_all([NewRow(replace(entry(), run="a"), run=run), NewRow(statement, file=file)])
    second = LedgerFile.objects.create(digest="e" * 64, name="b.csv", kind="x", imported_at=timezone.now())
    change = Correction(2, LedgerRow.objects.get(sequence=2).hash, "取り消す", statement, None, second.digest)
    append_all([NewRow(change, file=second)])


def of(sequence: int, **columns: object) -> Callable[[], object]:
    return lambda: LedgerRow.objects.filter(sequence=sequence).update(**columns)


def rewrite(sequence: int) -> None:
    """Other figures together with their own hash."""
    row = LedgerRow.objects.get(sequence=sequence)
    row.payload = json.dumps(json.loads(row.payload) | {"reason": "別の理由"}, ensure_ascii=False)
    row.hash = link_hash(sequence, row.payload, row.previous_hash)
    row.save()


def add_behind_the_head() -> None:
    last = LedgerRow.objects.get(sequence=3)
    payload = canonical(replace(entry(), run="b"))
    LedgerRow.objects.create(
        sequence=4, payload=payload, previous_hash=last.hash, hash=link_hash(4, payload, last.hash), attempt=2
    )


@pytest.mark.usefixtures("ledger")
def test_whole_ledger_holds() -> None:
    assert check_ledger() is None
    assert check_ledger(LedgerRow.objects.get(sequence=2).hash) is None


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (of(3, corrects=None), Break(Damage.ALTERED, 3)),
        (of(3, corrects=1), Break(Damage.ALTERED, 3)),
        (of(1, corrects=7), Break(Damage.ALTERED, 1)),
        (of(1, run=None), Break(Damage.ALTERED, 1)),
        (of(1, attempt=2), Break(Damage.ALTERED, 1)),
        (of(2, attempt=2), Break(Damage.ALTERED, 2)),
        (of(1, fiscal_year=2027), Break(Damage.ALTERED, 1)),
        (of(3, fiscal_year=None), Break(Damage.ALTERED, 3)),
        (of(2, file=None), Break(Damage.ALTERED, 2)),
        (of(3, file=None), Break(Damage.ALTERED, 3)),
        (lambda: of(3, file=LedgerFile.objects.get(name="a.csv"))(), Break(Damage.ALTERED, 3)),
        (of(2, payload="{"), Break(Damage.ALTERED, 2)),
        (lambda: rewrite(3), Break(Damage.FORGED, 3)),
        (lambda: LedgerRow.objects.filter(sequence=3).delete(), Break(Damage.MISSING, 3)),
        (lambda: LedgerRow.objects.filter(sequence=1).delete(), Break(Damage.MISSING, 1)),
        (lambda: LedgerHead.objects.all().delete(), Break(Damage.HEADLESS, 3)),
        (lambda: LedgerTotal.objects.update(saved_yen=10**9), Break(Damage.TOTALS, 0)),
        (lambda: LedgerTotal.objects.all().delete(), Break(Damage.TOTALS, 0)),
    ],
)
def test_damage_is_named(damage: Callable[[], object], found: Break) -> None:
    damage()
    assert check_ledger() == found


@pytest.mark.usefixtures("ledger")
def test_entry_added_behind_the_head_is_told() -> None:
    add_behind_the_head()
    assert check_ledger() == Break(Damage.ALTERED, 4), "it is of no run"
    LedgerRow.objects.filter(sequence=4).update(run=LedgerRow.objects.get(sequence=1).run)
    assert check_ledger() == Break(Damage.ALTERED, 4), "its run has another name"


@pytest.mark.usefixtures("ledger")
def test_correction_of_an_older_version_holds_although_it_does_not_name_its_file() -> None:
    row = LedgerRow.objects.get(sequence=3)
    older = json.loads(row.payload) | {"version": 3}
    del older["file_hash"]
    payload = json.dumps(older, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = link_hash(3, payload, row.previous_hash)
    of(3, payload=payload, hash=digest)()
    LedgerHead.objects.update(hash=digest)
    assert check_ledger() is None


@pytest.mark.usefixtures("ledger")
def test_entry_that_the_head_does_not_know_is_told() -> None:
    LedgerHead.objects.update(sequence=2, hash=LedgerRow.objects.get(sequence=2).hash)
    assert check_ledger() == Break(Damage.INSERTED, 3)


@pytest.mark.usefixtures("ledger")
def test_payload_that_is_no_entry_is_told_wherever_entries_are_read() -> None:
    row = LedgerRow.objects.get(sequence=3)
    of(3, payload="[]", hash=link_hash(3, "[]", row.previous_hash))()
    assert check_ledger() == Break(Damage.ALTERED, 3)
    for read in (lambda: list(ledger_rows.entries()), lambda: ledger_rows.newest(9), lambda: ledger_rows.find_entry(3)):
        with pytest.raises(InputError, match="3 番目の記帳が書き換えられています"):
            read()


@pytest.mark.usefixtures("ledger")
def test_ledger_without_its_head_is_told_by_whoever_needs_it() -> None:
    LedgerHead.objects.all().delete()
    for work in (ledger_rows.totals, lambda: append_all([NewRow(entry())])):
        with pytest.raises(InputError, match="末尾の控えがなくなっています"):
            work()


@pytest.mark.usefixtures("ledger")
def test_totals_made_anew_do_not_hide_that_the_chain_was_cut_off() -> None:
    LedgerRow.objects.filter(sequence=3).delete()
    LedgerHead.objects.update(totals_version=0)
    ledger_rows.totals()
    assert check_ledger() == Break(Damage.MISSING, 3)


@pytest.mark.usefixtures("ledger")
def test_ledger_is_looked_at_as_it_stands_at_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry that another process adds in between is no damage."""

    def add() -> None:
        file = LedgerFile.objects.create(digest="f" * 64, name="c.csv", kind="x", imported_at=timezone.now())
        append_all([NewRow(replace(stated(70), file_hash="f" * 64), file=file)])
        connections.close_all()

    def verify(links: object, printed_hash: str) -> Break | None:
        found = checked(links, printed_hash)  # type: ignore[arg-type]
        with ThreadPoolExecutor(1) as pool:
            pool.submit(add).result()
        return found

    checked = ledger_check.verify
    monkeypatch.setattr(ledger_check, "verify", verify)
    assert check_ledger() is None
    monkeypatch.undo()
    assert ledger_rows.length() == 4
    assert check_ledger() is None


def recounted(*entries: object) -> object:
    recount = Recount()
    for each in entries:
        recount.add(canonical(each))  # type: ignore[arg-type]
    return recount.sums()


def sums_of(entries: Sequence[Chained]) -> object:
    def whole(figure: object) -> object:
        return int(figure * 10_000) if isinstance(figure, Decimal) else figure

    return {astuple(group): tuple(map(whole, astuple(total))) for group, total in post(entries).items()}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**6),
            st.integers(0, 10**6),
            st.sampled_from(["0", "33.3", "100"]),
            st.sampled_from([None, "0.01", "1.5"]),
            st.sampled_from([None, 3000]),
            st.booleans(),
            st.sampled_from(["measured", "estimated"]),
        ),
        max_size=5,
    )
)
def test_recount_by_a_second_hand_equals_the_ledgers_one_way(figures: list[tuple[object, ...]]) -> None:
    entries = [
        entry(
            items=items,  # type: ignore[arg-type]
            checking=checking,  # type: ignore[arg-type]
            overtime_percent=overtime,
            standard_deviation=deviation,
            yen_per_hour=yen,  # type: ignore[arg-type]
            estimated=estimated,  # type: ignore[arg-type]
            source=source,  # type: ignore[arg-type]
        )
        for items, checking, overtime, deviation, yen, estimated, source in figures
    ]
    assert recounted(*entries) == sums_of(entries)


def test_recount_counts_what_is_no_production_run_as_well() -> None:
    old = entry(day=date(2027, 3, 31))
    every = [
        old,
        entry(mode=Mode.TRIAL),
        entry(mode=Mode.DRY),
        stated(70, gross=100),
        stated(1, quality=Quality.NOT_MEASURABLE),
        Correction(1, "a" * 64, "数え違い", old, corrected(old, Change(1, "", items=5))),
        Correction(2, "b" * 64, "取り消す", entry(mode=Mode.TRIAL), None),
    ]
    assert recounted(*every) == sums_of(every)


def test_payload_of_a_production_run_is_read_the_quick_way() -> None:
    assert _READ_RUN(canonical(entry())) is not None
    assert _READ_RUN(canonical(entry(mode=Mode.TRIAL))) is None
    assert _READ_RUN(canonical(entry(job='「"」'))) is None, "JSON knows how to read what is escaped"


def test_recount_refuses_figures_finer_than_the_ledger_keeps() -> None:
    with pytest.raises(ValueError, match="four decimals"):
        recounted(replace(entry(), gross_minutes=Decimal("0.00001")))
