from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxrobot.japanese import wareki


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和4年2月28日", date(2022, 2, 28)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成３１年４月３０日", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("S55.10.1", date(1980, 10, 1)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("2022年2月28日", date(2022, 2, 28)),
        ("西暦 2022 年 2 月 28 日", date(2022, 2, 28)),
        ("2022/02/28", date(2022, 2, 28)),
        ("20220228", date(2022, 2, 28)),
    ],
)
def test_dates_are_read_as_people_write_them(text, day):
    assert wareki.parse_date(text) == day


OUTSIDE_THE_ERA = ["平成31年5月1日", "昭和64年1月8日", "平成元年1月7日", "令和元年4月30日", "明治46年1月1日"]
NO_DATE = ["昭和0年1月1日", "令和5年2月29日", "令和4年13月1日", "慶応3年1月1日", "4年2月28日", ""]


@pytest.mark.parametrize("text", [*OUTSIDE_THE_ERA, *NO_DATE])
def test_a_day_that_never_was_is_refused(text):
    with pytest.raises(ValueError):
        wareki.parse_date(text)


def test_first_year_is_written_as_gannen():
    assert wareki.format_wareki(date(2019, 5, 1)) == "令和元年5月1日"
    assert wareki.format_wareki(date(1989, 1, 7)) == "昭和64年1月7日"


@given(st.dates(min_value=date(1868, 10, 23), max_value=date(2999, 12, 31)))
def test_every_day_since_meiji_survives_writing_and_reading(day):
    assert wareki.parse_date(wareki.format_wareki(day)) == day
    assert wareki.parse_date(wareki.format_seireki(day)) == day


def test_fiscal_year_begins_in_april():
    assert wareki.fiscal_year(date(2026, 3, 31)) == 2025
    assert wareki.fiscal_year(date(2026, 4, 1)) == 2026


@pytest.mark.parametrize(
    ("text", "code"), [("令和8年4月15日", "5080415"), ("1989-01-08", "4010108"), ("S3.1.2", "3030102")]
)
def test_dates_become_seven_digits_for_older_systems(text, code):
    assert wareki.wareki_code(text) == code
