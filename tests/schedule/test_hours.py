from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.hours import Blackout, Blackouts, Span, longest_gap
from dxrobot.schedule.opening import OpeningCalendar
from dxrobot.schedule.reading import read_window


def blackout(words: str, robot: str = "") -> Blackout:
    days, (start, end) = read_window(words)
    return Blackout(words, days, Span(start, end), robot)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 4, day, hour, minute, tzinfo=JAPAN)


BACKUP = blackout("毎日 22:00から翌6:00", "zeimu")
WEDNESDAY = blackout("毎週水曜 12:00から13:00")
THIRD_SUNDAY = blackout("毎月第3日曜 0:00から24:00")


@pytest.mark.parametrize(
    ("begin", "minutes", "robots", "met"),
    [
        (at(2, 21), 59, ("zeimu",), None),
        (at(2, 21), 61, ("zeimu",), BACKUP),
        (at(3, 5, 59), 1, ("zeimu",), BACKUP),
        (at(3, 6), 1, ("zeimu",), None),
        (at(2, 23), 1, ("kosodate",), None),
        (at(1, 11, 30), 31, ("kosodate",), WEDNESDAY),
        (at(2, 11, 30), 31, ("kosodate",), None),
        (at(19, 23, 59), 1, (), THIRD_SUNDAY),
        (at(20, 0), 1, (), None),
    ],
)
def test_run_that_would_meet_a_blackout_is_known(
    begin: datetime, minutes: int, robots: tuple[str, ...], met: Blackout | None
) -> None:
    blackouts = Blackouts((BACKUP, WEDNESDAY, THIRD_SUNDAY))
    assert blackouts.in_the_way(begin, begin + timedelta(minutes=minutes), robots) is met


def test_next_blackout_bounds_the_start() -> None:
    blackouts = Blackouts((BACKUP, WEDNESDAY))
    assert blackouts.next_start(at(1, 9), ("zeimu",), timedelta(days=2)) == at(1, 12)
    assert blackouts.next_start(at(2, 9), ("kosodate",), timedelta(days=2)) is None


def test_blackouts_that_overlap_leave_the_time_between_them() -> None:
    halves = [blackout("毎日 6:00から18:00"), blackout("毎日 18:00から翌6:00")]
    assert longest_gap(halves, date(2026, 4, 1), 62, OpeningCalendar()) == timedelta(0)
    night = [blackout("毎日 22:00から翌6:00"), blackout("毎日 5:00から9:00")]
    assert longest_gap(night, date(2026, 4, 1), 62, OpeningCalendar()) == timedelta(hours=13)


def test_span_over_midnight_holds_what_begins_before_or_after_it() -> None:
    night = Span(time(22), time(6))
    assert night.holds(at(1, 23), at(2, 5))
    assert night.holds(at(2, 1), at(2, 6))
    assert not night.holds(at(2, 5), at(2, 7))
    assert night.end_of(at(2, 1)) == at(2, 6)
    assert night.end_of(at(2, 12)) is None
