"""The ledger's figures as people read them: one decimal, thousands separated, a true minus sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dxrobot.i18n import _
from dxrobot.japanese.wareki import era_of
from dxrobot.ledger.entry import TENTH
from dxrobot.ledger.report_table import Figure, Value
from dxrobot.ledger.summary import Rate

NOTHING = "—"


def one_decimal(amount: Decimal) -> str:
    """Rounded half up to one decimal: 1,234.5, −0.3; what rounds to nothing has no sign."""
    rounded = amount.quantize(TENTH, ROUND_HALF_UP)
    return _signed(f"{abs(rounded):,}", negative=rounded < 0)


def hours(minutes: Decimal) -> str:
    """Minutes as hours with one decimal: 12.5 時間."""
    return _("{number} 時間").format(number=one_decimal(minutes / 60))


def hours_or_dash(minutes: Decimal | None) -> str:
    """Minutes as hours; a dash where they are not known."""
    return NOTHING if minutes is None else hours(minutes)


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


def fiscal_year_text(year: int) -> str:
    """A fiscal year as councils write it: 令和8年度, by the era in which it ends (令和元年度 for 2019)."""
    era = era_of(date(year + 1, 3, 31))
    number = year - era.first.year + 1
    return _("{era}{number}年度").format(era=era.name, number=_("元") if number == 1 else number)


def month_text(month: str) -> str:
    """``2026-06`` as 2026年6月, ``2026-04/2026-09`` as 2026年4月〜2026年9月."""
    months = (_("{year}年{month}月").format(year=each[:4], month=int(each[5:])) for each in month.split("/"))
    return _("〜").join(months)


def count_or_dash(number: int | None) -> str:
    """A whole number; a dash where it is not known."""
    return NOTHING if number is None else count(number)


def kinds_text(items: Mapping[str, int]) -> str:
    """Items by kind as people read them: 新規 3、変更 2; nothing where there are none."""
    return _("、").join(_("{kind} {count}").format(kind=kind, count=items[kind]) for kind in sorted(items))


def figure_text(value: Value, figure: Figure) -> str:
    """A value of a report's table as people read it; a dash for none."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    return _WRITTEN[figure](Decimal(value))


def hundredths(amount: Decimal) -> str:
    """Rounded half up to two decimals."""
    rounded = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _signed(f"{abs(rounded):,}", negative=rounded < 0)


def _signed(digits: str, *, negative: bool) -> str:
    return f"−{digits}" if negative else digits


_WRITTEN: Mapping[Figure, Callable[[Decimal], str]] = {
    Figure.TEXT: str,
    Figure.DIGITS: str,
    Figure.COUNT: lambda amount: count(int(amount)),
    Figure.AMOUNT: one_decimal,
    Figure.YEN: lambda amount: count(int(amount.quantize(Decimal(1), ROUND_HALF_UP))),
    Figure.PERCENT: lambda share: f"{one_decimal(share * 100)} %",
    Figure.HUNDREDTHS: hundredths,
}
