"""Bars of the console's charts as places in a drawing; what they stand for is written beside every one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dxrobot.ledger.figures import one_decimal
from dxrobot.ledger.summary import Summary

WIDTH = 720
HEIGHT = 232
_TOP, _BOTTOM = 24, 44
"""Room for the figure above the highest bar and for the months under the lowest."""
_SHARE = 0.62
"""The part of its place that a bar fills."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of hours; what is below the line is hatched as well as red."""

    label: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    figure_y: float
    figure: str
    losing: bool
    known: bool
    """Whether there is any entry: a month of nothing and a month of nothing saved are not the same."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars standing on a line of nothing."""

    bars: tuple[Bar, ...]
    line_y: float


def month_chart(months: Sequence[str], totals: Mapping[str, Summary]) -> Chart:
    """The hours saved in each of ``months`` (``2026-06``)."""
    hours = [totals[month].saved_hours if month in totals else Decimal(0) for month in months]
    highest, lowest = max(*hours, Decimal(0)), min(*hours, Decimal(0))
    scale = Decimal(HEIGHT - _TOP - _BOTTOM) / (highest - lowest or Decimal(1))
    line_y = float(_TOP + highest * scale)
    place = WIDTH / len(months)
    bars = []
    for number, (month, saved) in enumerate(zip(months, hours, strict=True)):
        height = round(float(abs(saved) * scale), 1)
        top = line_y - height if saved >= 0 else line_y
        bars.append(
            Bar(
                label=str(int(month[5:])),
                x=round(number * place + place * (1 - _SHARE) / 2, 1),
                y=round(top, 1),
                width=round(place * _SHARE, 1),
                height=height,
                middle=round((number + 0.5) * place, 1),
                figure_y=round(top - 5 if saved >= 0 else top + height + 16, 1),
                figure=one_decimal(saved),
                losing=saved < 0,
                known=month in totals,
            )
        )
    return Chart(tuple(bars), round(line_y, 1))


def shares(totals: Sequence[Summary]) -> list[float]:
    """How long the bar of each is, in percent of the longest, whichever its sign."""
    longest = max((abs(total.saved_minutes) for total in totals), default=Decimal(0))
    return [round(float(abs(total.saved_minutes) * 100 / longest), 1) if longest else 0.0 for total in totals]
