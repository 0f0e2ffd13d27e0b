"""Hours that people state for a period: of the city's own jobs, and of tools that dxrobot does not run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dxrobot.japanese.wareki import fiscal_year
from dxrobot.ledger.entry import yen_of
from dxrobot.ledger.kinds import Origin, Quality, Tool


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included, within one fiscal year."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first or fiscal_year(self.first) != fiscal_year(self.last):
            raise ValueError("a period lies within one fiscal year")

    @property
    def fiscal_year(self) -> int:
        """年度, April to March."""
        return fiscal_year(self.first)

    def overlaps(self, other: Period) -> bool:
        """Whether some day lies in both."""
        return self.first <= other.last and other.first <= self.last

    @property
    def month(self) -> str:
        """``2026-06`` for a period within one month, ``2026-04/2026-09`` (ISO 8601) for a longer one."""
        first, last = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        return first if first == last else f"{first}/{last}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What people state: minutes before and after, or only what was saved."""

    origin: Origin
    job: str
    department: str
    phase: str
    tool: Tool
    period: Period
    items: int | None
    gross_minutes: Decimal | None
    """Before; None where only the saving is known, and then it has no part in any rate."""
    human_minutes: Decimal | None
    """After."""
    saved_minutes: Decimal
    overtime_minutes: Decimal
    """The part of ``saved_minutes`` outside office hours (時間外)."""
    errors_before: int | None
    errors_after: int | None
    quality: Quality
    source: str
    """Where the figures come from, as a sentence."""


@dataclass(frozen=True, slots=True)
class StatedEntry:
    """A statement in the ledger, with the file it came from and the money of its fiscal year."""

    stated: Statement
    file_hash: str
    """SHA-256 of the imported file."""
    row: int
    """Row of that file, from 1."""
    yen_per_hour: int | None
    saved_yen: int | None

    @property
    def counts(self) -> bool:
        """Whether it is in the totals: what cannot be measured is told and never added."""
        return self.stated.quality is not Quality.NOT_MEASURABLE

    @property
    def estimated(self) -> bool:
        """Whether the hours are an assumption (見積)."""
        return self.stated.quality is not Quality.MEASURED


def is_part(part: Decimal, whole: Decimal) -> bool:
    """Whether ``part`` can be a part of ``whole``: between it and nothing, on the same side of zero."""
    return min(whole, Decimal(0)) <= part <= max(whole, Decimal(0))


def enter_statement(stated: Statement, file_hash: str, row: int, yen_per_hour: int | None) -> StatedEntry:
    """The entry of ``stated``; no yen are claimed without a unit cost, nor for what cannot be measured."""
    claims = yen_per_hour is not None and stated.quality is not Quality.NOT_MEASURABLE
    saved_yen = yen_of(stated.saved_minutes, yen_per_hour) if claims and yen_per_hour is not None else None
    return StatedEntry(stated, file_hash, row, yen_per_hour, saved_yen)
