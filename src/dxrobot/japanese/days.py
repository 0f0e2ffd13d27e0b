"""Reckoning with days as Japanese law does. Pure; ValueError or OverflowError tells a day that cannot be."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from dxrobot.japanese.wareki import ERAS, era_of, fiscal_year

_DAYS_OF_WEEK = "月火水木金土日"


def add_days(day: date, days: int) -> date:
    """The day so many days later, or earlier when ``days`` is negative."""
    return day + timedelta(days=days)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; where that month has none, its last day (民法 第143条第2項ただし書)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError("outside of the calendar")
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def month_end(day: date) -> date:
    """The last day of the month of ``day``."""
    return day.replace(day=_days_in(day.year, day.month))


def age_on(born: date, day: date) -> int:
    """満年齢 on ``day`` in whole years: a year is full when the day before the birthday is over.

    (年齢計算ニ関スル法律, 民法 第143条; who is born on 29 February is a year older from 1 March where there is none.)
    Raises ValueError for a day before the birth.
    """
    if day < born:
        raise ValueError("before the birth")
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def reaches_age(born: date, age: int) -> date:
    """年齢到達日: the day at whose end the age is full, the day before the birthday (年齢計算ニ関スル法律).

    Who is born on 1 April is six on 31 March and goes to school the day after; who is born on 29 February reaches every
    age on 28 February.
    """
    if not 0 < age <= 150:
        raise ValueError("no age")
    year = born.year + age
    if (born.month, born.day) == (2, 29):
        return date(year, 2, 28)
    return date(year, born.month, born.day) - timedelta(days=1)


def era_year(day: date) -> int:
    """The year of the era of ``day``: 8 for 2026, 1 for the first."""
    return day.year - era_of(day).first.year + 1


def wareki_short(day: date) -> str:
    """A date as forms have it: R8.4.1."""
    return f"{era_of(day).letter}{era_year(day)}.{day.month}.{day.day}"


def fiscal_year_wareki(day: date) -> str:
    """年度 by the era in which it begins: 令和8年度, 令和元年度 for the whole of 2019 (令和への改元に伴う元号の取扱い).

    April 2019 lay in 平成, but the government calls the whole year 令和元年度; earlier years are called by the era of
    their first day (大正15年度, 平成元年度).
    """
    year = fiscal_year(day)
    era = ERAS[-1] if year >= 2019 else era_of(date(year, 4, 1))
    number = year - era.first.year + 1
    return f"{era.name}{'元' if number == 1 else number}年度"


def day_of_week(day: date) -> str:
    """月 to 日."""
    return _DAYS_OF_WEEK[day.weekday()]


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
