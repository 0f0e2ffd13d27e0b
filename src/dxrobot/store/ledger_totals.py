"""Kept totals of the ledger: a few rows a month and job, brought up to date with every entry in its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, IntegerField, Max, Min, Sum, When
from django.db.models.functions import Left, Right

from dxrobot.ledger.posting import By, Group, Totals
from dxrobot.ledger.recount import Sums
from dxrobot.ledger.summary import Summary
from dxrobot.store.adding import add_to_rows
from dxrobot.store.models import LedgerTotal

_GROUP = tuple(field.name for field in fields(Group))
_SUMS = tuple(field.name for field in fields(Summary))
_SCALED = frozenset(field.name for field in fields(Summary) if isinstance(field.default, Decimal))
_IS_SCALED = tuple(name in _SCALED for name in _SUMS)
_SCALE = 10_000
_MONTH = len("2026-06")


def read_totals() -> dict[Group, Summary]:
    """All kept totals, in the order in which their groups first appeared."""
    rows = LedgerTotal.objects.order_by("pk").values_list(*_GROUP, *_SUMS)
    split = len(_GROUP)
    return {Group(*row[:split]): _summary(row[split:]) for row in rows.iterator()}


def read_totals_of_month(month: str) -> dict[Group, Summary]:
    """The kept totals of one month, ``2026-06``."""
    rows = LedgerTotal.objects.filter(month=month).values_list(*_GROUP, *_SUMS)
    split = len(_GROUP)
    return {Group(*row[:split]): _summary(row[split:]) for row in rows}


def read_saved_of_year(year: int) -> dict[tuple[str, str], Decimal]:
    """The minutes saved in a fiscal year by (department, job), summed up by the database."""
    rows = LedgerTotal.objects.filter(year=year).order_by().values_list("department", "job")
    found = rows.annotate(saved=Sum("saved_minutes"))
    return {(department, job): Decimal(int(saved)) / _SCALE for department, job, saved in found}


def read_totals_of_year(year: int, department: str | None = None) -> dict[tuple[str, str], Summary]:
    """The sums of a fiscal year by department and month, in the order of months; of one department if given."""
    rows = LedgerTotal.objects.filter(year=year, **({} if department is None else {"department": department}))
    sums = {f"sum_{name}": Sum(name) for name in _SUMS}
    grouped = rows.order_by().values_list("department", "month").annotate(**sums).order_by("month", "department")
    return {(row[0], row[1]): _summary(row[2:]) for row in grouped}


def read_totals_of_job(department: str, job: str, year: int) -> dict[str, Summary]:
    """The sums of one job of one department in a fiscal year by month."""
    rows = LedgerTotal.objects.filter(year=year, department=department, job=job)
    sums = {f"sum_{name}": Sum(name) for name in _SUMS}
    grouped = rows.order_by().values_list("month").annotate(**sums).order_by("month")
    return {row[0]: _summary(row[1:]) for row in grouped}


def read_sums() -> Sums:
    """The same as the whole numbers that are kept, to be held against a recount."""
    rows = LedgerTotal.objects.order_by().values_list(*_GROUP, *_SUMS)
    split = len(_GROUP)
    return {row[:split]: row[split:] for row in rows.iterator()}


def read_totals_by(by: By | None) -> dict[str, Summary]:
    """The totals for each value of ``by``, summed up by the database; under an empty value for None."""
    rows = LedgerTotal.objects.order_by()
    sums = {f"sum_{name}": Sum(name) for name in _SUMS}
    if by is None:
        found = rows.aggregate(**sums)
        return {"": _summary([found[name] or 0 for name in sums])}
    grouped = rows.values_list(by.value).annotate(**sums).order_by(by.value)
    return {str(row[0]): _summary(row[1:]) for row in grouped}


def read_years() -> list[int]:
    """The fiscal years that have kept totals, in order."""
    return sorted(LedgerTotal.objects.order_by().values_list("year", flat=True).distinct())


def read_totals_of_years(year: int | None = None) -> dict[Group, Summary]:
    """The kept totals with the months of a fiscal year put together by the database: a twelfth of the groups.

    Of one fiscal year, where ``year`` is given.

    In the place of its month a group has the first and the last of the months that count (``2026-04/2026-09``; one
    month alone as it is, nothing for a period that no month can claim). What does not count in its month stays apart,
    because the sharing of costs leaves it out.
    """
    alike = [name for name in _GROUP if name != "month"]
    counts = Case(When(runs=0 - F("stated"), then=0), default=1, output_field=IntegerField())
    kept = LedgerTotal.objects.order_by() if year is None else LedgerTotal.objects.order_by().filter(year=year)
    grouped = kept.values_list(*alike).annotate(counts=counts)
    sums = {f"sum_{name}": Sum(name) for name in _SUMS}
    rows = grouped.annotate(
        first=Min(Left("month", _MONTH)), last=Max(Right("month", _MONTH)), place=Min("pk"), **sums
    ).order_by("place")
    found: dict[Group, Summary] = defaultdict(Summary)
    for of_year, department, job, tool, phase, counted, first, last, _place, *of_group in rows:
        month = _period(first, last) if counted else ""
        found[Group(of_year, month, department, job, tool, phase)] += _summary(of_group)
    return dict(found)


def _period(first: str, last: str) -> str:
    return first if first in ("", last) else f"{first}/{last}"


def add_to_totals(totals: Totals) -> None:
    """Add ``totals`` to the kept ones, in the caller's transaction, which holds the head of the chain."""
    add_to_rows(LedgerTotal, _GROUP, _SUMS, (_values(group, summary) for group, summary in totals.items()))


def replace_totals(totals: Totals) -> None:
    """Keep ``totals`` in the place of all others, in the caller's transaction."""
    LedgerTotal.objects.all().delete()
    add_to_totals(totals)


def _values(group: Group, summary: Summary) -> list[str | int]:
    return [
        *(getattr(group, name) for name in _GROUP),
        *(_whole(getattr(summary, name), name) for name in _SUMS),
    ]


def _whole(amount: int | Decimal, name: str) -> int:
    scaled = amount * _SCALE if name in _SCALED else amount
    whole = int(scaled)
    if whole != scaled:
        raise ValueError("the ledger has four decimals at the most")
    return whole


def _summary(sums: Iterable[Any]) -> Summary:
    # The database may hand sums back as decimals.
    whole = zip(map(int, sums), _IS_SCALED, strict=True)
    figures: list[Any] = [Decimal(amount) / _SCALE if scaled else amount for amount, scaled in whole]
    return Summary(*figures)
