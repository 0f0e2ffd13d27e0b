"""Japanese eras and the days they cover.

Source: 元号を改める政令 and 皇室の制度; 明治 counts from the first day of its first (lunar) year, 25 January 1868.
"""

from __future__ import annotations

from datetime import date

_FIRST_DAYS = {
    "明治": date(1868, 1, 25),
    "大正": date(1912, 7, 30),
    "昭和": date(1926, 12, 25),
    "平成": date(1989, 1, 8),
    "令和": date(2019, 5, 1),
}
ERAS = tuple(_FIRST_DAYS)


def from_era(era: str, year: int, month: int, day: int) -> date:
    """The day written as ``era`` ``year`` 年 …; ValueError if there is no such day in that era.

    The day on which an era changed belongs to both.
    """
    first = _FIRST_DAYS[era]
    found = date(first.year + year - 1, month, day)
    later = [start for start in _FIRST_DAYS.values() if start > first]
    if year < 1 or found < first or (later and found > min(later)):
        raise ValueError(f"not a day of {era}")
    return found


def to_era(day: date) -> tuple[str, int]:
    """The era of ``day`` and the year in it; ValueError before 明治."""
    for era in reversed(ERAS):
        if day >= _FIRST_DAYS[era]:
            return era, day.year - _FIRST_DAYS[era].year + 1
    raise ValueError("before Meiji")


def era_text(day: date) -> str:
    """``令和4年2月28日``; the first year is 元年."""
    era, year = to_era(day)
    return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
