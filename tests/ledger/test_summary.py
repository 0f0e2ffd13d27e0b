from __future__ import annotations

import json
from decimal import Decimal

import pytest

from dxrobot.items import Mode
from dxrobot.ledger import figures
from dxrobot.ledger.entry import settle_entry
from dxrobot.ledger.human import HumanMinutes
from dxrobot.ledger.summary import Rate, Summary, summarise, summarise_by, summary_of
from tests.ledger import samples


@pytest.fixture
def entries(baseline, finished_run):
    spent = HumanMinutes(checking=Decimal(30), estimated=True)
    return [
        settle_entry(finished_run(run="1"), baseline(), spent, 3000),
        settle_entry(finished_run(run="2", mode=Mode.TRIAL), baseline(), spent, 3000),
        settle_entry(finished_run(run="3", job="証明", items_done=2), baseline(), spent, 3000),
        settle_entry(finished_run(run="4", job="証明"), baseline(), HumanMinutes(), None),
    ]


def test_totals_are_the_sums_of_the_entries_that_count(entries) -> None:
    total = summarise(entries)
    assert (total.runs, total.uncounted_runs, total.items) == (3, 1, 26)
    assert (total.gross_minutes, total.human_minutes, total.saved_minutes) == (169, 60, 109)
    assert total.saved_yen == sum(entry.saved_yen or 0 for entry in entries) == 2400 - 850
    assert (total.runs_without_yen, total.runs_estimated) == (1, 2)


def test_totals_by_job_add_up_to_the_total(entries) -> None:
    by_job = summarise_by(entries, lambda entry: entry.job)
    assert list(by_job) == ["児童手当 認定請求の登録", "証明"]
    assert sum(by_job.values(), Summary()) == summarise(entries)


def test_a_rate_is_that_of_the_totals_with_both_its_parts(entries) -> None:
    rate = summarise(entries).rate
    assert (rate.numerator, rate.denominator, rate.percent) == (109, 169, Decimal("64.5"))
    assert Summary().rate.percent is None


@pytest.mark.parametrize(
    ("before", "after", "percent"), [(1188, 252, "78.8"), (457620, 97620, "78.7"), (96, 972, "-912.5")]
)
def test_published_jobs_get_the_rate_their_own_minutes_give(before: int, after: int, percent: str) -> None:
    assert Rate(Decimal(before - after), Decimal(before)).percent == Decimal(percent)


def test_the_summary_as_json_holds_plain_numbers(entries) -> None:
    told = json.loads(json.dumps(summarise(entries).as_json()))
    assert (told["saved_minutes"], told["saved_hours"], told["rate_percent"]) == (109, 1.8, 64.5)


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1234.55", "1,234.6"), ("-0.25", "−0.3"), ("-0.04", "0.0"), ("0", "0.0"), ("-1000", "−1,000.0")],
)
def test_people_read_one_decimal_and_a_true_minus(amount: str, text: str) -> None:
    assert figures.one_decimal(Decimal(amount)) == text


def test_people_read_units() -> None:
    assert figures.hours(Decimal(-109)) == "−1.8 時間"
    assert figures.minutes_text(Decimal("20.66")) == "20.7 分"
    assert (figures.yen(-43800), figures.yen(None)) == ("−43,800 円", "—")
    assert figures.percent(Rate(Decimal(1), Decimal(0))) == "—"
    assert figures.count(12345) == "12,345"


def test_what_was_before_is_unknown_where_only_a_saving_is_stated() -> None:
    saving, both = samples.stated(600), samples.stated(600, gross=800)
    assert (summary_of(saving).before_minutes, summary_of(saving).after_minutes) == (None, None)
    assert (summary_of(both).before_minutes, summary_of(both).after_minutes) == (800, 200)
    assert (summary_of(saving) + summary_of(both)).before_minutes == 800
