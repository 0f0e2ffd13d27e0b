"""What the jobs of a department, a tool or a phase cost together, and when they have earned that back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dxrobot.ledger.costs import JobCost
from dxrobot.ledger.job_lines import JobLine
from dxrobot.ledger.overview import Overview
from dxrobot.ledger.payback import Payback, Terms
from dxrobot.ledger.posting import By
from dxrobot.ledger.rates import Fraction
from dxrobot.ledger.summary import Summary

_VALUES: Mapping[By, Callable[[JobLine], tuple[str, ...]]] = {
    By.DEPARTMENT: lambda line: (line.department,),
    By.TOOL: lambda line: line.tools,
    By.PHASE: lambda line: line.phases,
}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One department, tool, phase, job, year or month: what it saved, and what it cost."""

    value: str
    summary: Summary
    cost: JobCost | None
    """None where costs cannot be told apart: a cost is of a fiscal year and of a job."""
    payback: Payback | None = None

    @property
    def benefit_of_cost(self) -> Fraction | None:
        """Money saved ÷ (導入 + 経常); None where one of them is not known."""
        yen = self.summary.yen
        return (
            None if self.cost is None or yen is None else Fraction(Decimal(yen), Decimal(self.cost.total), Decimal(1))
        )


def group_lines(overview: Overview, by: By, groups: Mapping[str, Summary]) -> tuple[GroupLine, ...]:
    """A line for each of ``groups``, the totals by ``by``.

    A job that used several tools, or stood in several phases, cannot tell its costs apart: then its tools have none.
    """
    if by is By.JOB:
        lines = zip(groups, overview.jobs, strict=True)
        return tuple(GroupLine(name, line.summary, line.cost, line.payback) for name, line in lines)
    if by is By.YEAR:
        costs = {str(line.year): line.cost for line in overview.years}
        return tuple(GroupLine(value, summary, costs[value]) for value, summary in groups.items())
    if by is By.MONTH:
        return tuple(GroupLine(value, summary, None) for value, summary in groups.items())
    found, blurred = _jobs_by(overview.jobs, _VALUES[by])
    return tuple(
        GroupLine(value, summary, None) if value in blurred else _together(value, summary, found[value])
        for value, summary in groups.items()
    )


def _jobs_by(
    jobs: Iterable[JobLine], values_of: Callable[[JobLine], tuple[str, ...]]
) -> tuple[Mapping[str, list[JobLine]], set[str]]:
    """The jobs of each value, and the values whose jobs have others too."""
    found: dict[str, list[JobLine]] = defaultdict(list)
    blurred: set[str] = set()
    for job in jobs:
        values = values_of(job)
        for value in values:
            found[value].append(job)
        if len(values) > 1 and (job.cost.total or job.terms):
            blurred.update(values)
    return found, blurred


def _together(value: str, summary: Summary, jobs: Iterable[JobLine]) -> GroupLine:
    jobs = tuple(jobs)
    terms = [job.terms for job in jobs]
    known = [each for each in terms if each is not None]
    cost = sum((job.cost for job in jobs), JobCost())
    # A job with costs and without money would only be left out: then there is no honest pay-back of all.
    whole = all(job.terms is not None or not job.cost.total for job in jobs)
    return GroupLine(value, summary, cost, sum(known, Terms()).payback if whole and known else None)
