"""A baseline that the ledger has counted by may be followed by another, never edited."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dxrobot.app.kept_baselines import require_kept
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.items import Mode
from dxrobot.ledger.baseline import Baseline
from dxrobot.ledger.entry import FinishedRun, settle_entry
from dxrobot.ledger.human import HumanMinutes
from dxrobot.scenario.model import Scenario
from dxrobot.store import ledger_rows
from dxrobot.store.journal import Journal
from tests.app.test_ledger_import import opened

__all__ = ["opened"]

FIRST = {
    "minutes_per_item": "6.50",
    "minutes_per_batch": 10,
    "kinds": {"変更": 4},
    "source": "estimated",
    "valid_from": "2026-04-01",
}
LATER = {**FIRST, "minutes_per_item": 7, "valid_from": "2026-10-01"}


def run(mode: Mode, **baseline: Any) -> None:
    """One that was counted by ``baseline``."""
    journal = Journal.start(
        name=f"run-{mode}-{len(baseline)}",
        scenario="entry",
        job="入力",
        mode=mode,
        definition_hash="x",
        pid=os.getpid(),
    )
    finished = FinishedRun(
        journal.run_name, "入力", "課", "entry", "本番", mode, date(2026, 5, 1), items_done=2, robot_seconds=Decimal(1)
    )
    entry = settle_entry(finished, Baseline.model_validate(baseline), HumanMinutes(), 3000)
    ledger_rows.append(journal.run, entry)


def scenario(*baselines: dict[str, Any]) -> Scenario:
    read = tuple(Baseline.model_validate(baseline) for baseline in baselines)
    return Scenario.model_construct(scenario="entry", baseline=read)


def test_before_the_first_production_run_anything_may_be_written(opened: Workspace) -> None:
    run(Mode.TRIAL, **LATER)
    require_kept(scenario(FIRST))


def test_a_baseline_may_be_followed_by_another(opened: Workspace) -> None:
    run(Mode.PRODUCTION, **FIRST)
    require_kept(scenario({**FIRST, "minutes_per_item": "6.5", "note": "測り直す"}, LATER))


def test_a_measured_baseline_is_known_again(opened: Workspace) -> None:
    timed = {"samples": 7, "standard_deviation": "1.3", "measured_by": "係長", "measured_on": "2026-03-01"}
    measured = {**FIRST, **timed, "source": "measured", "overtime_percent": "12.5"}
    run(Mode.PRODUCTION, **measured)
    require_kept(scenario(measured))
    with pytest.raises(InputError):
        require_kept(scenario({**measured, "standard_deviation": "1.2"}))


@pytest.mark.parametrize(
    "edited",
    [{"minutes_per_item": 7}, {"minutes_per_batch": 0}, {"kinds": {}}, {"valid_from": "2026-04-02"}],
)
def test_a_baseline_that_has_counted_is_not_edited(opened: Workspace, edited: dict[str, Any]) -> None:
    run(Mode.PRODUCTION, **FIRST)
    with pytest.raises(InputError, match=r"valid_from: 2026-04-01、minutes_per_item: 6\.5") as caught:
        require_kept(scenario({**FIRST, **edited}, LATER))
    assert "新しい valid_from" in caught.value.remedy
