"""A ledger for the tests of its pages: three jobs of two departments, one of them with a loss, and tables beside it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from dxrobot.config import Workspace
from dxrobot.items import Mode, RunStatus
from dxrobot.japanese.wareki import JAPAN, fiscal_year
from tests.console.conftest import ROOT
from tests.console.seed import DEPARTMENT, OTHER_DEPARTMENT

JOB, LOSING, FOREIGN = "児童手当 認定請求の入力", "<b>照会</b>の登録", "口座振替依頼書の登録"


def this_year() -> int:
    """The fiscal year of today."""
    return fiscal_year(datetime.now(JAPAN).date())


def months_before(number: int) -> date:
    """The tenth of a month so many months ago."""
    today = datetime.now(JAPAN).date()
    month = today.year * 12 + today.month - 1 - number
    return date(month // 12, month % 12 + 1, 10)


def fill(workspace: Workspace) -> None:
    """Entries of runs in the last four months, and the tables that stand beside the ledger."""
    from dxrobot.ledger.baseline import Baseline
    from dxrobot.ledger.entry import FinishedRun, settle_entry
    from dxrobot.ledger.human import HumanMinutes
    from dxrobot.store import ledger_rows
    from dxrobot.store.models import Run

    baseline = Baseline.model_validate({"minutes_per_item": "6.5", "source": "estimated", "valid_from": "2021-04-01"})
    model = FinishedRun(
        "",
        "",
        "",
        "jido_teate",
        "本番",
        Mode.PRODUCTION,
        date(2026, 4, 1),
        items_done=40,
        robot_seconds=Decimal("95.2"),
    )
    shutil.copytree(ROOT / "samples/ledger/ledger", workspace.ledger, dirs_exist_ok=True)
    jobs = ((JOB, DEPARTMENT, 30, Mode.PRODUCTION), (LOSING, DEPARTMENT, 400, Mode.PRODUCTION))
    for number, (job, department, checking, mode) in enumerate(
        (*jobs, (FOREIGN, OTHER_DEPARTMENT, 20, Mode.PRODUCTION), (JOB, DEPARTMENT, 5, Mode.TRIAL))
    ):
        for back in range(4):
            day = months_before(back)
            ended = datetime(day.year, day.month, day.day, 10, tzinfo=JAPAN)
            run = Run.objects.create(
                name=f"R{number}{back}", scenario="jido_teate", job=job, mode=mode, status=RunStatus.FINISHED,
                started_at=ended - timedelta(minutes=5), finished_at=ended,
            )  # fmt: skip
            done = replace(model, run=run.name, job=job, department=department, day=day, mode=mode)
            ledger_rows.append(run, settle_entry(done, baseline, HumanMinutes(checking=Decimal(checking)), 3000))
