"""Totals of ledger entries. Totals add up, so kept totals and a full recount always agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from operator import add, attrgetter, neg
from typing import Any

from dxrobot.ledger.entry import LedgerEntry
from dxrobot.ledger.stated import StatedEntry

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with what it was computed from; an average of rates is never shown as a rate of totals."""

    numerator: Decimal
    denominator: Decimal

    @property
    def percent(self) -> Decimal | None:
        """Percent rounded half up to one decimal; None when there is nothing to compare with."""
        if not self.denominator:
            return None
        return (self.numerator * 100 / self.denominator).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a number of entries saved together."""

    runs: int = 0
    """Production runs: the ones that count."""
    uncounted_runs: int = 0
    """Trial and dry runs, which save nothing."""
    stated: int = 0
    """Statements of hours that count."""
    unmeasurable: int = 0
    """Statements of hours that cannot be measured: told, and in no total."""
    items: int = 0
    gross_minutes: Decimal = Decimal(0)
    human_minutes: Decimal = Decimal(0)
    saved_minutes: Decimal = Decimal(0)
    rated_minutes: Decimal = Decimal(0)
    """The part of ``saved_minutes`` whose gross minutes are known: only that has a rate."""
    overtime_minutes: Decimal = Decimal(0)
    """The part of ``saved_minutes`` outside office hours (時間外)."""
    margin_minutes: Decimal = Decimal(0)
    """Half the 95 % range of the gross minutes whose baseline was measured by sample. The margins of several
    baselines are added up, which is wider than the range of their sum and never narrower."""
    saved_yen: int = 0
    """Sum of the whole yen of the entries."""
    runs_without_yen: int = 0
    """Counted entries whose fiscal year has no unit cost: their hours are in the total, their money is not."""
    runs_estimated: int = 0
    """Counted entries with a baseline that was not measured or with assumed minutes (見積)."""
    errors_before: int = 0
    errors_after: int = 0
    """Mistakes found, where both numbers are stated."""
    robot_seconds: Decimal = Decimal(0)

    def __add__(self, other: Summary) -> Summary:
        return Summary(*map(add, _figures(self), _figures(other)))

    def __neg__(self) -> Summary:
        return Summary(*map(neg, _figures(self)))

    @property
    def counted(self) -> int:
        """Runs and statements that count."""
        return self.runs + self.stated

    @property
    def untold(self) -> bool:
        """Whether nothing is told but what cannot be measured: then no figure is known, and none is 0."""
        return bool(self.unmeasurable) and not self.counted

    @property
    def yen(self) -> int | None:
        """The money, or None where no entry has any."""
        return None if self.untold or (self.counted and self.runs_without_yen == self.counted) else self.saved_yen

    @property
    def items_or_none(self) -> int | None:
        """The items, or None where statements alone are counted and none of them tells any."""
        return None if not self.items and not self.runs and (self.stated or self.unmeasurable) else self.items

    @property
    def net_minutes(self) -> Decimal | None:
        """The saved minutes, or None where they cannot be measured."""
        return None if self.untold else self.saved_minutes

    @property
    def before_minutes(self) -> Decimal | None:
        """By hand; None where nothing but savings is known."""
        return self.gross_minutes if self._knows_before else None

    @property
    def after_minutes(self) -> Decimal | None:
        """People's minutes beside the tool; None where nothing but savings is known."""
        return self.human_minutes if self._knows_before else None

    @property
    def _knows_before(self) -> bool:
        if not self.counted:
            return not self.unmeasurable
        return bool(self.gross_minutes or self.human_minutes) or self.saved_minutes == self.rated_minutes

    @property
    def saved_hours(self) -> Decimal:
        """Hours saved, unrounded."""
        return self.saved_minutes / 60

    @property
    def rate(self) -> Rate:
        """Saved minutes of the gross minutes, of the entries that have both."""
        return Rate(self.rated_minutes, self.gross_minutes)

    def as_json(self) -> dict[str, object]:
        """The object of ``ledger summary --json``: minutes, whole yen, and the rate with what it was computed from."""
        return {
            "runs": self.runs,
            "uncounted_runs": self.uncounted_runs,
            "stated": self.stated,
            "unmeasurable": self.unmeasurable,
            "items": self.items,
            "gross_minutes": json_number(self.gross_minutes),
            "human_minutes": json_number(self.human_minutes),
            "saved_minutes": json_number(self.saved_minutes),
            "saved_hours": json_number(self.saved_hours.quantize(TENTH, ROUND_HALF_UP)),
            "rate_percent": None if self.rate.percent is None else json_number(self.rate.percent),
            "rate_numerator_minutes": json_number(self.rate.numerator),
            "rate_denominator_minutes": json_number(self.rate.denominator),
            "overtime_minutes": json_number(self.overtime_minutes),
            "margin_minutes": json_number(self.margin_minutes),
            "errors_before": self.errors_before,
            "errors_after": self.errors_after,
            "saved_yen": self.saved_yen,
            "runs_without_yen": self.runs_without_yen,
            "runs_estimated": self.runs_estimated,
            "robot_seconds": json_number(self.robot_seconds),
        }


