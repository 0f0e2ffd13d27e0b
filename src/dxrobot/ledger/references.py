"""What stands beside the entries: published figures, costs, targets, staff, building and upkeep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from dxrobot.errors import DefinitionError, Problem
from dxrobot.ledger import reference_rows
from dxrobot.ledger.columns import Kind
from dxrobot.ledger.costs import Cost
from dxrobot.ledger.kpi import Kpi
from dxrobot.ledger.process import ProcessReview
from dxrobot.ledger.published import PublishedJob, PublishedPlan, PublishedUnitCost
from dxrobot.ledger.row_reading import RowReading
from dxrobot.ledger.workforce import UpkeepHours, Workforce
from dxrobot.table_row import TableRow

Value = TypeVar("Value")
Rows = list[tuple[RowReading, Value]]
"""Rows of a file with what was read in each."""


@dataclass(frozen=True, slots=True)
class References:
    """Everything of the workspace's ``ledger/`` folder, in the order of files and rows."""

    published_jobs: tuple[PublishedJob, ...] = ()
    published_unit_costs: tuple[PublishedUnitCost, ...] = ()
    published_plans: tuple[PublishedPlan, ...] = ()
    costs: tuple[Cost, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    workforce: tuple[Workforce, ...] = ()
    upkeep: tuple[UpkeepHours, ...] = ()
    processes: tuple[ProcessReview, ...] = ()

    def __add__(self, other: References) -> References:
        return References(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def of_year(self, year: int) -> References:
        """The same with the costs, targets, building and upkeep of one fiscal year only."""
        return replace(
            self,
            costs=tuple(cost for cost in self.costs if cost.fiscal_year == year),
            kpis=tuple(kpi for kpi in self.kpis if kpi.target_year == year),
            upkeep=tuple(found for found in self.upkeep if found.fiscal_year == year),
        )

    def before_year(self, year: int) -> References:
        """The costs, building and upkeep of the years before one fiscal year."""
        return References(
            costs=tuple(cost for cost in self.costs if cost.fiscal_year < year),
            upkeep=tuple(found for found in self.upkeep if found.fiscal_year < year),
        )

    def workforce_of(self, year: int) -> Workforce | None:
        """The staff of a fiscal year, as stated last."""
        return next((found for found in reversed(self.workforce) if found.fiscal_year == year), None)


_READERS: Mapping[Kind, Callable[[RowReading], Any]] = {
    Kind.PUBLISHED_JOBS: reference_rows.published_job,
    Kind.PUBLISHED_UNIT_COSTS: reference_rows.published_unit_cost,
    Kind.PUBLISHED_PLANS: reference_rows.published_plan,
    Kind.COSTS: reference_rows.cost,
    Kind.KPIS: reference_rows.kpi,
    Kind.WORKFORCE: reference_rows.workforce,
    Kind.UPKEEP: reference_rows.upkeep,
    Kind.PROCESSES: reference_rows.process_review,
}


def references(
    kind: Kind, rows: Iterable[TableRow], check: Callable[[RowReading], None] = lambda _row: None
) -> References:
    """The rows of one file, each looked at by ``check`` as well; KeyError for a kind whose rows are entries.

    Raises :class:`DefinitionError` naming every mistake.
    """

    def read(row: RowReading) -> Any:
        check(row)
        return _READERS[kind](row)

    found = tuple(value for _row, value in read_rows(rows, read))
    return References(**{kind.value: found})


def read_rows(
    rows: Iterable[TableRow],
    read: Callable[[RowReading], Value | None],
    check: Callable[[Rows[Value]], Iterable[Problem]] = lambda _rows: (),
) -> Rows[Value]:
    """Every row as ``read`` makes it of it, with the row itself; ``check`` finds what is wrong among the sound ones.

    Raises :class:`DefinitionError` naming every mistake of every row.
    """
    problems: list[Problem] = []
    found = []
    for row in rows:
        before = len(problems)
        reading = RowReading(row, problems)
        value = read(reading)
        if value is not None and len(problems) == before:
            found.append((reading, value))
    problems += check(found)
    if problems:
        raise DefinitionError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return found
