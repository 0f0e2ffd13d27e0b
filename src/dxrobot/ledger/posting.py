"""What an entry adds to the totals, and under which of them: the ledger's one way from entries to sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dxrobot.i18n import _
from dxrobot.ledger.correction import Chained, Correction, Counted
from dxrobot.ledger.stated import StatedEntry
from dxrobot.ledger.summary import Summary, summary_of


class By(StrEnum):
    """What totals can be told apart by."""

    YEAR = "year"
    MONTH = "month"
    DEPARTMENT = "department"
    JOB = "job"
    TOOL = "tool"
    PHASE = "phase"

    @property
    def label(self) -> str:
        """The word shown to people."""
        labels = {
            "year": _("年度"),
            "month": _("月"),
            "department": _("課"),
            "job": _("業務"),
            "tool": _("ツール"),
            "phase": _("段階"),
        }
        return labels[self.value]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that are alike in everything by which totals are told apart."""

    year: int
    month: str
    """``2026-06``; ``2026-04/2026-09`` where months are put together; nothing for a period that no month can claim."""
    department: str
    job: str
    tool: str
    phase: str

    def value(self, by: By) -> str:
        """The group's value of one of these."""
        return str(getattr(self, by.value))


Totals = Mapping[Group, Summary]


def group_of(entry: Counted) -> Group:
    """The group that ``entry`` belongs to."""
    if isinstance(entry, StatedEntry):
        stated = entry.stated
        period = stated.period
        return Group(period.fiscal_year, period.month, stated.department, stated.job, stated.tool.value, stated.phase)
    return Group(
        entry.fiscal_year, entry.day.isoformat()[:7], entry.department, entry.job, entry.tool.value, entry.phase
    )


def year_of(entry: Chained) -> int:
    """The fiscal year that ``entry`` counts in, or would count in were it not withdrawn."""
    return group_of(entry.before if isinstance(entry, Correction) else entry).year


def postings(entry: Chained) -> Iterable[tuple[Group, Summary]]:
    """What ``entry`` adds to the totals; a correction takes the old figures out and puts the new ones in."""
    if not isinstance(entry, Correction):
        yield group_of(entry), summary_of(entry)
        return
    yield group_of(entry.before), -summary_of(entry.before)
    if entry.after is not None:
        yield group_of(entry.after), summary_of(entry.after)


def post(entries: Iterable[Chained]) -> dict[Group, Summary]:
    """The totals of ``entries``, a group each."""
    totals: dict[Group, Summary] = defaultdict(Summary)
    for entry in entries:
        for group, summary in postings(entry):
            totals[group] += summary
    return dict(totals)


def total_by(totals: Totals, by: By) -> dict[str, Summary]:
    """The totals for each value of ``by``: years, months, tools and phases in order, names as they come."""
    found: dict[str, Summary] = defaultdict(Summary)
    for group, summary in totals.items():
        found[group.value(by)] += summary
    ordered = sorted(found) if by in (By.YEAR, By.MONTH, By.TOOL, By.PHASE) else found
    return {value: found[value] for value in ordered}


def grand_total(totals: Totals) -> Summary:
    """All totals together."""
    return sum(totals.values(), Summary())
