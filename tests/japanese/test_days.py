import pytest

from dxrobot.japanese import days


def test_a_month_later_is_never_beyond_the_end_of_the_month():
    assert days.plus("令和8年1月31日", months=1) == "2026-02-28"
    assert days.plus("2024-02-29", years=1) == "2025-02-28"
    assert days.plus("2026-10-05", weeks=-1, days=1) == "2026-09-29"


def test_days_and_years_are_counted_between_two_dates():
    assert days.days_until("2026-10-05", "令和8年10月25日") == 20
    assert [days.age_on("2020-04-02", day) for day in ("2026-04-01", "2026-04-02")] == [5, 6]


@pytest.mark.parametrize("years", [9000, -9000])
def test_what_lies_beyond_the_calendar_is_the_records_fault(years):
    with pytest.raises(ValueError, match="calendar"):
        days.plus("2026-10-05", years=years)
