"""The figures of the ledger for its pages: worked out once for each state of the ledger and of the tables beside it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dxrobot.console.here import workspace
from dxrobot.errors import DxrobotError
from dxrobot.japanese.wareki import JAPAN, fiscal_year
from dxrobot.ledger.costs import JobCost
from dxrobot.ledger.job_lines import JobLine
from dxrobot.ledger.overview import Overview, overview
from dxrobot.ledger.posting import Group, Totals
from dxrobot.ledger.references import References
from dxrobot.ledger.summary import Summary, together
from dxrobot.ledger.unit_cost import YearCost
from dxrobot.sheets.ledger_folder import read_ledger_folder
from dxrobot.store import ledger_rows

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Books:
    """The ledger of one fiscal year with what stands beside it."""

    overview: Overview
    years: tuple[int, ...]
    """The fiscal years that have entries, and the present one, the newest first."""
    problem: str = ""
    """Why the tables beside the ledger could not be used, in words; then costs and targets are missing."""


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One department of a fiscal year."""

    name: str
    summary: Summary
    cost: JobCost
    jobs: int

    @property
    def losing(self) -> bool:
        """Whether its people spent more time than was saved."""
        return self.summary.saved_minutes < 0


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.state: tuple[object, ...] | None = None
        self.totals: Totals = {}
        self.years: dict[int, tuple[object, Totals]] = {}
        """The totals of each fiscal year, and what they were read by: an entry changes those of its own year alone."""
        self.references = References()
        self.problem = ""
        self.books: dict[int, Books] = {}


_kept = _Kept()


def present_year() -> int:
    """The fiscal year of today."""
    return fiscal_year(datetime.now(JAPAN).date())


def books_of(year: int) -> Books:
    """The ledger of the fiscal year ``year``."""
    place = workspace()
    state = (place.root, ledger_rows.end(), _stamp(place.ledger), place.settings.unit_costs)
    with _kept.lock:
        if state != _kept.state:
            _kept.totals = _totals(place.root)
            _kept.references, _kept.problem = _beside(place.ledger)
            _kept.books, _kept.state = {}, state
        if year not in _kept.books:
            _kept.books[year] = _books(_kept.totals, _kept.references, place.settings.unit_costs, year, _kept.problem)
        return _kept.books[year]


def _totals(root: Path) -> Totals:
    untold = ledger_rows.newest_of_year(None)
    found: dict[Group, Summary] = {}
    for year in ledger_rows.years():
        mark = (root, untold, ledger_rows.newest_of_year(year))
        if year not in _kept.years or _kept.years[year][0] != mark:
            _kept.years[year] = (mark, ledger_rows.totals_of_years(year))
        found.update(_kept.years[year][1])
    return found


def of_departments(lines: Iterable[JobLine]) -> list[DepartmentLine]:
    """The departments of ``lines``, the one that saved most first."""
    found: dict[str, list[JobLine]] = {}
    for line in lines:
        found.setdefault(line.department, []).append(line)
    made = (
        DepartmentLine(name, together(line.summary for line in jobs), cost_of(jobs), len(jobs))
        for name, jobs in found.items()
    )
    return sorted(made, key=lambda line: -line.summary.saved_minutes)


def cost_of(lines: Iterable[JobLine]) -> JobCost:
    """The costs that these jobs carry."""
    return sum((line.cost for line in lines), JobCost())


def months_of(year: int) -> list[str]:
    """The months of a fiscal year, ``2026-04`` to ``2027-03``."""
    return [f"{year + (month > 12)}-{(month - 1) % 12 + 1:02}" for month in range(4, 16)]


def _books(totals: Totals, references: References, unit_costs: tuple[YearCost, ...], year: int, problem: str) -> Books:
    years = tuple(sorted({present_year(), *(group.year for group in totals)}, reverse=True))
    try:
        return Books(overview(totals, references, unit_costs, year), years, problem)
    except DxrobotError as error:
        return Books(overview(totals, References(), unit_costs, year), years, _told(error))


def _beside(folder: Path) -> tuple[References, str]:
    try:
        return read_ledger_folder(folder), ""
    except DxrobotError as error:
        return References(), _told(error)


def _told(error: DxrobotError) -> str:
    return str(error).replace(f"{workspace().root}/", "")


def _stamp(folder: Path) -> Stamp:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    found = ((path.name, path.stat()) for path in files if path.is_file())
    return tuple((name, told.st_mtime_ns, told.st_size) for name, told in found)


def department_months(year: int, department: str | None) -> Mapping[str, Summary]:
    """The sums by month (``2026-06``, or a longer period as ``2026-04/2026-09``); of the whole city for None."""
    found: dict[str, list[Summary]] = {}
    for (_department, month), total in ledger_rows.totals_of_year(year, department).items():
        found.setdefault(month, []).append(total)
    return {month: together(totals) for month, totals in found.items()}
