"""Published figures held against what follows from their own numbers: two columns, and a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from dxrobot.i18n import _

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fraction:
    """A computed figure with what it was computed from: numerator × scale ÷ denominator."""

    numerator: Decimal
    denominator: Decimal
    scale: Decimal = Decimal(100)
    """100 for percent, 1 for a ratio."""

    @property
    def value(self) -> Decimal | None:
        """Unrounded; None where there is nothing to compare with."""
        return self.numerator * self.scale / self.denominator if self.denominator else None

    def rounded(self, step: Decimal = HUNDREDTH) -> Decimal | None:
        """Rounded half up (四捨五入) to ``step``."""
        return None if self.value is None else self.value.quantize(step, ROUND_HALF_UP)


class Verdict(StrEnum):
    """Whether a published figure follows from its own numbers."""

    UNPUBLISHED = "unpublished"
    INCOMPUTABLE = "incomputable"
    ROUNDED = "rounded"
    """四捨五入 gives the published figure."""
    CUT = "cut"
    """Only 切り捨て gives it."""
    RAISED = "raised"
    """Only 切り上げ gives it."""
    DIFFERS = "differs"
    """No way of rounding gives it."""

    @property
    def label(self) -> str:
        """The words of the report's column."""
        labels = {
            "unpublished": _("公表なし"),
            "incomputable": _("計算できない"),
            "rounded": _("一致(四捨五入)"),
            "cut": _("切り捨てなら一致"),
            "raised": _("切り上げなら一致"),
            "differs": _("不一致"),
        }
        return labels[self.value]

    @property
    def follows(self) -> bool:
        """Whether there is nothing to explain: published and computed are the same figure, or there is no pair."""
        return self in (Verdict.UNPUBLISHED, Verdict.INCOMPUTABLE, Verdict.ROUNDED)


def judge(published: Decimal | None, computed: Decimal | None) -> Verdict:
    """How ``published`` follows from ``computed`` at the number of decimals that it was published with.

    A minus does not turn the rule: 切り捨て goes towards zero, 切り上げ towards plus infinity.
    """
    if published is None:
        return Verdict.UNPUBLISHED
    if computed is None:
        return Verdict.INCOMPUTABLE
    ways = ((ROUND_HALF_UP, Verdict.ROUNDED), (ROUND_DOWN, Verdict.CUT), (ROUND_CEILING, Verdict.RAISED))
    for rounding, verdict in ways:
        if computed.quantize(step_of(published), rounding) == published:
            return verdict
    return Verdict.DIFFERS


def step_of(published: Decimal) -> Decimal:
    """The step of the last digit that a figure was published with: 0.1 for 79.2, 1 for 78."""
    exponent = published.as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure as published and as computed from the numbers published beside it."""

    published: Decimal | None
    computed: Fraction

    @property
    def verdict(self) -> Verdict:
        """Whether the one follows from the other."""
        return judge(self.published, self.computed.value)


def average_of_rates(rates: tuple[Fraction, ...]) -> Decimal | None:
    """The plain average of rates, each counting alike; never to be shown as a rate of totals."""
    values = [rate.value for rate in rates if rate.value is not None]
    return sum(values, Decimal(0)) / len(values) if values else None


def rate_of_totals(rates: tuple[Fraction, ...]) -> Fraction:
    """The rate of the sums: what a reader takes a rate in a total line for."""
    return Fraction(
        sum((rate.numerator for rate in rates), Decimal(0)), sum((rate.denominator for rate in rates), Decimal(0))
    )
