from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dxrobot.ledger.payback import payback
from dxrobot.ledger.whatif import Advice, Case, forecast

CASE = Case(
    items_a_month=Decimal(500),
    minutes_per_item=Decimal("6"),
    check_minutes_per_item=Decimal("1.2"),
    yen_per_hour=Decimal(3000),
    build_hours=Decimal(40),
    upkeep_hours_a_month=Decimal(2),
    initial_yen=Decimal(300_000),
    running_yen_a_month=Decimal(50_000),
)


def test_a_case_worked_by_hand() -> None:
    found = forecast(CASE)
    assert found.net_minutes_a_month == Decimal("4.8") * 500 - 120 == 2280
    assert found.net_yen_a_month == 114_000 - 50_000
    assert found.first_cost_yen == 300_000 + 120_000
    assert found.payback.months == 7  # 420,000 ÷ 64,000 = 6.56
    assert found.net_yen_in_term == 64_000 * 36 - 420_000
    assert found.break_even_items_a_month == 282  # (50,000 + 6,000 + 420,000 ÷ 36) ÷ 240 = 281.9
    assert found.advice is Advice.AUTOMATE


def test_the_break_even_volume_ends_the_term_without_a_loss_and_one_item_less_does_not() -> None:
    least = forecast(CASE).break_even_items_a_month
    assert least is not None
    assert forecast(replace(CASE, items_a_month=Decimal(least))).net_yen_in_term >= 0
    assert forecast(replace(CASE, items_a_month=Decimal(least - 1))).net_yen_in_term < 0


def test_checking_that_takes_longer_than_the_work_is_not_worth_any_volume() -> None:
    found = forecast(replace(CASE, check_minutes_per_item=Decimal(6)))
    assert (found.advice, found.break_even_items_a_month, found.payback.months) == (Advice.DO_NOT, None, None)


@pytest.mark.parametrize(("items", "advice"), [(230, Advice.DO_NOT), (285, Advice.CHECK_FIRST), (400, Advice.AUTOMATE)])
def test_the_advice_follows_the_volume(items: int, advice: Advice) -> None:
    assert forecast(replace(CASE, items_a_month=Decimal(items))).advice is advice


def test_costs_that_come_back_only_after_the_term_are_not_worth_it() -> None:
    found = forecast(replace(CASE, initial_yen=Decimal(3_000_000)))
    assert found.payback.months == 49
    assert found.advice is Advice.DO_NOT


def test_payback_is_never_where_the_month_earns_nothing() -> None:
    assert str(payback(Decimal(1), Decimal(10), Decimal(10))) == "この件数では回収できない"
    assert str(payback(Decimal(0), Decimal(20), Decimal(10))) == "初めから"
    assert str(payback(Decimal(25), Decimal(20), Decimal(10))) == "3 か月"
