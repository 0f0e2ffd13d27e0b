"""What an entry adds to the totals, and under which of them: the ledger's one way from entries to sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dxrobot.i18n import _
from dxrobot.ledger.correction import Chained, Correction, Counted
from dxrobot.ledger.stated import StatedEntry
from dxrobot.ledger.summary import Summary, summary_of, together


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
    """``2026-06``, or ``2026-04/2026-09`` for a period of several months."""
    department: str
    job: str
    tool: str
    phase: str

    def value(self, by: By) -> str:
        """The group's value of one of these."""
        return str(getattr(self, by.value))


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The confirmed items of one kind in one group."""

    group: Group
    kind: str


@dataclass(frozen=True, slots=True)
class KindSum:
    """Confirmed items of a kind and their minutes by hand."""

    items: int = 0
    gross_minutes: Decimal = Decimal(0)

    def __add__(self, other: KindSum) -> KindSum:
        return KindSum(self.items + other.items, self.gross_minutes + other.gross_minutes)


Totals = Mapping[Group, Summary]
KindTotals = Mapping[KindGroup, KindSum]


def group_of(entry: Counted) -> Group:
    """The group that ``entry`` belongs to."""
    if isinstance(entry, StatedEntry):
        stated = entry.stated
        period = stated.period
        return Group(period.fiscal_year, period.month, stated.department, stated.job, stated.tool.value, stated.phase)
    return Group(
        entry.fiscal_year, entry.day.isoformat()[:7], entry.department, entry.job, entry.tool.value, entry.phase
    )


def standing_group(entry: Chained) -> Group:
    """The group in which the figures of ``entry`` stand: a correction's are those it puts in, or those it withdraws."""
    if not isinstance(entry, Correction):
        return group_of(entry)
    return group_of(entry.before if entry.after is None else entry.after)


def year_of(entry: Chained) -> int:
    """The fiscal year in which ``entry`` counts: a correction in that of what it corrects."""
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


def post_kinds(entries: Iterable[Chained]) -> dict[KindGroup, KindSum]:
    """The confirmed items of ``entries`` by kind; a correction takes the old ones out and puts the new ones in."""
    totals: dict[KindGroup, KindSum] = defaultdict(KindSum)
    for entry in entries:
        if not isinstance(entry, Correction):
            _add_kinds(totals, entry, 1)
            continue
        _add_kinds(totals, entry.before, -1)
        if entry.after is not None:
            _add_kinds(totals, entry.after, 1)
    return dict(totals)


def _add_kinds(totals: dict[KindGroup, KindSum], entry: Counted, sign: int) -> None:
    if isinstance(entry, StatedEntry) or not entry.items_by_kind:
        return
    group = group_of(entry)
    for kind, count in entry.items_by_kind:
        minutes = entry.baseline.minutes_of(kind) * count
        totals[KindGroup(group, kind)] += KindSum(sign * count, sign * minutes)


def total_by(totals: Totals, by: By) -> dict[str, Summary]:
    """The totals for each value of ``by``: years, months, tools and phases in order, names as they come."""
    found: dict[str, list[Summary]] = defaultdict(list)
    for group, summary in totals.items():
        found[group.value(by)].append(summary)
    ordered = sorted(found) if by in (By.YEAR, By.MONTH, By.TOOL, By.PHASE) else found
    return {value: together(found[value]) for value in ordered}


def total_by_job(totals: Totals) -> dict[str, Summary]:
    """The totals of each job of each department; a name that several departments use is told with its department."""
    found: dict[tuple[str, str], list[Summary]] = defaultdict(list)
    for group, summary in totals.items():
        found[group.job, group.department].append(summary)
    return dict(zip(_names(list(found)), (together(of_job) for of_job in found.values()), strict=True))


def _names(jobs: Sequence[tuple[str, str]]) -> list[str]:
    """A name of its own for each job of a department, with the department where the job's alone would not do."""
    count = Counter(job for job, _department in jobs)
    apart = {_told_apart(*key) for key in jobs if count[key[0]] > 1}
    return [_told_apart(*key) if count[key[0]] > 1 or key[0] in apart else key[0] for key in jobs]


def _told_apart(job: str, department: str) -> str:
    return _("{job}({department})").format(job=job, department=department)


def grand_total(totals: Totals) -> Summary:
    """All totals together."""
    return together(totals.values())
