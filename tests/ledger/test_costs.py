from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxrobot.ledger.costs import UNSHARED, Cost, CostKind, JobCost, ShareBy, Use, share_among_jobs, shares
from dxrobot.ledger.jobs import JobKey, JobNames

ALLOWANCE, PROOF = JobKey("福祉課", "手当"), JobKey("市民課", "証明")
NAMES = JobNames({2026: {ALLOWANCE, PROOF}})


def test_shares_add_up_to_the_yen() -> None:
    assert shares(100, [Decimal(1)] * 3) == (34, 33, 33)
    assert shares(1_000_000, [Decimal("12.5"), Decimal("0.1"), Decimal("87.3")]) == (125_125, 1_001, 873_874)


@given(st.integers(-(10**12), 10**12), st.lists(st.decimals("-1000", "1000", places=4), min_size=1, max_size=30))
def test_shares_always_add_up_and_are_never_more_than_a_yen_off(yen: int, weights: list[Decimal]) -> None:
    parts = shares(yen, weights)
    assert sum(parts) == yen
    positive = [max(weight, Decimal(0)) for weight in weights]
    if sum(positive):
        assert all(abs(part - yen * weight / sum(positive)) <= 1 for part, weight in zip(parts, positive, strict=True))


def test_without_any_weight_the_parts_are_equal() -> None:
    assert shares(10, [Decimal(0), Decimal(-5)]) == (5, 5)


def test_there_must_be_somebody_to_share_with() -> None:
    with pytest.raises(ValueError, match="nobody"):
        shares(10, [])


def test_costs_are_shared_as_each_says_and_kinds_stay_apart() -> None:
    costs = [
        Cost(2026, CostKind.INITIAL, "導入", 100, ShareBy.EQUAL),
        Cost(2026, CostKind.RUNNING, "使用料", 90, ShareBy.SAVED_HOURS),
        Cost(2026, CostKind.RUNNING, "保守", 50, ShareBy.RUN_HOURS, ("証明",)),
    ]
    use = {2026: {ALLOWANCE: Use(Decimal(10), Decimal(200)), PROOF: Use(Decimal(30), Decimal(100))}}
    assert share_among_jobs(costs, use, NAMES) == {ALLOWANCE: JobCost(50, 60), PROOF: JobCost(50, 80)}


def test_a_job_with_a_loss_carries_nothing_of_a_cost_shared_by_saved_hours() -> None:
    use = {2026: {ALLOWANCE: Use(saved_minutes=Decimal(-60)), PROOF: Use(saved_minutes=Decimal(30))}}
    shared = share_among_jobs([Cost(2026, CostKind.RUNNING, "使用料", 99, ShareBy.SAVED_HOURS)], use, NAMES)
    assert shared == {ALLOWANCE: JobCost(), PROOF: JobCost(running=99)}


def test_a_cost_of_a_year_without_jobs_is_not_lost() -> None:
    shared = share_among_jobs([Cost(2027, CostKind.INITIAL, "導入", 99, ShareBy.EQUAL)], {}, NAMES)
    assert shared == {UNSHARED: JobCost(initial=99)}
