from __future__ import annotations

from datetime import date
from decimal import Decimal

from dxrobot.items import Mode
from dxrobot.ledger.baseline import Baseline
from dxrobot.ledger.entry import FinishedRun, LedgerEntry, settle_entry
from dxrobot.ledger.human import HumanMinutes


def entry(
    job: str = "児童手当",
    items: int = 12,
    checking: int = 30,
    *,
    mode: Mode = Mode.PRODUCTION,
    source: str = "measured",
    estimated: bool = False,
    yen_per_hour: int | None = 3000,
) -> LedgerEntry:
    """An entry of 6.5 minutes an item by hand, and ``checking`` minutes of a person beside the robot."""
    baseline = Baseline.model_validate(
        {
            "minutes_per_item": "6.5",
            "source": source,
            "samples": 20,
            "measured_by": "担当者",
            "measured_on": date(2026, 3, 2),
            "valid_from": date(2026, 4, 1),
        }
    )
    run = FinishedRun(
        run="20260601-0001",
        job=job,
        department="子育て支援課",
        scenario="jido_teate",
        phase="本番",
        mode=mode,
        day=date(2026, 6, 1),
        items_done=items,
        robot_seconds=Decimal("95.2"),
    )
    return settle_entry(run, baseline, HumanMinutes(checking=Decimal(checking), estimated=estimated), yen_per_hour)
