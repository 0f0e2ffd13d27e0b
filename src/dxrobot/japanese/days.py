"""Counting with dates as municipal rules do. Pure; ValueError for what is no date."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from dxrobot.japanese.wareki import parse_date


def plus(text: str, *, years: int = 0, months: int = 0, weeks: int = 0, days: int = 0) -> str:
    """The date so much later, or earlier for negative numbers, as 2026-04-01.

    Where a month has no day of that number, its last day is meant (民法 第143条第2項): 1月31日 and a month is 2月28日.
    """
    day = parse_date(text)
    month = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(month, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError("beyond the calendar")
    last = calendar.monthrange(year, month + 1)[1]
    try:
        return (date(year, month + 1, min(day.day, last)) + timedelta(weeks=weeks, days=days)).isoformat()
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error


def days_until(text: str, later: str) -> int:
    """Days from one date to a later one; negative when it is earlier."""
    return (parse_date(later) - parse_date(text)).days


def age_on(text: str, day: str) -> int:
    """Age in whole years on ``day`` of somebody born on ``text``, counted from birthday to birthday.

    By 年齢計算ニ関スル法律 a year is complete at the end of the day before: then the age on the next day is meant.
    """
    born, now = parse_date(text), parse_date(day)
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))
