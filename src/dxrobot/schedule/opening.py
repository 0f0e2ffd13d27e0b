"""開庁日: on which days a city's offices are open.

Closed are Saturdays, Sundays, national holidays (国民の祝日に関する法律, with 振替休日 and 国民の休日) and the days
from 29 December to 3 January (地方自治法 第4条の2, which 休日を定める条例 of the cities follow). A city adds closures
of its own and opens on further days. Spring and autumn equinox of coming years are the almanac's forecast: the
official day is published in the February before and can be corrected by the city's own calendar.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1949, 2099
"""The years whose holidays are known."""
_YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
_SATURDAY = 5
_DAY = timedelta(days=1)


class OpeningCalendar:
    """The business days of one city; its closures and extra opening days each with the name people know them by."""

    def __init__(self, closures: Mapping[date, str] | None = None, openings: Mapping[date, str] | None = None) -> None:
        self.closures = dict(closures or {})
        self.openings = dict(openings or {})
        self._years: dict[int, list[date]] = {}

    def is_open(self, day: date) -> bool:
        """Whether the offices are open on ``day``."""
        days = self.open_days(day.year)
        place = bisect_left(days, day)
        return place < len(days) and days[place] == day

    def why_closed(self, day: date) -> str:
        """The reason in Japanese for which the offices are closed on ``day``; empty when they are open."""
        if day in self.openings:
            return ""
        if day in self.closures:
            return self.closures[day] or "閉庁日"
        if holiday := _holidays(day.year).get(day):
            return holiday
        if (day.month, day.day) in _YEAR_END:
            return "年末年始"
        return "土日"[day.weekday() - _SATURDAY] + "曜日" if day.weekday() >= _SATURDAY else ""

    def open_days(self, year: int) -> list[date]:
        """All business days of a calendar year, in order; none outside the known years."""
        if year not in self._years:
            self._years[year] = [day for day in _days_of(year) if not self.why_closed(day)]
        return self._years[year]

    def open_days_of_month(self, year: int, month: int) -> list[date]:
        """The business days of one month, in order."""
        days = self.open_days(year)
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        return days[bisect_left(days, first) : bisect_left(days, after)]

    def count_from(self, day: date, number: int) -> date | None:
        """The ``number``-th business day after ``day``, or before it for a negative number; ``day`` is not counted.

        None when the known years end before. Raises ValueError for 0.
        """
        if number == 0:
            raise ValueError("no number of days")
        year, left = day.year, abs(number)
        while FIRST_YEAR <= year <= LAST_YEAR:
            days = self.open_days(year)
            if number > 0:
                start = bisect_right(days, day)
                rest, place = len(days) - start, start + left - 1
            else:
                rest = bisect_left(days, day)
                place = rest - left
            if left <= rest:
                return days[place]
            left -= rest
            year += 1 if number > 0 else -1
        return None


def _days_of(year: int) -> Iterator[date]:
    if FIRST_YEAR <= year <= LAST_YEAR:
        day = date(year, 1, 1)
        while day.year == year:
            yield day
            day += _DAY


@lru_cache(maxsize=256)
def _holidays(year: int) -> Mapping[date, str]:
    import holidays  # only here: it loads the names of every country

    return dict(holidays.country_holidays("JP", years=year, language="ja"))
