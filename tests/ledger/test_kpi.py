from __future__ import annotations

from decimal import Decimal

from dxrobot.ledger.kpi import Direction, Kpi, Measure, Progress
from dxrobot.ledger.sampling import margin_of_mean, t_95
from dxrobot.ledger.workforce import Workforce

HOURS = Kpi("削減時間", "時間", Measure.HOURS, Direction.AT_LEAST, 2025, Decimal(600), 2027, Decimal(1000))
INCIDENTS = Kpi("情報セキュリティ事故", "件", Measure.STATED, Direction.AT_MOST, 2025, Decimal(0), 2027, Decimal(0))


def test_progress_is_the_share_of_the_way_from_the_baseline() -> None:
    assert Progress(HOURS, Decimal(700)).verdict == "未達(進み 25.0 %)"
    assert Progress(HOURS, Decimal(1100)).verdict == "達成(進み 125.0 %)"
    assert Progress(HOURS, Decimal(500)).verdict == "未達(進み −25.0 %)"


def test_a_target_of_nothing_is_reached_by_nothing() -> None:
    assert (Progress(INCIDENTS, Decimal(0)).reached, Progress(INCIDENTS, Decimal(1)).reached) == (True, False)
    assert Progress(INCIDENTS, None).verdict == "未集計"


def test_the_range_of_a_sampled_mean_by_hand() -> None:
    assert margin_of_mean(20, Decimal("1.5")) == Decimal("0.7020")  # 2.093 × 1.5 ÷ √20
    assert (t_95(1), t_95(30), t_95(35), t_95(500)) == (
        Decimal("12.706"),
        Decimal("2.042"),
        Decimal("2.042"),
        Decimal("1.980"),
    )


def test_hours_as_persons() -> None:
    staff = Workforce(2026, 500)
    assert staff.persons(Decimal(60 * 930)).rounded() == Decimal("0.50")
    assert staff.hours_an_employee(Decimal(60 * 930)).rounded() == Decimal("1.86")
