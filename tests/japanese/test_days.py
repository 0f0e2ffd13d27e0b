from __future__ import annotations

from datetime import date

import pytest

from dxrobot.japanese.days import add_months, age_on, fiscal_year_wareki, month_end, reaches_age, wareki_short
from dxrobot.japanese.wareki import parse_date


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2018, 4, 2), date(2026, 4, 1), 7),
        (date(2018, 4, 2), date(2026, 4, 2), 8),
        (date(2020, 2, 29), date(2025, 2, 28), 4),
        (date(2020, 2, 29), date(2025, 3, 1), 5),
        (date(2020, 2, 29), date(2024, 2, 29), 4),
        (date(2026, 4, 1), date(2026, 4, 1), 0),
    ],
)
def test_age_is_full_when_the_day_before_the_birthday_is_over(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (date(1961, 4, 1), 65, date(2026, 3, 31)),
        (date(2020, 4, 1), 6, date(2026, 3, 31)),
        (date(2020, 4, 2), 6, date(2026, 4, 1)),
        (date(2020, 2, 29), 5, date(2025, 2, 28)),
        (date(2020, 2, 29), 4, date(2024, 2, 28)),
        (date(2020, 3, 1), 4, date(2024, 2, 29)),
        (date(2020, 1, 1), 1, date(2020, 12, 31)),
    ],
)
def test_age_is_reached_on_the_day_before_the_birthday(born: date, age: int, day: date) -> None:
    assert reaches_age(born, age) == day


def test_month_without_the_day_ends_with_its_last() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 3, 31), -13) == date(2025, 2, 28)
    assert add_months(date(2026, 12, 5), 1) == date(2027, 1, 5)
    assert month_end(date(2024, 2, 1)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2019, 4, 30), "令和元年度"),
        (date(2020, 3, 31), "令和元年度"),
        (date(2019, 3, 31), "平成30年度"),
        (date(1989, 3, 31), "昭和63年度"),
        (date(1989, 4, 1), "平成元年度"),
    ],
)
def test_fiscal_year_by_its_era(day: date, text: str) -> None:
    assert fiscal_year_wareki(day) == text


def test_first_year_of_an_era_is_one_when_short() -> None:
    assert wareki_short(date(2019, 5, 1)) == "R1.5.1"


@pytest.mark.parametrize(
    "text",
    [
        "令和八年四月一日",
        "令和八年十二月二十八日",
        "令和元年五月一日",
        "二〇二六年四月十日",
        "昭和六十三年三月三十一日",
    ],
)
def test_numbers_in_kanji_are_read(text: str) -> None:
    expected = {
        "令和八年四月一日": date(2026, 4, 1),
        "令和八年十二月二十八日": date(2026, 12, 28),
        "令和元年五月一日": date(2019, 5, 1),
        "二〇二六年四月十日": date(2026, 4, 10),
        "昭和六十三年三月三十一日": date(1988, 3, 31),
    }
    assert parse_date(text) == expected[text]


@pytest.mark.parametrize("text", ["令和十十年一月一日", "令和八年十三月一日", "令和二八九十年一月一日"])
def test_kanji_that_are_no_date_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(text)
