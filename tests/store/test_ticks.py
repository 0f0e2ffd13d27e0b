"""What one look at the schedules does, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dxrobot.items import Mode, OrderState, RunStatus
from dxrobot.schedule.city import City
from dxrobot.schedule.hours import Blackout, Blackouts, Span
from dxrobot.schedule.opening import OpeningCalendar
from dxrobot.schedule.reading import read_span, read_window
from dxrobot.scheduler.desk import Prepared
from dxrobot.scheduler.dispatcher import Dispatcher
from dxrobot.scheduler.tick import follow, plan_anew, tick
from dxrobot.store.models import Order, Run, Schedule
from dxrobot.store.schedules import change_schedule, move_on
from tests.store.schedules import MISSED, WAITING, at, desk, keep, outcomes

pytestmark = pytest.mark.usefixtures("store")


def test_moment_places_one_order_and_the_schedule_waits_for_the_next() -> None:
    keep("a", "平日 9:00")
    working = desk()
    assert tick(working, at(8, 59)).placed == 0
    assert [tick(working, at(9, second=2)).placed for _look in range(3)] == [1, 0, 0]
    assert outcomes("a") == [("01 09:00", WAITING)]
    assert Schedule.objects.get().next_fire_at == at(9, day=2)


@pytest.mark.parametrize(
    ("on_missed", "expected"), [("last", [MISSED, WAITING]), ("none", [MISSED, MISSED]), ("all", [WAITING, WAITING])]
)
def test_moments_that_nobody_looked_at_are_made_up_for_or_recorded(on_missed: str, expected: list[str]) -> None:
    keep("a", "平日 9:00・10:00", on_missed=on_missed)
    tick(desk(), at(12))
    assert [state for _moment, state in outcomes("a")] == expected
    assert all(order.reason for order in Order.objects.filter(state=MISSED))


def test_more_moments_than_one_transaction_takes_are_met_one_after_another() -> None:
    keep("a", "cron */2 * * * *")
    working = desk()
    looks = [tick(working, at(9, 1))]
    while looks[-1].more:
        looks.append(tick(working, at(9, 1)))
    assert len(looks) == 2
    states = [state for _moment, state in outcomes("a")]
    assert (len(states), states.count(WAITING), states[-1]) == (270, 1, WAITING)


def test_clock_that_is_put_back_neither_loses_nor_doubles_a_moment() -> None:
    keep("a", "平日 9:00・10:00・11:00", on_missed="last")
    working = desk()
    tick(working, at(10, 30))
    assert outcomes("a") == [("01 09:00", MISSED), ("01 10:00", WAITING)]
    for minute in range(30, 300):
        tick(working, at(8, 0) + timedelta(minutes=minute))
    assert outcomes("a") == [("01 09:00", WAITING), ("01 10:00", WAITING), ("01 11:00", WAITING)]
    assert list(working.engine.handed_out.values()) == [1, 1, 1]  # type: ignore[attr-defined]


def test_moment_that_was_taken_out_is_recorded_and_not_run() -> None:
    keep("a", "平日 9:00", skips=[at(9).isoformat()])
    assert tick(desk(), at(9)).placed == 0
    order = Order.objects.get()
    assert (order.state, bool(order.reason)) == (OrderState.CANCELLED, True)


def test_paused_schedule_rests_and_once_is_once() -> None:
    keep("a", "平日 9:00", paused=True)
    keep("b", "令和8年4月1日 9:00に1回")
    tick(desk(), at(9))
    assert outcomes("a") == []
    assert Schedule.objects.get(name="b").next_fire_at is None
    assert outcomes("b") == [("01 09:00", WAITING)]


def city_with_backup() -> City:
    days, (start, end) = read_window("毎日 9:30から11:00")
    return City(blackouts=Blackouts((Blackout("バックアップ", days, Span(start, end), "zeimu"),)))


def test_run_that_cannot_end_before_a_blackout_is_not_started() -> None:
    keep("a", "平日 9:00")
    tick(desk(city_with_backup(), robots=("zeimu",), minutes=31), at(9))
    order = Order.objects.get()
    assert (order.state, "バックアップ" in order.reason) == (MISSED, True)


def test_order_that_waits_too_long_to_end_in_time_is_not_begun() -> None:
    keep("a", "平日 9:00", deadline_minutes=120)
    tick(desk(city_with_backup(), robots=("zeimu",), minutes=20), at(9))
    assert Order.objects.get().deadline_at == at(9, 10)


def test_run_stays_inside_its_window() -> None:
    window = Span(*read_span("8:30から9:30"))
    keep("a", "平日 9:00・9:15")
    working = desk(window=window, minutes=20)
    tick(working, at(9))
    tick(working, at(9, 15))
    assert outcomes("a") == [("01 09:00", WAITING), ("01 09:15", MISSED)]


def test_schedule_whose_scenario_is_wrong_is_recorded_as_refused_with_the_reason() -> None:
    keep("a", "平日 9:00")
    tick(desk(order=None, refused="シナリオがありません。"), at(9))
    assert Order.objects.values_list("state", "reason").get() == (OrderState.REFUSED, "シナリオがありません。")


def test_one_broken_schedule_keeps_no_other_from_its_moment() -> None:
    keep("a", "平日 9:00", rule={"kind": "nonsense"})
    keep("b", "平日 9:00")
    done = tick(desk(), at(9))
    assert (done.placed, len(done.stuck)) == (1, 1)
    assert outcomes("b") == [("01 09:00", WAITING)]


def test_change_by_a_person_wins_over_a_look_that_read_the_schedule_before() -> None:
    schedule = keep("a", "平日 9:00")
    assert change_schedule(schedule, paused=True)
    assert not move_on(schedule, None, at(9))
    assert not change_schedule(schedule, paused=False), "that was read before the first change too"


def test_end_of_another_scenario_is_followed_once_in_the_same_mode() -> None:
    keep("a", "シナリオ torikomi が終わったら")
    keep("b", "シナリオ torikomi が正常に終わったら")
    run("r1", at(9), RunStatus.FAILED)
    run("r2", at(10), RunStatus.FINISHED)
    run("r3", at(10, 1), RunStatus.WAITING)
    run("r4", at(10, 2), RunStatus.FINISHED, mode=Mode.PRODUCTION)
    working = desk()
    assert follow(working, at(10, 1)) == 2
    assert outcomes("a") == [("01 09:00", MISSED), ("01 10:00", WAITING)]
    assert outcomes("b") == [("01 10:00", WAITING)]
    assert follow(working, at(10, 2)) == 0
    run("late", at(9, 59), RunStatus.FINISHED)
    assert follow(working, at(10, 3)) == 2, "it ended before another, and its end came to be known after"


def run(name: str, finished: datetime, status: RunStatus, mode: Mode = Mode.TRIAL) -> None:
    Run.objects.create(
        name=name, scenario="torikomi", mode=mode, status=status, started_at=finished, finished_at=finished
    )


def test_new_closure_moves_what_waits_for_that_day() -> None:
    keep("a", "平日 9:00")
    closed = City(OpeningCalendar({at(9).date(): "停電"}))
    assert plan_anew(desk(closed), at(8)) == 1
    assert Schedule.objects.get().next_fire_at == at(9, day=2)


def test_dispatcher_takes_a_new_calendar_up_and_outlives_a_look_that_fails() -> None:
    keep("a", "平日 9:00")
    clock = [at(8)]
    working = [desk()]
    dispatcher = Dispatcher(lambda: working[0], lambda _words: None, clock=lambda: clock[0])
    dispatcher.look()
    working[0] = replace(desk(), prepare=fail)
    clock[0] = at(9)
    dispatcher.look()
    assert outcomes("a") == []
    working[0] = desk(City(OpeningCalendar({at(9, day=2).date(): "停電"})))
    clock[0] = at(9, 6)
    dispatcher.look()
    assert outcomes("a") == [("01 09:00", WAITING)]
    assert Schedule.objects.get().next_fire_at == at(9, day=3)
    dispatcher.end()


def fail(_schedule: Schedule) -> Prepared:
    raise ZeroDivisionError


def test_look_with_nothing_due_asks_two_questions() -> None:
    for number in range(30):
        keep(f"a{number}", "平日 9:00")
    with CaptureQueriesContext(connection) as asked:
        tick(desk(), at(8))
    assert len(asked) == 2, "which were set back, and which are due"
