"""The ledger's figures as people read them: one decimal, thousands separated, a true minus sign."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from dxrobot.i18n import _
from dxrobot.ledger.entry import TENTH
from dxrobot.ledger.summary import Rate

NOTHING = "—"


def one_decimal(amount: Decimal) -> str:
    """Rounded half up to one decimal: 1,234.5, −0.3; what rounds to nothing has no sign."""
    rounded = amount.quantize(TENTH, ROUND_HALF_UP)
    return _signed(f"{abs(rounded):,}", negative=rounded < 0)


def hours(minutes: Decimal) -> str:
    """Minutes as hours with one decimal: 12.5 時間."""
    return _("{number} 時間").format(number=one_decimal(minutes / 60))


def minutes_text(minutes: Decimal) -> str:
    """Minutes with one decimal: 12.5 分."""
    return _("{number} 分").format(number=one_decimal(minutes))


def yen(amount: int | None) -> str:
    """Whole yen: 1,234 円; a dash when there is no unit cost."""
    if amount is None:
        return NOTHING
    return _("{number} 円").format(number=_signed(f"{abs(amount):,}", negative=amount < 0))


def count(number: int) -> str:
    """A whole number with thousands separated."""
    return _signed(f"{abs(number):,}", negative=number < 0)


def percent(rate: Rate) -> str:
    """Percent with one decimal; a dash when there is nothing to compare with."""
    return NOTHING if rate.percent is None else f"{one_decimal(rate.percent)} %"


def _signed(digits: str, *, negative: bool) -> str:
    return f"−{digits}" if negative else digits