_figures = attrgetter(*(field.name for field in fields(Summary)))
"""All figures of a summary at once, in the order of its fields."""


def together(summaries: Iterable[Summary]) -> Summary:
    """All ``summaries`` in one: figure by figure, for thousands of them stand behind every table."""
    figures: list[Any] = [sum(column) for column in zip(*map(_figures, summaries), strict=True)]
    return Summary(*figures)


def summary_of(entry: LedgerEntry | StatedEntry) -> Summary:
    """One entry as totals."""
    return _of_statement(entry) if isinstance(entry, StatedEntry) else _of_run(entry)


def _of_run(entry: LedgerEntry) -> Summary:
    if not entry.counts:
        return Summary(uncounted_runs=1, robot_seconds=entry.robot_seconds)
    return Summary(
        runs=1,
        items=entry.items_confirmed,
        gross_minutes=entry.gross_minutes,
        human_minutes=entry.human.total,
        saved_minutes=entry.saved_minutes,
        rated_minutes=entry.saved_minutes,
        overtime_minutes=entry.overtime_minutes,
        margin_minutes=entry.margin_minutes,
        saved_yen=entry.saved_yen or 0,
        runs_without_yen=int(entry.saved_yen is None),
        runs_estimated=int(entry.estimated),
        robot_seconds=entry.robot_seconds,
    )


def _of_statement(entry: StatedEntry) -> Summary:
    if not entry.counts:
        return Summary(unmeasurable=1)
    stated = entry.stated
    known = stated.gross_minutes is not None
    errors = stated.errors_before is not None and stated.errors_after is not None
    return Summary(
        stated=1,
        items=stated.items or 0,
        gross_minutes=stated.gross_minutes or Decimal(0),
        human_minutes=stated.human_minutes or Decimal(0) if known else Decimal(0),
        saved_minutes=stated.saved_minutes,
        rated_minutes=stated.saved_minutes if known else Decimal(0),
        overtime_minutes=stated.overtime_minutes,
        saved_yen=entry.saved_yen or 0,
        runs_without_yen=int(entry.saved_yen is None),
        runs_estimated=int(entry.estimated),
        errors_before=(stated.errors_before or 0) if errors else 0,
        errors_after=(stated.errors_after or 0) if errors else 0,
    )


def summarise(entries: Iterable[LedgerEntry]) -> Summary:
    """Totals of all ``entries``."""
    return together(map(summary_of, entries))


def summarise_by(entries: Iterable[LedgerEntry], key: Callable[[LedgerEntry], str]) -> Mapping[str, Summary]:
    """Totals for each value of ``key``, in the order in which the values first appear."""
    totals: dict[str, Summary] = {}
    for entry in entries:
        group = key(entry)
        totals[group] = totals.get(group, Summary()) + summary_of(entry)
    return totals


def json_number(amount: Decimal) -> int | float:
    """``amount`` for JSON, which has no decimals: a double prints 15 digits exactly, more than any amount here has."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
