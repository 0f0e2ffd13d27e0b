"""Everything that the ledger shows, worked out from its totals and from what stands beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dxrobot.ledger.costs import UNSHARED, Cost, CostKind, JobCost, Use, share_among_jobs
from dxrobot.ledger.kpi import Kpi, Measure, Progress
from dxrobot.ledger.payback import Payback, payback
from dxrobot.ledger.posting import By, Group, Totals, grand_total, total_by
from dxrobot.ledger.rates import Fraction
from dxrobot.ledger.references import References
from dxrobot.ledger.summary import Summary
from dxrobot.ledger.unit_cost import YearCost, yen_per_hour
from dxrobot.ledger.workforce import UpkeepKind, Workforce

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job of one department: what it saved, what it cost, and when it has earned that back."""

    department: str
    job: str
    tools: tuple[str, ...]
    phases: tuple[str, ...]
    summary: Summary
    cost: JobCost
    building_hours: Decimal
    upkeep_hours: Decimal
    payback: Payback | None
    """None where there is no money, or nothing to pay back."""

    @property
    def benefit_of_cost(self) -> Fraction:
        """Money saved ÷ (導入 + 経常)."""
        return Fraction(Decimal(self.summary.saved_yen), Decimal(self.cost.total), Decimal(1))


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

    totals: Totals
    total: Summary
    cost: JobCost
    """All costs, those included that no job carries yet."""
    jobs: tuple[JobLine, ...]
    unshared: JobCost
    years: tuple[YearLine, ...]
    kpis: tuple[Progress, ...]
    references: References

    def by(self, by: By) -> Mapping[str, Summary]:
        """Totals for each value of ``by``."""
        return total_by(self.totals, by)

    @property
    def benefit_of_cost(self) -> Fraction:
        """Money saved ÷ (導入 + 経常)."""
        return Fraction(Decimal(self.total.saved_yen), Decimal(self.cost.total), Decimal(1))

    def of_department(self, department: str) -> tuple[JobLine, ...]:
        """The jobs of one department."""
        return tuple(line for line in self.jobs if line.department == department)


def overview(totals: Totals, references: References, unit_costs: Sequence[YearCost]) -> Overview:
    """Work everything out."""
    shared = share_among_jobs(references.costs, _use(totals))
    jobs = tuple(_job_lines(totals, references, unit_costs, shared))
    return Overview(
        totals=totals,
        total=grand_total(totals),
        cost=_all(references.costs),
        jobs=jobs,
        unshared=_unshared(shared, {line.job for line in jobs}),
        years=tuple(_years(totals, references)),
        kpis=tuple(Progress(kpi, _actual(kpi, totals)) for kpi in references.kpis),
        references=references,
    )


def _use(totals: Totals) -> dict[int, dict[str, Use]]:
    """Fiscal year → job → how much it used, for the jobs that count."""
    found: dict[int, dict[str, Use]] = defaultdict(dict)
    for group, summary in totals.items():
        if summary.counted:
            use = found[group.year].get(group.job, Use())
            found[group.year][group.job] = Use(
                use.run_seconds + summary.robot_seconds, use.saved_minutes + summary.saved_minutes
            )
    return found


def _all(costs: Iterable[Cost]) -> JobCost:
    return sum((_one(cost) for cost in costs), JobCost())


def _one(cost: Cost) -> JobCost:
    return JobCost(initial=cost.yen) if cost.kind is CostKind.INITIAL else JobCost(running=cost.yen)


def _unshared(shared: Mapping[str, JobCost], jobs: set[str]) -> JobCost:
    """What no job in the ledger carries: costs of years without jobs, and of jobs that have not run yet."""
    return sum((cost for job, cost in shared.items() if job == UNSHARED or job not in jobs), JobCost())


def _job_lines(
    totals: Totals, references: References, unit_costs: Sequence[YearCost], shared: Mapping[str, JobCost]
) -> Iterable[JobLine]:
    groups: dict[tuple[str, str], dict[Group, Summary]] = defaultdict(dict)
    for group, summary in totals.items():
        groups[group.department, group.job][group] = summary
    # A job that has changed its department carries its costs in one line: where it stands last.
    carriers = {job: department for department, job in groups}
    for (department, job), of_job in groups.items():
        summary = grand_total(of_job)
        last = carriers[job] == department
        cost = shared.get(job, JobCost()) if last else JobCost()
        line = JobLine(
            department=department,
            job=job,
            tools=tuple(sorted({group.tool for group in of_job})),
            phases=tuple(sorted({group.phase for group in of_job})),
            summary=summary,
            cost=cost,
            building_hours=_hours(references, job, UpkeepKind.BUILDING) if last else Decimal(0),
            upkeep_hours=_hours(references, job, UpkeepKind.UPKEEP) if last else Decimal(0),
            payback=None,
        )
        yield replace(line, payback=_payback(line, of_job, references, unit_costs))


def _hours(references: References, job: str, kind: UpkeepKind) -> Decimal:
    return sum((found.hours for found in references.upkeep if (found.job, found.kind) == (job, kind)), Decimal(0))


def _payback(
    line: JobLine, groups: Mapping[Group, Summary], references: References, unit_costs: Sequence[YearCost]
) -> Payback | None:
    """導入 with the building hours against the mean month's money without 経常 and the upkeep hours."""
    months = _months(groups)
    if line.summary.yen is None or not months or not (line.cost.total or line.building_hours or line.upkeep_hours):
        return None
    building = _hours_yen(references, line.job, UpkeepKind.BUILDING, unit_costs)
    upkeep = _hours_yen(references, line.job, UpkeepKind.UPKEEP, unit_costs)
    return payback(
        line.cost.initial + building,
        Decimal(line.summary.saved_yen) / months,
        (line.cost.running + upkeep) / months,
    )


def _hours_yen(references: References, job: str, kind: UpkeepKind, unit_costs: Sequence[YearCost]) -> Decimal:
    """What building or upkeep hours cost, each at the unit cost of its year; nothing where that has none."""
    return sum(
        (
            found.hours * (yen_per_hour(unit_costs, found.fiscal_year) or 0)
            for found in references.upkeep
            if (found.job, found.kind) == (job, kind)
        ),
        Decimal(0),
    )


def _months(groups: Mapping[Group, Summary]) -> int:
    """Months that the figures cover: in each fiscal year from the first to the last with entries, all twelve for a
    statement that no month can claim."""
    by_year: dict[int, list[str]] = defaultdict(list)
    for group, summary in groups.items():
        if summary.counted:
            by_year[group.year].append(group.month)
    return sum(_span(months) for months in by_year.values())


def _span(months: Sequence[str]) -> int:
    if not all(months):
        return _MONTHS_A_YEAR
    first, last = min(month[:7] for month in months), max(month[-7:] for month in months)
    return _number(last) - _number(first) + 1


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


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
        return Decimal(len({group.job for group, summary in of_year.items() if summary.counted}))
    return counted.saved_hours if kpi.measure is Measure.HOURS else counted.rate.percent
