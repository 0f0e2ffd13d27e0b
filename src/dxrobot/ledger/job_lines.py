"""The ledger job by job: what each saved, what it cost, and when it has earned that back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dxrobot.i18n import _
from dxrobot.ledger.costs import JobCost, Use, share_among_jobs
from dxrobot.ledger.jobs import JobKey, JobNames
from dxrobot.ledger.payback import Payback, Terms
from dxrobot.ledger.posting import Group, KindSum, KindTotals, Totals, grand_total
from dxrobot.ledger.rates import Fraction
from dxrobot.ledger.references import References
from dxrobot.ledger.summary import Summary
from dxrobot.ledger.unit_cost import YearCost, yen_per_hour
from dxrobot.ledger.workforce import UpkeepHours, UpkeepKind

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
    kinds: Mapping[str, KindSum]
    """Confirmed items by kind, where the baseline tells kinds apart."""
    terms: Terms | None
    """None where there is no money."""

    @property
    def payback(self) -> Payback | None:
        """None where there is no money, or nothing to pay back."""
        return None if self.terms is None else self.terms.payback

    @property
    def benefit_of_cost(self) -> Fraction:
        """Money saved ÷ (導入 + 経常)."""
        return Fraction(Decimal(self.summary.saved_yen), Decimal(self.cost.total), Decimal(1))


class JobBooks:
    """Costs, building and upkeep as the jobs bear them, a fiscal year at a time."""

    def __init__(self, totals: Totals, references: References, unit_costs: Sequence[YearCost]) -> None:
        """Of all ``totals`` there are; raises :class:`InputError` for a row whose job may be one of several."""
        names, use = JobNames.of(totals), _use(totals)
        years = sorted({cost.fiscal_year for cost in references.costs})
        self._shares = {
            year: share_among_jobs([cost for cost in references.costs if cost.fiscal_year == year], use, names)
            for year in years
        }
        self._hours: dict[JobKey, list[UpkeepHours]] = defaultdict(list)
        for found in references.upkeep:
            where = _("開発・保守の時間")
            self._hours[names.find(found.job, found.fiscal_year, where)].append(found)
        self._unit_costs = unit_costs

    def lines(self, totals: Totals, kinds: KindTotals, year: int | None) -> Iterator[JobLine]:
        """A line a job of ``totals``, which are those of ``year``, or all of them."""
        by_kind: dict[JobKey, dict[str, KindSum]] = defaultdict(lambda: defaultdict(KindSum))
        for place, total in kinds.items():
            if year in (None, place.group.year):
                by_kind[JobKey(place.group.department, place.group.job)][place.kind] += total
        groups: dict[JobKey, dict[Group, Summary]] = defaultdict(dict)
        for group, summary in totals.items():
            groups[JobKey(group.department, group.job)][group] = summary
        for key, of_job in groups.items():
            yield JobLine(
                department=key.department,
                job=key.job,
                tools=tuple(sorted({group.tool for group in of_job})),
                phases=tuple(sorted({group.phase for group in of_job})),
                summary=grand_total(of_job),
                cost=self._cost(key, year),
                building_hours=_hours(self._of(key, UpkeepKind.BUILDING), year),
                upkeep_hours=_hours(self._of(key, UpkeepKind.UPKEEP), year),
                kinds=dict(by_kind[key]),
                terms=self._terms(key, of_job, year),
            )

    def unshared(self, lines: Iterable[JobLine], year: int | None) -> JobCost:
        """What no line carries: costs of years without jobs, and of jobs that have not run yet."""
        carried = {JobKey(line.department, line.job) for line in lines}
        jobs = {key for shares in self._shares.values() for key in shares} - carried
        return sum((self._cost(key, year) for key in jobs), JobCost())

    def idle_hours(self, lines: Iterable[JobLine], year: int | None) -> list[tuple[JobKey, Decimal, Decimal]]:
        """Building and upkeep hours of jobs that no line shows: they have not run yet."""
        carried = {JobKey(line.department, line.job) for line in lines}
        found = (
            (key, _hours(self._of(key, UpkeepKind.BUILDING), year), _hours(self._of(key, UpkeepKind.UPKEEP), year))
            for key in self._hours
            if key not in carried
        )
        return [line for line in found if any(line[1:])]

    def _cost(self, key: JobKey, year: int | None) -> JobCost:
        shares = self._shares.items()
        return sum((of_year.get(key, JobCost()) for each, of_year in shares if year in (None, each)), JobCost())

    def _of(self, key: JobKey, kind: UpkeepKind) -> list[UpkeepHours]:
        return [found for found in self._hours.get(key, ()) if found.kind is kind]

    def _terms(self, key: JobKey, groups: Mapping[Group, Summary], year: int | None) -> Terms | None:
        """All 導入 with the building hours up to ``year`` against the mean month's money without 経常 and upkeep."""
        total, months = grand_total(groups), _months(groups)
        if total.yen is None or not months:
            return None
        benefit, running = Decimal(total.saved_yen), self._running(key, months)
        return Terms(self._first_cost(key, year), benefit / len(months), running / len(months))

    def _first_cost(self, key: JobKey, year: int | None) -> Decimal:
        shares = self._shares.items()
        initial = sum(of_year.get(key, JobCost()).initial for each, of_year in shares if year is None or each <= year)
        building = (found for found in self._of(key, UpkeepKind.BUILDING) if year is None or found.fiscal_year <= year)
        return initial + sum(map(self._yen, building), Decimal(0))

    def _running(self, key: JobKey, months: range) -> Decimal:
        """経常 and upkeep hours of these months: of each fiscal year a twelfth a month."""
        in_year: dict[int, int] = defaultdict(int)
        for month in months:
            in_year[_year_of(month)] += 1
        upkeep = self._of(key, UpkeepKind.UPKEEP)
        found = Decimal(0)
        for year, count in in_year.items():
            hours = sum((self._yen(each) for each in upkeep if each.fiscal_year == year), Decimal(0))
            found += (self._cost(key, year).running + hours) * count / _MONTHS_A_YEAR
        return found

    def _yen(self, hours: UpkeepHours) -> Decimal:
        """What the hours cost at the unit cost of their year; nothing where that has none."""
        return hours.hours * (yen_per_hour(self._unit_costs, hours.fiscal_year) or 0)


def _use(totals: Totals) -> dict[int, dict[JobKey, Use]]:
    """Fiscal year → job → how much it used, for the jobs that count: the robot time of their trials is theirs too."""
    found: dict[int, dict[JobKey, Use]] = defaultdict(dict)
    counting = {(group.year, group.department, group.job) for group, summary in totals.items() if summary.counted}
    for group, summary in totals.items():
        if (group.year, group.department, group.job) in counting:
            key = JobKey(group.department, group.job)
            use = found[group.year].get(key, Use())
            found[group.year][key] = Use(
                use.run_seconds + summary.robot_seconds, use.saved_minutes + summary.saved_minutes
            )
    return found


def _hours(found: Iterable[UpkeepHours], year: int | None) -> Decimal:
    return sum((each.hours for each in found if year in (None, each.fiscal_year)), Decimal(0))


def _months(groups: Mapping[Group, Summary]) -> range:
    """The months from the first to the last that counted entries cover, with those between, as year × 12 + month."""
    named = [month for group, total in groups.items() if total.counted for month in group.month.split("/")]
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in named]
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)


def _year_of(month: int) -> int:
    """The fiscal year of a month counted as year × 12 + month from 0."""
    return (month - 3) // 12
