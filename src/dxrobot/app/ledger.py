"""Reading the ledger: totals, its chain, and the files made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dxrobot.config import Workspace
from dxrobot.japanese.wareki import JAPAN
from dxrobot.ledger import open_data
from dxrobot.ledger.chain import GENESIS, Break, Damage, verify
from dxrobot.ledger.overview import Overview, overview
from dxrobot.ledger.posting import By, post
from dxrobot.ledger.report import Chain, Report, report_of
from dxrobot.ledger.summary import Summary, json_number
from dxrobot.reports.ledger_page import write_ledger_page
from dxrobot.sheets.csv_write import write_csv
from dxrobot.sheets.ledger_book import write_ledger_book
from dxrobot.sheets.ledger_folder import read_ledger_folder
from dxrobot.store import ledger_rows

_LISTED = 2000
"""Entries that a report lists, the newest ones; all of them stand in the export."""


@dataclass(frozen=True, slots=True)
class LedgerTotals:
    """What ``ledger summary`` shows: everything, each job, and what was asked for."""

    overview: Overview
    by: By
    groups: Mapping[str, Summary]

    def as_json(self) -> dict[str, Any]:
        """The object of ``ledger summary --json``."""
        return {
            **self.overview.total.as_json(),
            **_money(self.overview),
            "jobs": [{"job": job, **summary.as_json()} for job, summary in self.overview.by(By.JOB).items()],
            "by": self.by.value,
            "groups": [{self.by.value: value, **summary.as_json()} for value, summary in self.groups.items()],
            "kpis": [_kpi(progress) for progress in self.overview.kpis],
        }


def ledger_totals(workspace: Workspace, by: By = By.JOB) -> LedgerTotals:
    """Totals of the open workspace's ledger."""
    found = ledger_overview(workspace)
    return LedgerTotals(found, by, found.by(by))


def ledger_overview(workspace: Workspace) -> Overview:
    """Everything the ledger of the open workspace shows; raises :class:`InputError` for a wrong table beside it."""
    return overview(ledger_rows.totals(), read_ledger_folder(workspace.ledger), workspace.settings.unit_costs)


def verify_ledger(printed_hash: str = GENESIS) -> Break | None:
    """The first place where the ledger was altered or cut off, or None; ``printed_hash`` is one that a report shows."""
    found = verify(ledger_rows.links(), printed_hash)
    if found is not None or ledger_rows.head() == (ledger_rows.length(), ledger_rows.last_hash()):
        return found
    return Break(Damage.UNANCHORED, ledger_rows.length())


def totals_hold() -> bool:
    """Whether the kept totals are what a full recount of the entries gives."""
    return dict(ledger_rows.totals()) == post(ledger_rows.entries())


def ledger_report(workspace: Workspace) -> Report:
    """The report of the open workspace's ledger as of today."""
    return report_of(
        ledger_overview(workspace),
        ledger_rows.newest(_LISTED),
        Chain(ledger_rows.length(), ledger_rows.last_hash()),
        workspace.settings.unit_costs,
        workspace.settings.city,
        datetime.now(JAPAN).date(),
    )


def write_ledger_files(folder: Path, workspace: Workspace) -> tuple[Path, ...]:
    """Write the report as a workbook and as a page that needs nothing else, and the open data; the files."""
    report = ledger_report(workspace)
    book, page, data = folder / "ledger.xlsx", folder / "ledger.html", folder / "ledger.csv"
    write_ledger_book(book, report)
    write_ledger_page(page, report)
    write_open_data(data)
    return book, page, data


def write_open_data(path: Path) -> None:
    """Write the sums of months, departments and jobs as open data."""
    write_csv(path, open_data.headings(), open_data.rows(ledger_rows.totals()))


def _money(found: Overview) -> dict[str, Any]:
    ratio = found.benefit_of_cost.rounded()
    return {
        "initial_yen": found.cost.initial,
        "running_yen": found.cost.running,
        "net_yen": None if found.total.yen is None else found.total.yen - found.cost.total,
        "benefit_of_cost": None if ratio is None or found.total.yen is None else json_number(ratio),
    }


def _kpi(progress: Any) -> dict[str, Any]:
    return {
        "kpi": progress.kpi.name,
        "target": json_number(progress.kpi.target),
        "actual": None if progress.actual is None else json_number(progress.actual),
        "reached": progress.reached,
    }
