"""What may be told twice: hours stated for a job that its own runs booked, and equal rows of the tables beside."""

from __future__ import annotations

from collections import Counter, defaultdict

from dxrobot.i18n import _
from dxrobot.ledger import figures
from dxrobot.ledger.jobs import JobKey
from dxrobot.ledger.posting import Totals
from dxrobot.ledger.references import References
from dxrobot.ledger.stated import Statement


def runs_beside(totals: Totals, stated: Statement) -> int:
    """Production runs of the stated job in the months of the stated period."""
    return _runs_in(_runs(totals).get(JobKey(stated.department, stated.job), {}), stated.period.month)


def overlap_notes(totals: Totals) -> tuple[str, ...]:
    """A sentence for each job whose stated hours cover months in which it has production runs."""
    runs = _runs(totals)
    beside: dict[JobKey, int] = defaultdict(int)
    for group, total in totals.items():
        key = JobKey(group.department, group.job)
        if total.stated and key in runs:
            beside[key] += _runs_in(runs[key], group.month)
    return tuple(
        _(
            "「{job}」({department})は、申告された期間に本番の実行が {count} 回あります。"
            "同じ件を二重に数えていないか確かめてください。"
        ).format(job=key.job, department=key.department, count=figures.count(count))
        for key, count in beside.items()
        if count
    )


def _runs(totals: Totals) -> dict[JobKey, dict[str, int]]:
    """Job → month → its production runs."""
    found: dict[JobKey, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for group, total in totals.items():
        if total.runs:
            found[JobKey(group.department, group.job)][group.month] += total.runs
    return found


def _runs_in(runs: dict[str, int], months: str) -> int:
    first, _until, last = months.partition("/")
    return sum(count for month, count in runs.items() if first <= month <= (last or first))


def repeated_notes(references: References) -> tuple[str, ...]:
    """A sentence for each cost, and for each building or upkeep, that the tables of the folder tell more than once."""
    costs = (
        _(
            "費用「{name}」({year}、{yen})が ledger フォルダーに {count} 回あります。二重でないか確かめてください。"
        ).format(
            name=cost.name, year=figures.fiscal_year_text(cost.fiscal_year), yen=figures.yen(cost.yen), count=count
        )
        for cost, count in Counter(references.costs).items()
        if count > 1
    )
    hours = (
        _(
            "「{job}」の{kind} {hours}({year})が ledger フォルダーに {count} 回あります。二重でないか確かめてください。"
        ).format(
            job=found.job,
            kind=found.kind.value,
            hours=figures.hours(found.hours * 60),
            year=figures.fiscal_year_text(found.fiscal_year),
            count=count,
        )
        for found, count in Counter(references.upkeep).items()
        if count > 1
    )
    return (*costs, *hours)
