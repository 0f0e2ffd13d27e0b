from __future__ import annotations

from datetime import date

import pytest

from dxrobot.schedule.opening import OpeningCalendar

CITY = OpeningCalendar()


def test_fiscal_year_2025_has_242_business_days() -> None:
    months = [(2025, month) for month in range(4, 13)] + [(2026, month) for month in (1, 2, 3)]
    assert sum(len(CITY.open_days_of_month(*month)) for month in months) == 242
    last = {CITY.open_days_of_month(*month)[-1] for month in months}
    assert last >= {
        date(2025, 5, 30),
        date(2025, 8, 29),
        date(2025, 11, 28),
        date(2025, 12, 26),
        date(2026, 1, 30),
        date(2026, 2, 27),
    }
    assert CITY.open_days_of_month(2026, 1)[0] == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 5, 6), "振替休日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2027, 3, 22), "振替休日"),
        (date(2026, 12, 29), "年末年始"),
        (date(2027, 1, 1), "元日"),
        (date(2026, 11, 28), "土曜日"),
        (date(2026, 11, 27), ""),
    ],
)
def test_closed_day_has_its_reason(day: date, reason: str) -> None:
    assert CITY.why_closed(day) == reason
    assert CITY.is_open(day) == (reason == "")


def test_city_adds_closures_and_opens_on_further_days() -> None:
    city = OpeningCalendar({date(2026, 8, 14): "庁舎停電"}, {date(2026, 3, 29): "引越しの臨時開庁"})
    assert city.why_closed(date(2026, 8, 14)) == "庁舎停電"
    assert city.is_open(date(2026, 3, 29))
    assert city.count_from(date(2026, 8, 13), 1) == date(2026, 8, 17)


def test_counting_goes_over_the_turn_of_the_year_and_ends_with_the_known_years() -> None:
    assert CITY.count_from(date(2025, 12, 26), 1) == date(2026, 1, 5)
    assert CITY.count_from(date(2026, 1, 5), -2) == date(2025, 12, 25)
    assert CITY.count_from(date(2099, 12, 28), 2) is None
