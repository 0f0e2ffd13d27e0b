from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dxrobot.definition import load_definition
from dxrobot.errors import DefinitionError, InputError
from dxrobot.ledger.baseline import Baseline, BaselineSource, baseline_on


def test_yaml_minutes_become_the_decimal_as_written(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text("minutes_per_item: 0.1\nsource: estimated\nvalid_from: 2026-04-01\n", encoding="utf-8")
    baseline = load_definition(path, Baseline)
    assert baseline.minutes_per_item * 3 == Decimal("0.3")
    assert (baseline.minutes_per_batch, baseline.source) == (Decimal(0), BaselineSource.ESTIMATED)


@pytest.mark.parametrize("minutes", ["0", "-1", ".nan", ".inf", "true", "0.00001", "五分"])
def test_minutes_that_mean_nothing_are_refused_with_their_line(tmp_path: Path, minutes: str) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(f"source: estimated\nvalid_from: 2026-04-01\nminutes_per_item: {minutes}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"b\.yaml:3:1: minutes_per_item"):
        load_definition(path, Baseline)


@pytest.mark.parametrize("lacking", ["samples", "measured_by", "measured_on"])
def test_a_measured_baseline_says_how_often_by_whom_and_when(baseline, lacking: str) -> None:
    with pytest.raises(ValueError, match=lacking):
        baseline(**{lacking: "" if lacking == "measured_by" else None})


def test_the_baseline_that_began_last_holds(baseline) -> None:
    old, new = baseline(), baseline(minutes_per_item="5", valid_from=date(2026, 10, 1))
    assert baseline_on([new, old], date(2026, 9, 30)) is old
    assert baseline_on([new, old], date(2026, 10, 1)) is new


def test_of_two_baselines_from_one_day_the_later_in_the_file_holds(baseline) -> None:
    first, second = baseline(), baseline(minutes_per_item="7")
    assert baseline_on([first, second], date(2026, 5, 1)) is second


def test_no_baseline_before_the_first_one(baseline) -> None:
    with pytest.raises(InputError, match="2026-03-31"):
        baseline_on([baseline()], date(2026, 3, 31))
