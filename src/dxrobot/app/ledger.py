"""Reading the ledger: totals, its chain, and its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dxrobot.config import Workspace
from dxrobot.japanese.wareki import JAPAN
from dxrobot.ledger import entry_table, open_data
from dxrobot.ledger.chain import GENESIS, Break
from dxrobot.ledger.costs import JobCost
from dxrobot.ledger.entry_table import entries_table
from dxrobot.ledger.overview import Overview, overview
from dxrobot.ledger.overview_json import overview_json
from dxrobot.ledger.posting import By, standing_group
from dxrobot.ledger.references import References
from dxrobot.ledger.report import Chain, Report, report_of
from dxrobot.ledger.summary import Summary, together
from dxrobot.sheets.ledger_folder import read_ledger_folder
from dxrobot.store import ledger_rows
from dxrobot.store.ledger_check import check_ledger

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
        return overview_json(self.overview, self.by, self.groups)


def ledger_totals(workspace: Workspace, by: By = By.JOB) -> LedgerTotals:
    """Totals of the open workspace's ledger."""
    references, costs = read_ledger_folder(workspace.ledger), workspace.settings.unit_costs
    found = overview(ledger_rows.totals_of_years(), references, costs, None, ledger_rows.kind_totals())
    return LedgerTotals(found, by, ledger_rows.totals_by(by) if by is By.MONTH else found.by(by))


def ledger_overview(workspace: Workspace, year: int | None = None) -> Overview:
    """Everything the ledger of the open workspace shows, or one fiscal year of it.

    Raises :class:`InputError` for a wrong table beside it.
    """
    references = read_ledger_folder(workspace.ledger)
    costs = workspace.settings.unit_costs
    return overview(ledger_rows.totals(), references, costs, year, ledger_rows.kind_totals())


def verify_ledger(printed_hash: str = GENESIS) -> Break | None:
    """The first damage of the ledger, or None; ``printed_hash`` is one that a report shows."""
    return check_ledger(printed_hash)


def ledger_report(workspace: Workspace, year: int | None = None, department: str | None = None) -> Report:
    """The report of the open workspace's ledger as of today, of one fiscal year or department if given."""
    entries, left_out = ledger_rows.newest(_LISTED, year)
    found = ledger_overview(workspace, year)
    if department is not None:
        found = _of_department(found, department)
        entries = [numbered for numbered in entries if standing_group(numbered.entry).department == department]
    return report_of(
        found,
        entries_table(entries, left_out),
        Chain(ledger_rows.length(), ledger_rows.last_hash()),
        workspace.settings.unit_costs,
        workspace.settings.city,
        datetime.now(JAPAN).date(),
    )


def _of_department(found: Overview, department: str) -> Overview:
    """``found`` with nothing in it but one department: what is the city's own (targets, staff, plans) is left out."""
    totals = {group: total for group, total in found.totals.items() if group.department == department}
    jobs = found.of_department(department)
    return replace(
        found,
        totals=totals,
        total=together(totals.values()) if totals else Summary(),
        cost=sum((line.cost for line in jobs), JobCost()),
        jobs=jobs,
        earlier=References(),
        unshared=JobCost(),
        idle_hours=tuple(each for each in found.idle_hours if each[0].department == department),
        years=(),
        kpis=(),
        references=References(),
    )


def open_data_lines(department: str | None = None) -> Iterator[tuple[str, ...]]:
    """The sums of months, departments and jobs as lines of a table, its headings first; of one department if given."""
    totals, kinds = ledger_rows.totals(), ledger_rows.kind_totals()
    if department is not None:
        totals = {group: total for group, total in totals.items() if group.department == department}
    yield open_data.headings()
    yield from open_data.rows(totals, kinds)


def entry_lines(department: str | None = None) -> Iterator[tuple[str, ...]]:
    """Every entry as a line of a table, its headings first; of one department if given. They are read as they go."""
    yield entry_table.headings()
    for numbered in ledger_rows.numbered():
        if department is None or standing_group(numbered.entry).department == department:
            yield entry_table.row(numbered)
