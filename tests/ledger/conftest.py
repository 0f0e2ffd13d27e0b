from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dxrobot.items import Mode
from dxrobot.ledger.baseline import Baseline
from dxrobot.ledger.entry import FinishedRun

MEASURED = {
    "minutes_per_item": "6.5",
    "source": "measured",
    "samples": 20,
    "measured_by": "担当者",
    "measured_on": date(2026, 3, 2),
    "valid_from": date(2026, 4, 1),
}


@pytest.fixture
def baseline() -> Callable[..., Baseline]:
    return lambda **changes: Baseline.model_validate(MEASURED | changes)


@pytest.fixture
def finished_run() -> Callable[..., FinishedRun]:
    run = FinishedRun(
        run="20260601-0001",
        job="児童手当 認定請求の登録",
        department="子育て支援課",
        scenario="jido_teate",
        phase="本番",
        mode=Mode.PRODUCTION,
        day=date(2026, 6, 1),
        items_done=12,
        robot_seconds=Decimal("95.24"),
    )
    return lambda **changes: replace(run, **changes)
