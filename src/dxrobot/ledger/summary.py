"""Totals of ledger entries. Totals add up, so kept totals and a full recount always agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dxrobot.ledger.entry import LedgerEntry

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
    items: int = 0
    gross_minutes: Decimal = Decimal(0)
    human_minutes: Decimal = Decimal(0)
    saved_minutes: Decimal = Decimal(0)
    saved_yen: int = 0
    """Sum of the whole yen of the entries."""
    runs_without_yen: int = 0
    """Counted runs whose fiscal year has no unit cost: their hours are in the total, their money is not."""
    runs_estimated: int = 0
    """Counted runs with a baseline that was not measured or with assumed human minutes (見積)."""
    robot_seconds: Decimal = Decimal(0)

    def __add__(self, other: Summary) -> Summary:
        return Summary(
            self.runs + other.runs,
            self.uncounted_runs + other.uncounted_runs,
            self.items + other.items,
            self.gross_minutes + other.gross_minutes,
            self.human_minutes + other.human_minutes,
            self.saved_minutes + other.saved_minutes,
            self.saved_yen + other.saved_yen,
            self.runs_without_yen + other.runs_without_yen,
            self.runs_estimated + other.runs_estimated,
            self.robot_seconds + other.robot_seconds,
        )

    @property
    def saved_hours(self) -> Decimal:
        """Hours saved, unrounded."""
        return self.saved_minutes / 60

    @property
    def rate(self) -> Rate:
        """Saved minutes of the gross minutes."""
        return Rate(self.saved_minutes, self.gross_minutes)

    def as_json(self) -> dict[str, object]:
        """The object of ``ledger summary --json``: minutes, whole yen, and the rate with what it was computed from."""
        return {
            "runs": self.runs,
            "uncounted_runs": self.uncounted_runs,
            "items": self.items,
            "gross_minutes": json_number(self.gross_minutes),
            "human_minutes": json_number(self.human_minutes),
            "saved_minutes": json_number(self.saved_minutes),
            "saved_hours": json_number(self.saved_hours.quantize(TENTH, ROUND_HALF_UP)),
            "rate_percent": None if self.rate.percent is None else json_number(self.rate.percent),
            "rate_numerator_minutes": json_number(self.rate.numerator),
            "rate_denominator_minutes": json_number(self.rate.denominator),
            "saved_yen": self.saved_yen,
            "runs_without_yen": self.runs_without_yen,
            "runs_estimated": self.runs_estimated,
            "robot_seconds": json_number(self.robot_seconds),
        }


def summary_of(entry: LedgerEntry) -> Summary:
    """One entry as totals."""
    if not entry.counts:
        return Summary(uncounted_runs=1, robot_seconds=entry.robot_seconds)
    return Summary(
        runs=1,
        items=entry.items_confirmed,
        gross_minutes=entry.gross_minutes,
        human_minutes=entry.human.total,
        saved_minutes=entry.saved_minutes,
        saved_yen=entry.saved_yen or 0,
        runs_without_yen=int(entry.saved_yen is None),
        runs_estimated=int(entry.estimated),
        robot_seconds=entry.robot_seconds,
    )


def summarise(entries: Iterable[LedgerEntry]) -> Summary:
    """Totals of all ``entries``."""
    return sum((summary_of(entry) for entry in entries), Summary())


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
