from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import takewhile
from random import Random

import pytest

from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.city import City
from dxrobot.schedule.fires import fires_after
from dxrobot.schedule.moments import moments_of_rule
from dxrobot.schedule.opening import OpeningCalendar
from dxrobot.schedule.reading import read_rule
from dxrobot.schedule.rules import Cron, Once, OnDays
from tools.prove.schedule_oracle import DAY, Oracle
from tools.prove.schedule_rules import YEAR, drawn_rule


def days(words: str, start: date, number: int, city: City | None = None) -> list[str]:
    begin = datetime.combine(start, time(), tzinfo=JAPAN)
    moments = moments_of_rule(read_rule(words), city or City(), begin, number)
    return [f"{moment.fire_at:%Y-%m-%d %H:%M}" for moment in moments]


@pytest.mark.parametrize(
    ("words", "start", "expected"),
    [
        ("毎月最終開庁日 8:30", date(2025, 12, 1), ["2025-12-26 08:30", "2026-01-30 08:30", "2026-02-27 08:30"]),
        ("毎月第1開庁日 8:30", date(2026, 1, 1), ["2026-01-05 08:30", "2026-02-02 08:30"]),
        ("年度初めの開庁日 8:30", date(2026, 4, 2), ["2027-04-01 08:30", "2028-04-03 08:30"]),
        ("毎年2月29日 9:00", date(2026, 1, 1), ["2028-02-29 09:00"]),
        ("毎月31日 9:00、休みでも動かす", date(2026, 1, 1), ["2026-01-31 09:00", "2026-03-31 09:00"]),
        ("毎月1日 9:00、休みなら前の開庁日", date(2025, 12, 20), ["2025-12-26 09:00", "2026-01-30 09:00"]),
        ("毎月25日の3開庁日前 9:00", date(2026, 5, 1), ["2026-05-20 09:00"]),
        (
            "毎日 22:00から翌1:00まで90分ごと",
            date(2026, 4, 1),
            ["2026-04-01 01:00", "2026-04-01 22:00", "2026-04-01 23:30"],
        ),
        ("平日 9:00", date(2026, 5, 1), ["2026-05-01 09:00", "2026-05-07 09:00"]),
        ("cron 0 9 * * 0", date(2026, 4, 1), ["2026-04-05 09:00", "2026-04-12 09:00"]),
        ("cron 0 9 13 * 5", date(2026, 4, 1), ["2026-04-03 09:00", "2026-04-10 09:00", "2026-04-13 09:00"]),
        ("令和8年4月1日 8:30に1回", date(2026, 4, 1), ["2026-04-01 08:30"]),
        ("令和8年4月1日 8:30に1回", date(2026, 4, 2), []),
    ],
)
def test_rule_fires_on_the_days_that_it_says(words: str, start: date, expected: list[str]) -> None:
    assert days(words, start, len(expected) or 1) == expected


def test_closed_days_of_the_city_move_what_falls_on_them() -> None:
    city = City(OpeningCalendar({date(2026, 4, 15): "停電"}, {date(2026, 4, 18): "臨時開庁"}))
    assert days("毎月15日 9:00、休みなら次の開庁日", date(2026, 4, 1), 1, city) == ["2026-04-16 09:00"]
    assert days("毎週土曜 9:00", date(2026, 4, 1), 2, city) == ["2026-04-18 09:00"]


@pytest.mark.parametrize("seed", range(40))
def test_moments_of_a_year_are_those_of_the_oracle(seed: int) -> None:
    random = Random(seed)
    closures = {YEAR[0] + random.randint(0, 365) * DAY: "休み" for _day in range(8)}
    openings = {YEAR[0] + random.randint(0, 365) * DAY: "開庁" for _day in range(5)}
    closures = {day: name for day, name in closures.items() if day not in openings}
    rule = drawn_rule(random)
    assert isinstance(rule, OnDays | Cron | Once)
    start = datetime.combine(YEAR[0], time(), tzinfo=JAPAN)
    end = datetime.combine(YEAR[1] + DAY, time(), tzinfo=JAPAN)
    city = City(OpeningCalendar(closures, openings))
    found = fires_after(rule, start - timedelta(microseconds=1), city.opening, city.hours)
    expected = {fire for fire in Oracle(closures, openings).fires(rule, YEAR[0] - DAY, YEAR[1]) if start <= fire < end}
    assert list(takewhile(lambda fire: fire < end, found)) == sorted(expected)
