from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxrobot.errors import InputError
from dxrobot.items import Mode
from dxrobot.ledger.correction import Change, corrected
from dxrobot.ledger.entry import LedgerEntry, settle_entry, yen_of
from dxrobot.ledger.human import NO_HUMAN_MINUTES, HumanMinutes
from dxrobot.ledger.payload import canonical, parse
from dxrobot.ledger.stated import StatedEntry
from tests.ledger import samples


def test_saved_is_baseline_less_human_minutes(baseline, finished_run) -> None:
    human = HumanMinutes(preparing=Decimal(10), checking=Decimal("4.25"), exceptions=Decimal(3), estimated=True)
    entry = settle_entry(finished_run(), baseline(minutes_per_batch="15"), human, 3000)
    assert entry.gross_minutes == Decimal("93.0")  # 6.5 × 12 + 15
    assert entry.saved_minutes == Decimal("75.75")
    assert entry.saved_yen == 3788  # 3,787.5
    assert (entry.fiscal_year, entry.robot_seconds, entry.estimated) == (2026, Decimal("95.2"), True)


def test_a_loss_is_kept_as_a_loss(baseline, finished_run) -> None:
    """久慈市: 96 minutes by hand became 972 with the robot."""
    entry = settle_entry(
        finished_run(items_done=1), baseline(minutes_per_item="96"), HumanMinutes(checking=Decimal(972)), 3000
    )
    assert (entry.saved_minutes, entry.saved_yen) == (Decimal(-876), -43800)


@pytest.mark.parametrize("mode", [Mode.DRY, Mode.TRIAL])
def test_trial_and_dry_runs_save_and_cost_nothing(baseline, finished_run, mode: Mode) -> None:
    entry = settle_entry(finished_run(mode=mode), baseline(), HumanMinutes(preparing=Decimal(10)), 3000)
    assert (entry.items_confirmed, entry.gross_minutes, entry.saved_minutes, entry.saved_yen) == (0, 0, 0, 0)
    assert entry.human == NO_HUMAN_MINUTES


def test_a_production_run_that_confirmed_nothing_costs_the_time_people_spent(baseline, finished_run) -> None:
    human = HumanMinutes(preparing=Decimal(10))
    entry = settle_entry(finished_run(items_done=0), baseline(minutes_per_batch="15"), human, 3000)
    assert (entry.gross_minutes, entry.saved_minutes, entry.saved_yen) == (0, -10, -500)


def test_without_a_unit_cost_no_yen_are_claimed(baseline, finished_run) -> None:
    entry = settle_entry(finished_run(), baseline(), NO_HUMAN_MINUTES, None)
    assert (entry.saved_minutes, entry.saved_yen) == (Decimal(78), None)


@pytest.mark.parametrize(("day", "year"), [(date(2027, 3, 31), 2026), (date(2027, 4, 1), 2027)])
def test_the_fiscal_year_begins_in_april(baseline, finished_run, day: date, year: int) -> None:
    assert settle_entry(finished_run(day=day), baseline(), NO_HUMAN_MINUTES, None).fiscal_year == year


@pytest.mark.parametrize(
    ("minutes", "per_hour", "yen"), [("0.5", 3000, 25), ("0.01", 3000, 1), ("-0.01", 3000, -1), ("0.0099", 3000, 0)]
)
def test_yen_round_half_up_away_from_zero(minutes: str, per_hour: int, yen: int) -> None:
    assert yen_of(Decimal(minutes), per_hour) == yen


def test_a_published_plan_comes_out_to_the_yen() -> None:
    """笠間市: about 15,000 h at 3,000 円."""
    assert yen_of(Decimal(15000 * 60), 3000) == 45_000_000


def test_a_measured_baseline_with_measured_human_time_is_no_estimate(baseline, finished_run) -> None:
    measured = settle_entry(finished_run(), baseline(), HumanMinutes(checking=Decimal(1)), None)
    published = settle_entry(finished_run(), baseline(source="published"), HumanMinutes(), None)
    assert (measured.estimated, published.estimated) == (False, True)


def test_an_entry_survives_its_payload_and_names_nobody(baseline, finished_run) -> None:
    human = HumanMinutes(checking=Decimal("4.25"), estimated=True)
    entry = settle_entry(finished_run(), baseline(), human, 3000)
    assert parse(canonical(entry)) == entry
    assert "担当者" not in canonical(entry)


def test_a_payload_does_not_depend_on_how_a_decimal_was_written(baseline, finished_run) -> None:
    entry = settle_entry(finished_run(), baseline(), NO_HUMAN_MINUTES, 3000)
    padded = replace(entry, gross_minutes=Decimal("78.0000"), saved_minutes=Decimal("7.8E+1"))
    assert canonical(padded) == canonical(entry)


