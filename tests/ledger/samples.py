from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dxrobot.items import Mode
from dxrobot.ledger.baseline import Baseline
from dxrobot.ledger.chain import GENESIS
from dxrobot.ledger.correction import Chained
from dxrobot.ledger.entry import FinishedRun, LedgerEntry, settle_entry
from dxrobot.ledger.entry_table import Numbered, entries_table
from dxrobot.ledger.human import HumanMinutes
from dxrobot.ledger.kinds import Origin, Quality, Tool
from dxrobot.ledger.overview import overview
from dxrobot.ledger.posting import post
from dxrobot.ledger.references import References
from dxrobot.ledger.report import Chain, Report, report_of
from dxrobot.ledger.stated import Period, StatedEntry, Statement, enter_statement
from dxrobot.settings import UnitCost


def entry(
    job: str = "児童手当",
    items: int = 12,
    checking: int = 30,
    *,
    mode: Mode = Mode.PRODUCTION,
    source: str = "measured",
    estimated: bool = False,
    yen_per_hour: int | None = 3000,
    day: date = date(2026, 6, 1),
    department: str = "子育て支援課",
    **of_baseline: object,
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
            **of_baseline,
        }
    )
    run = FinishedRun(
        run="20260601-0001",
        job=job,
        department=department,
        scenario="jido_teate",
        phase="本番",
        mode=mode,
        day=day,
        items_done=items,
        robot_seconds=Decimal("95.2"),
    )
    return settle_entry(run, baseline, HumanMinutes(checking=Decimal(checking), estimated=estimated), yen_per_hour)


def stated(
    saved: int = 600,
    *,
    gross: int | None = None,
    quality: Quality = Quality.MEASURED,
    job: str = "会議録",
    year: int = 2026,
    yen_per_hour: int | None = 3000,
    period: Period | None = None,
) -> StatedEntry:
    """Stated minutes of another tool over a whole fiscal year."""
    statement = Statement(
        origin=Origin.OTHER_TOOL,
        job=job,
        department="総務課",
        phase="本番",
        tool=Tool.TRANSCRIPTION,
        period=period or Period(date(year, 4, 1), date(year + 1, 3, 31)),
        items=None,
        gross_minutes=None if gross is None else Decimal(gross),
        human_minutes=None if gross is None else Decimal(gross - saved),
        saved_minutes=Decimal(saved),
        overtime_minutes=Decimal(0),
        errors_before=None,
        errors_after=None,
        quality=quality,
        source="担当課の記録",
    )
    return enter_statement(statement, "0" * 64, 2, yen_per_hour)


def report(
    entries: Sequence[Chained],
    references: References = References(),  # noqa: B008 (frozen)
    *,
    city: str = "",
    last_hash: str = GENESIS,
) -> Report:
    """The report of ``entries``."""
    costs = (UnitCost(fiscal_year=2026, yen_per_hour=3000, source="見本"),)
    numbered = [Numbered(sequence, entry) for sequence, entry in enumerate(entries, start=1)]
    chain = Chain(len(entries), last_hash)
    return report_of(
        overview(post(entries), references, costs), entries_table(numbered), chain, costs, city, date(2026, 11, 21)
    )
