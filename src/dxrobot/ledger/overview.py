"""Everything that the ledger shows, worked out from its totals and from what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from dxrobot.ledger.costs import Cost, CostKind, JobCost
from dxrobot.ledger.job_lines import JobBooks, JobLine
from dxrobot.ledger.jobs import JobKey
from dxrobot.ledger.kpi import Kpi, Measure, Progress
from dxrobot.ledger.posting import By, KindTotals, Totals, grand_total, total_by, total_by_job
from dxrobot.ledger.rates import Fraction
from dxrobot.ledger.references import References
from dxrobot.ledger.summary import Summary
from dxrobot.ledger.unit_cost import YearCost
from dxrobot.ledger.workforce import Workforce


@dataclass(frozen=True, slots=True)
class YearLine:
    """One fiscal year: what was saved, what it cost, and how much that is for the people there are."""

    year: int
    summary: Summary
    cost: JobCost
    workforce: Workforce | None

    @property
    def net_yen(self) -> int | None:
        """Money saved − costs of the year; None where no entry of the year has money."""
        return None if self.summary.yen is None else self.summary.yen - self.cost.total


@dataclass(frozen=True, slots=True)
class Overview:
    """The ledger as a whole."""

    year: int | None
    """The one fiscal year that it is of; None: all of them."""
    totals: Totals
    total: Summary
    cost: JobCost
    """All costs, those included that no job carries yet."""
    earlier: References
    """What stands beside the entries of the years before ``year``: pay-back reckons with its 導入 and building."""
    jobs: tuple[JobLine, ...]
    unshared: JobCost
    idle_hours: tuple[tuple[JobKey, Decimal, Decimal], ...]
    """Building and upkeep hours of jobs that have not run yet."""
    years: tuple[YearLine, ...]
    kpis: tuple[Progress, ...]
    references: References

    def by(self, by: By) -> Mapping[str, Summary]:
        """Totals for each value of ``by``; jobs of one name in several departments stand apart."""
        return total_by_job(self.totals) if by is By.JOB else total_by(self.totals, by)

    @property
    def benefit_of_cost(self) -> Fraction:
        """Money saved ÷ (導入 + 経常)."""
        return Fraction(Decimal(self.total.saved_yen), Decimal(self.cost.total), Decimal(1))

    def of_department(self, department: str) -> tuple[JobLine, ...]:
        """The jobs of one department."""
        return tuple(line for line in self.jobs if line.department == department)


def overview(
    totals: Totals,
    references: References,
    unit_costs: Sequence[YearCost],
    year: int | None = None,
    kinds: KindTotals = MappingProxyType({}),
) -> Overview:
    """Work everything out, or one fiscal year; what pays that back is reckoned with all 導入 up to it.

    Raises :class:`InputError` for a row beside the entries whose job may be one of several.
    """
    books = JobBooks(totals, references, unit_costs)
    earlier = References() if year is None else references.before_year(year)
    if year is not None:
        totals = {group: summary for group, summary in totals.items() if group.year == year}
        references = references.of_year(year)
    jobs = tuple(books.lines(totals, kinds, year))
    return Overview(
        year=year,
        totals=totals,
        total=grand_total(totals),
        cost=_all(references.costs),
        earlier=earlier,
        jobs=jobs,
        unshared=books.unshared(jobs, year),
        idle_hours=tuple(books.idle_hours(jobs, year)),
        years=tuple(_years(totals, references)),
        kpis=tuple(Progress(kpi, _actual(kpi, totals)) for kpi in references.kpis),
        references=references,
    )


def _all(costs: Iterable[Cost]) -> JobCost:
    return sum((_one(cost) for cost in costs), JobCost())


def _one(cost: Cost) -> JobCost:
    return JobCost(initial=cost.yen) if cost.kind is CostKind.INITIAL else JobCost(running=cost.yen)


def _years(totals: Totals, references: References) -> Iterable[YearLine]:
    sums = {int(year): summary for year, summary in total_by(totals, By.YEAR).items()}
    for year in sorted({*sums, *(cost.fiscal_year for cost in references.costs)}):
        cost = _all(cost for cost in references.costs if cost.fiscal_year == year)
        yield YearLine(year, sums.get(year, Summary()), cost, references.workforce_of(year))


def _actual(kpi: Kpi, totals: Totals) -> Decimal | None:
    """The value that a target is held against; None while the target year has no entries."""
    if kpi.measure is Measure.STATED:
        return kpi.stated
    of_year = {group: summary for group, summary in totals.items() if group.year == kpi.target_year}
    counted = grand_total(of_year)
    if not counted.counted:
        return None
    if kpi.measure is Measure.JOBS:
        return Decimal(len({(group.department, group.job) for group, summary in of_year.items() if summary.counted}))
    if kpi.measure is Measure.HOURS:
        return counted.saved_hours
    # Not the rounded rate: 49.96 % is no 50 %.
    return Fraction(counted.rate.numerator, counted.rate.denominator).value
