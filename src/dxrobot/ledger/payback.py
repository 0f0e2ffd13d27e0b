"""When a job has earned back what it cost, and from what volume on it does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from dxrobot.i18n import _


@dataclass(frozen=True, slots=True)
class Payback:
    """The months after which the benefit covers the 導入 cost; None: never at this volume."""

    months: int | None

    def __str__(self) -> str:
        if self.months is None:
            return _("この件数では回収できない")
        if not self.months:
            return _("初めから")
        return _("{months} か月").format(months=self.months)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a pay-back is reckoned from, in yen; those of several jobs add up."""

    first_cost: Decimal = Decimal(0)
    """導入 and building."""
    benefit_a_month: Decimal = Decimal(0)
    running_a_month: Decimal = Decimal(0)
    """経常 and upkeep."""

    def __add__(self, other: Terms) -> Terms:
        return Terms(
            self.first_cost + other.first_cost,
            self.benefit_a_month + other.benefit_a_month,
            self.running_a_month + other.running_a_month,
        )

    @property
    def payback(self) -> Payback | None:
        """None where there is nothing to pay back."""
        if not self.first_cost and not self.running_a_month:
            return None
        return payback(self.first_cost, self.benefit_a_month, self.running_a_month)


def payback(initial_yen: Decimal, benefit_a_month: Decimal, running_a_month: Decimal) -> Payback:
    """The first whole month at whose end benefit − 経常 has covered ``initial_yen``; all in yen."""
    net = benefit_a_month - running_a_month
    if net <= 0:
        # What costs nothing at first and loses nothing by the month needs no paying back.
        return Payback(0 if initial_yen <= 0 and net == 0 else None)
    return Payback(int((max(initial_yen, Decimal(0)) / net).to_integral_value(ROUND_CEILING)))
