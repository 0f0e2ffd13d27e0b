"""A month of all schedules, reckoned: what fires, and what its runs will meet."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.city import City
from dxrobot.schedule.fires import fires_after
from dxrobot.schedule.hours import Blackout, Blackouts, Span
from dxrobot.schedule.month import Entry, Planned, TroubleKind, plan_month
from dxrobot.schedule.opening import OpeningCalendar
from dxrobot.schedule.reading import read_rule
from dxrobot.schedule.rules import EveryDay, TimedRule

NIGHT = Blackout("夜間", EveryDay(), Span(time(22), time(6)), "zeimu")
CITY = City(blackouts=Blackouts((NIGHT,), OpeningCalendar()))


def rule(words: str) -> TimedRule:
    found = read_rule(words)
    assert not isinstance(found, str)
    return found  # type: ignore[return-value]


def plan(*planned: Planned, year: int = 2026, month: int = 12) -> dict[date, list[Entry]]:
    return {day: list(entries) for day, entries in plan_month(planned, CITY, year, month).items()}


@pytest.mark.parametrize(
    "words",
    [
        "毎日 8:30・13:00",
        "開庁日 9:00から17:00まで20分ごと",
        "22:00から翌5:00まで60分ごと",
        "毎月25日 9:00、休みなら前の開庁日",
        "毎月末日の2開庁日後 9:00",
        "毎月最終開庁日 17:15",
        "cron 30 8 1-5 * 1",
        "令和9年1月4日 8:30に1回",
    ],
)
@pytest.mark.parametrize("month", [(2026, 12), (2027, 1), (2027, 2)])
def test_a_month_has_every_moment_at_which_the_rule_fires(words: str, month: tuple[int, int]) -> None:
    begin = datetime(*month, 1, tzinfo=JAPAN)
    end = datetime(month[0] + month[1] // 12, month[1] % 12 + 1, 1, tzinfo=JAPAN)
    told = []
    for fire in fires_after(rule(words), begin.replace(year=begin.year - 1), CITY.opening, CITY.hours):
        if fire >= end:
            break
        if fire >= begin:
            told.append(fire)
    planned = plan(Planned(1, rule(words), 5), year=month[0], month=month[1])
    found = [
        datetime.combine(day, time(minute // 60, minute % 60), tzinfo=JAPAN)
        for day, entries in planned.items()
        for minute in entries[0].at
    ]
    assert found == told


def test_a_run_that_would_reach_into_a_blackout_is_told_of_and_holds_no_lock() -> None:
    late = Planned(1, rule("毎日 21:45"), 30, ("zeimu",), ("login",))
    other = Planned(2, rule("毎日 21:50"), 5, (), ("login",))
    entries = plan(late, other)[date(2026, 12, 1)]
    assert [(one.kind, one.name, one.at) for one in entries[0].troubles] == [(TroubleKind.BLACKOUT, "夜間", 1305)]
    assert entries[1].troubles == ()


def test_a_run_that_ends_as_the_blackout_begins_is_kept() -> None:
    early = Planned(1, rule("毎日 21:30"), 30, ("zeimu",))
    assert plan(early)[date(2026, 12, 1)][0].troubles == ()


@pytest.mark.parametrize(("at", "kept"), [("16:45", True), ("16:46", False), ("8:29", False), ("8:30", True)])
def test_a_run_must_begin_and_end_in_its_window(at: str, kept: bool) -> None:
    planned = Planned(1, rule(f"毎日 {at}"), 30, window=Span(time(8, 30), time(17, 15)))
    kinds = [one.kind for one in plan(planned)[date(2026, 12, 1)][0].troubles]
    assert kinds == ([] if kept else [TroubleKind.WINDOW])


def test_two_runs_that_want_one_login_at_once_are_told_of_with_the_first() -> None:
    first = Planned(1, rule("毎日 8:30"), 30, locks=("login",))
    second = Planned(2, rule("毎日 8:45"), 30, locks=("login",))
    entries = plan(first, second)[date(2026, 12, 1)]
    assert entries[0].troubles == ()
    trouble = entries[1].troubles[0]
    assert (trouble.kind, trouble.other, trouble.name) == (TroubleKind.CLASH, 1, "login")
    assert trouble.other_at == datetime(2026, 12, 1, 8, 30, tzinfo=JAPAN)


def test_a_run_of_the_night_before_reaches_into_the_first_of_the_month() -> None:
    night = Planned(1, rule("毎日 23:50"), 30, locks=("login",))
    early = Planned(2, rule("毎日 0:10"), 5, locks=("login",))
    entries = {one.number: one for one in plan(night, early)[date(2026, 12, 1)]}
    assert entries[2].troubles[0].other_at == datetime(2026, 11, 30, 23, 50, tzinfo=JAPAN)


def test_runs_that_come_quicker_than_they_end_wait_for_their_own() -> None:
    quick = Planned(1, rule("毎日 9:00から10:00まで15分ごと"), 20, locks=("login",))
    entry = plan(quick)[date(2026, 12, 1)][0]
    assert len(entry.at) == 5
    assert [(one.kind, one.at) for one in entry.troubles] == [(TroubleKind.BUSY, 555)]


def test_a_moment_that_was_taken_out_is_shown_so_and_holds_nothing() -> None:
    out = frozenset({datetime(2026, 12, 1, 8, 30, tzinfo=JAPAN)})
    first = Planned(1, rule("毎日 8:30"), 30, locks=("login",), skips=out)
    second = Planned(2, rule("毎日 8:45"), 30, locks=("login",))
    entries = plan(first, second)[date(2026, 12, 1)]
    assert (entries[0].taken_out, entries[1].troubles) == ((510,), ())
    assert plan(first, second)[date(2026, 12, 2)][1].troubles != ()


def test_nothing_fired_before_the_schedule_was_made() -> None:
    since = datetime(2026, 12, 10, 12, tzinfo=JAPAN)
    assert min(plan(Planned(1, rule("毎日 8:30"), 5, since=since))) == date(2026, 12, 11)
