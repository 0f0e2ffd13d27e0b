"""The figures that cities have published, as the workspace of this repository carries them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from dxrobot.ledger.published import PublishedJob, PublishedPlan
from dxrobot.ledger.rates import Fraction, Verdict, average_of_rates, judge, rate_of_totals
from dxrobot.ledger.reference_tables import published_plans_table
from dxrobot.ledger.references import References
from dxrobot.sheets.ledger_folder import read_ledger_folder

CARRIED = Path(__file__).parents[2] / "samples" / "ledger" / "ledger"


@pytest.fixture(scope="module")
def carried() -> References:
    return read_ledger_folder(CARRIED)


def job(carried: References, name: str) -> PublishedJob:
    return next(found for found in carried.published_jobs if found.job.startswith(name) or found.city == name)


def test_all_published_jobs_are_there_blank_departments_too(carried: References) -> None:
    assert len(carried.published_jobs) == 18
    assert sum(not found.department for found in carried.published_jobs) == 4


def test_published_hours_and_rates_follow_from_their_own_minutes_or_the_report_says_so(carried: References) -> None:
    explained = [(found.city, found.job) for found in carried.published_jobs if found.remarks]
    assert explained == [
        ("久慈市", "ふるさと納税ワンストップ転記"),
        ("久慈市", "市県民税収納(逆効果)"),
        ("別府市", "R3年度計"),
        ("茨城県", "財務会計入力・旅費・国保資料確認・漁獲情報"),
    ]
    assert all(found.hours.verdict in (Verdict.ROUNDED, Verdict.UNPUBLISHED) for found in carried.published_jobs)


def test_two_rates_that_were_both_published_as_78_were_cut(carried: References) -> None:
    kuji, beppu = job(carried, "ふるさと納税ワンストップ転記"), job(carried, "別府市")
    assert [found.rate.computed.rounded() for found in (kuji, beppu)] == [Decimal("78.79"), Decimal("78.67")]
    assert kuji.remarks == ("公表の 78 % は切り捨てです。計算では 78.79 %、四捨五入なら 79 % です。",)
    assert beppu.remarks == ("公表の 78 % は切り捨てです。計算では 78.67 %、四捨五入なら 79 % です。",)


def test_an_average_of_rates_is_told_from_the_rate_of_totals(carried: References) -> None:
    assert job(carried, "茨城県").remarks == ("公表の 86.2 % は率どうしの平均です。合計どうしの率は 86.5 % です。",)
    rates = (Fraction(Decimal(90), Decimal(100)), Fraction(Decimal(10), Decimal(20)))
    assert average_of_rates(rates) == 70
    assert rate_of_totals(rates).rounded() == Decimal("83.33")


def test_a_loss_stays_negative_and_contradicting_multiples_are_named(carried: References) -> None:
    loss = job(carried, "市県民税収納")
    assert loss.rate.computed.rounded(Decimal("0.1")) == Decimal("-912.5")
    assert loss.remarks == (
        "公表の「8.3倍」「9倍」は、公表の時間からは出てきません。計算では 10.1 倍です。",
        "導入後のほうが長くかかっています(削減率 −912.5 %)。",
    )


def test_the_whole_plan_of_one_city_comes_out_as_published(carried: References) -> None:
    (plan,) = carried.published_plans
    assert plan.benefit.computed.value == 45_000_000
    assert plan.net.computed.value == 3_000_000
    assert plan.ratio.computed.rounded() == Decimal("1.07")
    assert plan.carried_out.computed.rounded(Decimal("0.1")) == Decimal("76.5")
    verdicts = [pair.verdict for pair in (plan.benefit, plan.net, plan.ratio, plan.carried_out)]
    assert verdicts == [Verdict.ROUNDED, Verdict.ROUNDED, Verdict.ROUNDED, Verdict.RAISED]


def test_published_unit_costs_follow_from_yen_and_hours(carried: References) -> None:
    assert len(carried.published_unit_costs) == 6
    assert {found.yen_per_hour.verdict for found in carried.published_unit_costs} == {Verdict.ROUNDED}


@pytest.mark.parametrize(
    ("published", "computed", "verdict"),
    [
        ("79.2", "79.2113", Verdict.ROUNDED),
        ("78", "78.787", Verdict.CUT),
        ("77", "76.47", Verdict.RAISED),
        ("80", "76.47", Verdict.DIFFERS),
        ("-912.5", "-912.5", Verdict.ROUNDED),
        (None, "50", Verdict.UNPUBLISHED),
        ("50", None, Verdict.INCOMPUTABLE),
    ],
)
def test_a_published_figure_is_judged_at_its_own_number_of_decimals(
    published: str | None, computed: str | None, verdict: Verdict
) -> None:
    assert judge(published and Decimal(published), computed and Decimal(computed)) is verdict


def test_a_published_share_stands_beside_the_computed_one_with_one_decimal() -> None:
    plan = PublishedPlan(
        "市", "計画", Decimal(15000), 3000, 22_000_000, 20_000_000, 52, 68, None, None, None, Decimal(77), "", "資料"
    )
    rows = {row[0]: row[1:4] for row in published_plans_table(plan).rows}
    assert rows["実施率(%)"][:2] == ("77", "76.5")
    assert rows["費用対効果"][1] == "1.07"
    assert (plan.carried_out.computed.numerator, plan.carried_out.computed.denominator) == (52, 68)
