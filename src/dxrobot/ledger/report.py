"""The report for managers and councils: its chapters, one page a department, and how it was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dxrobot.i18n import _
from dxrobot.ledger import notes
from dxrobot.ledger.costs import CostKind, ShareBy, share_rule
from dxrobot.ledger.figures import fiscal_year_text
from dxrobot.ledger.overlaps import overlap_notes, repeated_notes
from dxrobot.ledger.overview import Overview
from dxrobot.ledger.posting import By
from dxrobot.ledger.reference_tables import (
    costs_table,
    kpi_table,
    processes_table,
    published_jobs_table,
    published_plans_table,
    shares_table,
    unit_costs_table,
    upkeep_table,
)
from dxrobot.ledger.report_table import ReportTable, Section
from dxrobot.ledger.result_tables import by_table, jobs_table, kinds_table, years_table
from dxrobot.ledger.summary import Summary
from dxrobot.ledger.unit_cost import YearCost
from dxrobot.ledger.workforce import UpkeepKind


@dataclass(frozen=True, slots=True)
class Chain:
    """Where the chain stands when the report is made."""

    length: int
    last_hash: str


@dataclass(frozen=True, slots=True)
class Report:
    """The report, apart from whether it becomes a workbook or a page."""

    city: str
    made_on: date
    overview: Overview
    results: Section
    others: tuple[Section, ...]
    departments: tuple[Section, ...]
    chain: Chain

    @property
    def title(self) -> str:
        """The title with the city's name, and with the fiscal year where the report is of one only."""
        title = _("{city} 削減時間の台帳").format(city=self.city).strip()
        year = self.overview.year
        return title if year is None else _("{title}({year})").format(title=title, year=fiscal_year_text(year))


def report_of(
    overview: Overview,
    entries: ReportTable,
    chain: Chain,
    unit_costs: tuple[YearCost, ...],
    city: str,
    today: date,
) -> Report:
    """The report of everything; ``entries`` is the table of the newest ones, which it lists."""
    others = (
        Section(_("年度・月・課"), tuple(_breakdowns(overview))),
        *_beside(overview, unit_costs),
        Section(_("記帳"), (entries,), (_chain_note(chain),)),
        Section(_("数え方"), (), (notes.formula(), *_all_notes(overview, unit_costs), _chain_note(chain))),
    )
    return Report(
        city=city,
        made_on=today,
        overview=overview,
        results=Section(_("まとめ"), (jobs_table(_("業務ごとの削減時間"), overview.jobs),), _total_notes(overview)),
        others=others,
        departments=tuple(_department(overview, *each) for each in overview.by(By.DEPARTMENT).items()),
        chain=chain,
    )


def _total_notes(overview: Overview) -> tuple[str, ...]:
    initial = sum(cost.yen for cost in overview.earlier.costs if cost.kind is CostKind.INITIAL)
    building = [found.hours for found in overview.earlier.upkeep if found.kind is UpkeepKind.BUILDING]
    earlier = (notes.earlier_costs_note(initial, sum(building, Decimal(0))),) if initial or building else ()
    unshared = notes.unshared_note(overview.unshared.total)
    twice = (*overlap_notes(overview.totals), *repeated_notes(overview.references))
    return (*notes.total_notes(overview.total), *twice, *earlier, *([unshared] if unshared else ()))


def _breakdowns(overview: Overview) -> list[ReportTable]:
    by = (By.DEPARTMENT, By.TOOL, By.PHASE, By.MONTH)
    kinds = [kinds_table(overview)] if any(line.kinds for line in overview.jobs) else []
    return [years_table(overview), *kinds, *(by_table(overview, each) for each in by)]


def _beside(overview: Overview, unit_costs: tuple[YearCost, ...]) -> list[Section]:
    """A section for each kind of figures that there are beside the entries."""
    references = overview.references
    found = []
    if overview.kpis:
        found.append(Section(_("KPI"), (kpi_table(overview),)))
    if references.costs:
        found.append(Section(_("費用"), (costs_table(overview), shares_table(overview))))
    if references.upkeep:
        found.append(Section(_("開発・保守"), (upkeep_table(overview),)))
    if references.processes:
        found.append(Section(_("業務プロセス確認"), (processes_table(overview),)))
    if references.published_jobs:
        found.append(Section(_("公表値(業務)"), (published_jobs_table(overview),)))
    if references.published_plans:
        found.append(Section(_("公表値(計画)"), tuple(map(published_plans_table, references.published_plans))))
    if references.published_unit_costs:
        found.append(Section(_("公表値(1時間あたり)"), (unit_costs_table(overview, unit_costs),)))
    return found


def _department(overview: Overview, name: str, total: Summary) -> Section:
    title = name or _("課の指定なし")
    lines = overview.of_department(name)
    return Section(title, (jobs_table(_("{title}の業務").format(title=title), lines),), notes.total_notes(total))


def _all_notes(overview: Overview, unit_costs: tuple[YearCost, ...]) -> tuple[str, ...]:
    worth = notes.unit_cost_notes(unit_costs, overview.year)
    shared = tuple(map(share_rule, ShareBy)) if overview.references.costs else ()
    return (*notes.counting_rules(), *worth, *shared, *notes.estimate_notes(overview.by(By.JOB)))


def _chain_note(chain: Chain) -> str:
    return _("台帳の記帳 {length} 件、最後のハッシュ: {hash}").format(length=chain.length, hash=chain.last_hash)
