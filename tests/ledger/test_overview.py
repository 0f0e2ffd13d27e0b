"""Costs, pay-back and targets worked out from the totals, by hand-made cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dxrobot.errors import InputError
from dxrobot.items import Mode
from dxrobot.ledger.correction import Chained
from dxrobot.ledger.costs import Cost, CostKind, JobCost, ShareBy
from dxrobot.ledger.group_lines import group_lines
from dxrobot.ledger.kinds import Quality, Tool
from dxrobot.ledger.kpi import Direction, Kpi, Measure
from dxrobot.ledger.overview import Overview, overview
from dxrobot.ledger.payback import Payback
from dxrobot.ledger.posting import By, post
from dxrobot.ledger.references import References
from dxrobot.ledger.result_tables import by_table, jobs_table
from dxrobot.ledger.stated import Period
from dxrobot.ledger.workforce import UpkeepHours, UpkeepKind
from dxrobot.settings import UnitCost
from tests.ledger.samples import entry, report, stated

COSTS = (UnitCost(fiscal_year=2026, yen_per_hour=3000, source="見本"),)


def initial(yen: int, *jobs: str, year: int = 2026) -> Cost:
    return Cost(year, CostKind.INITIAL, "導入費", yen, ShareBy.EQUAL, jobs)


def running(yen: int, *jobs: str, year: int = 2026) -> Cost:
    return Cost(year, CostKind.RUNNING, "使用料", yen, ShareBy.EQUAL, jobs)


def seen(
    entries: Sequence[Chained], *costs: Cost, year: int | None = None, upkeep: Sequence[UpkeepHours] = ()
) -> Overview:
    return overview(post(entries), References(costs=costs, upkeep=tuple(upkeep)), COSTS, year)


def months(found: Overview) -> int | None:
    (line,) = found.jobs
    return line.payback.months if line.payback else None


def hour_entry(hours: int, day: date, job: str = "児童手当", **of_baseline: object) -> Chained:
    """An entry that saves so many hours, 3,000 yen each."""
    return entry(job, items=hours, checking=0, day=day, **{"minutes_per_item": "60", **of_baseline})  # type: ignore[arg-type]


def test_a_statement_is_paid_back_by_the_months_of_its_period() -> None:
    half_year = stated(120 * 60, period=Period(date(2026, 4, 1), date(2026, 9, 30)))
    assert half_year.saved_yen == 360_000
    assert months(seen([half_year], initial(120_000))) == 2


def test_months_between_two_entries_count_over_the_end_of_the_fiscal_year() -> None:
    entries = [hour_entry(22, date(2026, 3, 10), valid_from=date(2025, 4, 1)), hour_entry(22, date(2026, 6, 10))]
    assert months(seen(entries, initial(99_000))) == 3


def test_yearly_costs_are_spread_over_the_months_of_their_year() -> None:
    assert months(seen([hour_entry(60, date(2026, 4, 10))], initial(240_000), running(1_200_000))) == 3


def test_upkeep_hours_are_spread_over_the_months_of_their_year() -> None:
    upkeep = [UpkeepHours(2026, "児童手当", UpkeepKind.UPKEEP, Decimal(120))]
    assert months(seen([hour_entry(20, date(2026, 4, 10))], initial(90_000), upkeep=upkeep)) == 3


def test_the_pay_back_of_one_year_reckons_with_all_that_was_spent_to_begin_with() -> None:
    costs = [initial(30_000, "児童手当", year=2025), initial(7_000, "児童手当"), initial(10**6, "児童手当", year=2027)]
    built = [UpkeepHours(2026, "児童手当", UpkeepKind.BUILDING, Decimal(1))]
    found = seen([hour_entry(4, date(2026, 6, 1))], *costs, year=2026, upkeep=built)
    (line,) = found.jobs
    assert (months(found), line.cost, found.cost) == (4, JobCost(initial=7_000), JobCost(initial=7_000))
    assert [cost.yen for cost in found.references.costs] == [7_000]


def test_jobs_of_one_name_in_two_departments_carry_costs_of_their_own() -> None:
    two = [entry(job="証明", department="市民課"), entry(job="証明", department="税務課"), entry()]
    found = seen(two, initial(300), running(90, "税務課/証明"))
    assert [(line.department, line.cost) for line in found.jobs] == [
        ("市民課", JobCost(100)),
        ("税務課", JobCost(100, 90)),
        ("子育て支援課", JobCost(100)),
    ]
    assert list(found.by(By.JOB)) == ["証明(市民課)", "証明(税務課)", "児童手当"]


def test_a_cost_of_a_name_that_two_departments_use_is_refused_with_both() -> None:
    two = [entry(job="証明", department="市民課"), entry(job="証明", department="税務課")]
    with pytest.raises(InputError) as caught:
        seen(two, initial(300, "証明"))
    assert str(caught.value) == (
        "費用「導入費」の業務「証明」は、市民課と税務課にあり、どれのことか決まりません。"
        "「市民課/証明」のように、課と業務を / でつないで書いてください。"
    )


def test_a_job_that_moved_carries_the_costs_of_each_year_where_it_stood_then() -> None:
    moved = [entry(department="福祉課", day=date(2027, 5, 1)), entry()]
    found = seen(moved, initial(300, "児童手当"), running(50, "児童手当", year=2027))
    assert {line.department: line.cost for line in found.jobs} == {
        "福祉課": JobCost(running=50),
        "子育て支援課": JobCost(initial=300),
    }


@pytest.mark.parametrize("day", [date(2026, 6, 1), date(2026, 7, 1)])
def test_a_trial_weighs_alike_in_robot_time_whether_its_month_has_a_run_that_counts(day: date) -> None:
    """190.4 seconds of the one and 95.2 of the other, by hand: 200 and 100 of 300 yen."""
    entries = [entry(), entry(mode=Mode.TRIAL, day=day), entry(job="証明")]
    found = seen(entries, Cost(2026, CostKind.RUNNING, "使用料", 300, ShareBy.RUN_HOURS))
    assert [line.cost.running for line in found.jobs] == [200, 100]


def test_a_target_of_jobs_counts_the_same_name_in_two_departments_twice() -> None:
    two = [entry(job="証明", department="市民課"), entry(job="証明", department="税務課")]
    kpi = Kpi("業務", "業務", Measure.JOBS, Direction.AT_LEAST, 2025, Decimal(0), 2026, Decimal(2))
    (progress,) = overview(post(two), References(kpis=(kpi,)), COSTS).kpis
    assert (progress.actual, progress.reached) == (2, True)


def test_a_target_is_held_against_the_unrounded_rate() -> None:
    """1,249 of 2,500 minutes are 49.96 %, which is shown as 50.0 % elsewhere and is not yet 50."""
    kpi = Kpi("削減率", "%", Measure.RATE, Direction.AT_LEAST, 2025, Decimal(0), 2026, Decimal(50))
    (progress,) = overview(post([stated(1249, gross=2500)]), References(kpis=(kpi,)), COSTS).kpis
    assert (progress.actual, progress.reached) == (Decimal("49.96"), False)


def test_an_actual_value_that_rounds_to_a_whole_one_has_no_trailing_point() -> None:
    """36,000.1 minutes are 600.0017 hours."""
    kpi = Kpi("時間", "時間", Measure.HOURS, Direction.AT_LEAST, 2025, Decimal(0), 2026, Decimal(1000))
    saved = hour_entry(1, date(2026, 4, 1), minutes_per_item="36000.1")
    (section,) = (each for each in report([saved], References(kpis=(kpi,))).others if each.title == "KPI")
    assert section.tables[0].rows[0][4] == "600"


def test_hours_of_a_job_that_has_not_run_stand_in_the_report() -> None:
    references = References(upkeep=(UpkeepHours(2026, "これから", UpkeepKind.BUILDING, Decimal(12)),))
    section = next(each for each in report([entry()], references).others if each.title == "開発・保守")
    (table,) = section.tables
    assert [row[:3] for row in table.rows] == [("これから", "—", 12)]


def test_a_department_carries_what_its_jobs_carry_and_pays_back_as_they_do_together() -> None:
    """By hand: 90,000 + 30,000 yen against 30,000 + 15,000 yen a month."""
    entries = [hour_entry(10, date(2026, 4, 1)), hour_entry(5, date(2026, 4, 1), job="証明")]
    found = seen(entries, initial(90_000, "児童手当"), initial(30_000, "証明"), initial(7, "まだ動かない業務"))
    (line,) = group_lines(found, By.DEPARTMENT, found.by(By.DEPARTMENT))
    assert (line.cost, line.payback) == (JobCost(initial=120_000), Payback(3))
    table = by_table(found, By.DEPARTMENT)
    assert table.total is not None
    assert 120_007 in table.total
    assert "7 円" in table.notes[0]


def test_costs_of_a_job_that_used_two_tools_are_of_neither() -> None:
    entries = [entry(), replace(entry(), tool=Tool.AI_OCR), replace(entry(job="証明"), tool=Tool.AI_OCR)]
    found = seen(entries, initial(90_000, "児童手当"))
    assert [line.cost for line in group_lines(found, By.TOOL, found.by(By.TOOL))] == [None, None]
    assert [line.cost for line in group_lines(found, By.PHASE, found.by(By.PHASE))] == [JobCost(initial=90_000)]


def test_a_job_without_money_leaves_its_department_without_a_pay_back() -> None:
    found = seen([hour_entry(10, date(2026, 4, 1)), entry(job="証明", yen_per_hour=None)], initial(90_000))
    (line,) = group_lines(found, By.DEPARTMENT, found.by(By.DEPARTMENT))
    assert (line.cost, line.payback) == (JobCost(initial=90_000), None)


def test_what_cannot_be_measured_is_a_dash_and_not_nothing() -> None:
    found = seen([stated(1, quality=Quality.NOT_MEASURABLE)])
    (row,) = jobs_table("", found.jobs).rows
    assert row[3:9] == (None,) * 6


def test_a_job_called_like_another_one_with_its_department_has_a_line_of_its_own() -> None:
    entries = [
        entry("申請", department="福祉課"),
        entry("申請", department="税務課"),
        entry("申請(福祉課)", department="福祉課"),
    ]
    found = seen(entries)
    lines = group_lines(found, By.JOB, found.by(By.JOB))
    assert [line.summary.items for line in lines] == [job.summary.items for job in found.jobs]
    assert len({line.value for line in lines}) == 3
