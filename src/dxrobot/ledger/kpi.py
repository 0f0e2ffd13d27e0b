"""Targets that a plan sets, and how far they are reached."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from dxrobot.i18n import _
from dxrobot.ledger.rates import Fraction


class Measure(StrEnum):
    """Where the actual value comes from, in the word that staff write."""

    JOBS = "業務数"
    """Jobs with a counted run or stated hours in the target year."""
    HOURS = "削減時間"
    """Saved hours of the target year."""
    RATE = "削減率"
    """Saved of gross hours of the target year, in percent."""
    STATED = "手入力"
    """Written into the file by a person: incidents, satisfaction."""


class Direction(StrEnum):
    """Which side of the target is reached, in the word that staff write."""

    AT_LEAST = "以上"
    AT_MOST = "以下"


@dataclass(frozen=True, slots=True)
class Kpi:
    """One target."""

    name: str
    unit: str
    measure: Measure
    direction: Direction
    baseline_year: int
    baseline: Decimal
    target_year: int
    target: Decimal
    stated: Decimal | None = None
    """The actual value, for 手入力."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A target held against the actual value of a year."""

    kpi: Kpi
    actual: Decimal | None
    """None while nothing is known."""

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None while nothing is known."""
        if self.actual is None:
            return None
        if self.kpi.direction is Direction.AT_LEAST:
            return self.actual >= self.kpi.target
        return self.actual <= self.kpi.target

    @property
    def share(self) -> Fraction | None:
        """The way from the baseline towards the target that is done; None where the way has no length.

        It may be negative or above 100 %: nothing is clamped.
        """
        if self.actual is None or self.kpi.target == self.kpi.baseline:
            return None
        return Fraction(self.actual - self.kpi.baseline, self.kpi.target - self.kpi.baseline)

    @property
    def verdict(self) -> str:
        """達成, 未達 or a dash, with the share of the way."""
        if self.reached is None:
            return _("未集計")
        word = _("達成") if self.reached else _("未達")
        if self.share is None or self.share.value is None:
            return word
        percent = self.share.value.quantize(Decimal("0.1"), ROUND_HALF_UP)
        return _("{word}(進み {percent} %)").format(word=word, percent=f"{percent}".replace("-", "−"))