amounts = st.decimals(0, 100_000, places=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(per_item=amounts, items=st.integers(0, 100_000), spent=amounts)
def test_saved_and_human_minutes_always_add_up_to_gross(baseline, finished_run, per_item, items, spent) -> None:
    made = baseline().model_copy(update={"minutes_per_item": per_item})
    entry = settle_entry(finished_run(items_done=items), made, HumanMinutes(checking=spent), None)
    assert entry.saved_minutes + entry.human.total == entry.gross_minutes == per_item * items


def test_minutes_that_a_person_states_replace_those_of_their_kind_only() -> None:
    old = samples.entry(estimated=True)
    some = corrected(old, Change(1, "計った", by_kind={"preparing": Decimal(7)}))
    assert isinstance(some, LedgerEntry)
    assert (some.human.preparing, some.human.checking, some.human.estimated) == (7, 30, True)
    assert some.saved_minutes == old.saved_minutes - 7
    kinds = ("preparing", "checking", "correcting", "exceptions", "recovering")
    measured = corrected(old, Change(1, "計った", by_kind=dict.fromkeys(kinds, Decimal(2))))
    assert isinstance(measured, LedgerEntry)
    assert (measured.human.total, measured.estimated) == (10, False)


def test_a_corrected_run_keeps_the_share_of_its_overtime() -> None:
    old = samples.entry(items=10, checking=0, minutes_per_item="6", minutes_per_batch="30", overtime_percent="40")
    assert (old.gross_minutes, old.overtime_minutes) == (90, 36)
    one = corrected(old, Change(1, "数え違い", items=1))
    assert isinstance(one, LedgerEntry)
    assert (one.gross_minutes, one.overtime_minutes) == (36, Decimal("14.4"))


def test_overtime_that_a_correction_states_is_kept_in_its_share_by_the_next_one() -> None:
    old = samples.entry(items=10, checking=0, minutes_per_item="6", overtime_percent="40")
    stated = corrected(old, Change(1, "計った", overtime_minutes=Decimal(30)))
    assert isinstance(stated, LedgerEntry)
    half = corrected(stated, Change(2, "数え違い", items=5))
    assert isinstance(half, LedgerEntry)
    assert (stated.overtime_minutes, half.overtime_minutes) == (30, 15)
    with pytest.raises(InputError, match="うち時間外"):
        corrected(old, Change(1, "計った", overtime_minutes=Decimal(61)))


def test_a_corrected_statement_has_no_more_overtime_than_it_saved() -> None:
    old = samples.stated(600, gross=600)
    old = replace(old, stated=replace(old.stated, overtime_minutes=Decimal(300)))
    less = corrected(old, Change(1, "誤記", gross_minutes=Decimal(60)))
    assert isinstance(less, StatedEntry)
    assert (less.stated.saved_minutes, less.stated.overtime_minutes) == (60, 30)
    told = corrected(old, Change(1, "誤記", gross_minutes=Decimal(60), overtime_minutes=Decimal(10)))
    assert isinstance(told, StatedEntry)
    assert told.stated.overtime_minutes == 10
    with pytest.raises(InputError, match="うち時間外"):
        corrected(old, Change(1, "誤記", gross_minutes=Decimal(60), overtime_minutes=Decimal(61)))


KINDS = {"minutes_per_item": "5", "minutes_per_batch": "30", "kinds": {"新規": "6", "変更": "4.5"}}


def test_items_of_a_kind_save_the_minutes_of_their_kind_and_others_the_common_ones(baseline, finished_run) -> None:
    run = finished_run(items_done=10, items_by_kind=(("変更", 4), ("新規", 3)))
    entry = settle_entry(run, baseline(**KINDS), NO_HUMAN_MINUTES, 3000)
    assert entry.gross_minutes == 3 * 6 + 4 * Decimal("4.5") + 3 * 5 + 30
    assert parse(canonical(entry)) == entry
    trial = settle_entry(replace(run, mode=Mode.TRIAL), baseline(**KINDS), NO_HUMAN_MINUTES, 3000)
    assert (trial.gross_minutes, trial.items_by_kind) == (0, ())


def test_the_range_is_that_of_the_items_counted_by_the_sampled_minutes(baseline, finished_run) -> None:
    sampled = baseline(**KINDS, standard_deviation="1.5")
    entry = settle_entry(finished_run(items_done=5, items_by_kind=(("新規", 3),)), sampled, NO_HUMAN_MINUTES, None)
    assert entry.margin_minutes == sampled.margin_per_item * 2


def test_items_by_kind_are_corrected_by_kind(baseline, finished_run) -> None:
    run = finished_run(items_done=5, items_by_kind=(("新規", 3),))
    old = settle_entry(run, baseline(**KINDS), NO_HUMAN_MINUTES, 3000)
    new = corrected(old, Change(1, "数え違い", items_by_kind=(("変更", 2), ("新規", 1))))
    assert isinstance(new, LedgerEntry)
    assert (new.items_confirmed, new.gross_minutes) == (3, 2 * Decimal("4.5") + 6 + 30)
    with pytest.raises(InputError, match="種類ごとの件数と合いません"):
        corrected(old, Change(1, "数え違い", items=4))
    with pytest.raises(InputError, match="種類ごとの件数と合いません"):
        corrected(old, Change(1, "数え違い", items=1, items_by_kind=(("新規", 2),)))
    with pytest.raises(InputError, match="種類「廃止」はありません。基準時間に書いてある種類: 変更、新規"):
        corrected(old, Change(1, "数え違い", items_by_kind=(("廃止", 2),)))


def test_a_payload_of_the_second_version_is_still_read(baseline, finished_run) -> None:
    entry = settle_entry(finished_run(), baseline(), NO_HUMAN_MINUTES, 3000)
    row = json.loads(canonical(entry)) | {"version": 2}
    del row["items_by_kind"], row["baseline_kinds"]
    assert parse(json.dumps(row)) == entry


def test_a_trial_run_cannot_be_corrected_to_items(baseline, finished_run) -> None:
    trial = settle_entry(finished_run(mode=Mode.TRIAL), baseline(), NO_HUMAN_MINUTES, 3000)
    with pytest.raises(InputError, match="本番の実行ではなく"):
        corrected(trial, Change(1, "数え違い", items=5))
    assert corrected(trial, Change(1, "取り消し", withdraw=True)) is None
