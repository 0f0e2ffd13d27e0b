from __future__ import annotations

from decimal import Decimal

import pytest

from dxrobot.ledger.human import Assumptions, HumanMinutes, HumanWork, minutes_of

STATED = {
    "prepare_minutes_per_batch": 10,
    "review_seconds_per_field": 20,
    "correct_seconds_per_field": 10,
    "exception_minutes_per_item": 3,
    "recovery_minutes_per_item": 2.5,
    "basis": "窓口担当3人への聞き取り",
}


def test_counted_work_costs_what_the_assumptions_state() -> None:
    work = HumanWork(fields_checked=7, fields_corrected=2, exception_items=1, recovered_items=2)
    minutes = Assumptions.model_validate(STATED).minutes(work)
    assert minutes == HumanMinutes(
        Decimal(10), Decimal("2.33"), Decimal("0.33"), Decimal(3), Decimal(5), estimated=True
    )
    assert minutes.total == Decimal("20.66")


@pytest.mark.parametrize("kind", STATED)
def test_no_kind_of_human_time_may_be_left_unsaid(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        Assumptions.model_validate({key: value for key, value in STATED.items() if key != kind})


def test_a_sum_with_one_estimate_is_an_estimate() -> None:
    both = HumanMinutes(checking=Decimal("1.5")) + HumanMinutes(checking=Decimal(2), estimated=True)
    assert (both.checking, both.total, both.estimated) == (Decimal("3.5"), Decimal("3.5"), True)


def test_negative_human_minutes_are_a_bug() -> None:
    with pytest.raises(ValueError, match="negative"):
        HumanMinutes(correcting=Decimal("-0.01"))


@pytest.mark.parametrize(("seconds", "minutes"), [("0.3", "0.01"), ("0.29", "0.00"), ("20", "0.33"), ("90", "1.50")])
def test_seconds_round_half_up_to_a_hundredth_of_a_minute(seconds: str, minutes: str) -> None:
    assert minutes_of(Decimal(seconds)) == Decimal(minutes)
