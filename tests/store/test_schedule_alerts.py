"""What people are told of schedules without asking."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from dxrobot.items import OrderState, RunStatus
from dxrobot.scheduler.alerts import Alerts, Digest
from dxrobot.store.models import Arrival, Order, Run, Schedule
from tests.store.schedules import at, keep

pytestmark = pytest.mark.usefixtures("store")
Told = list[tuple[str, str]]


def ended(schedule: str, when: datetime, status: RunStatus | None, state: str = OrderState.ENDED) -> None:
    run = None
    if status is not None:
        run = Run.objects.create(
            name=f"{schedule}{when:%d%H%M}", status=status, started_at=when, message="画面が違います。"
        )
    Order.objects.create(
        scenario="entry",
        mode="trial",
        queue="default",
        schedule=schedule,
        fire_at=when,
        requested_at=when,
        state=state,
        run=run,
        ended_at=when + timedelta(minutes=1),
    )


def alerts(told: Told, after: int = 3) -> Alerts:
    return Alerts(after, lambda title, text: told.append((title, text)))


def test_failures_in_a_row_are_told_once_until_it_comes_through_again() -> None:
    keep("朝の取り込み", "平日 9:00")
    told: Told = []
    looking, second = alerts(told), alerts(told)
    for hour in (8, 9):
        ended("朝の取り込み", at(hour), RunStatus.FAILED)
    looking.look(at(9, 5))
    assert told == []
    ended("朝の取り込み", at(10), RunStatus.STOPPED)
    for one in (looking, second, looking):
        one.look(at(10, 5))
    assert len(told) == 1
    assert "「朝の取り込み」が 3 回" in told[0][0]
    assert told[0][1].count("画面が違います。") == 3
    ended("朝の取り込み", at(11), RunStatus.FINISHED)
    looking.look(at(11, 5))
    assert not Schedule.objects.get().alerted
    for hour in (12, 13, 14):
        ended("朝の取り込み", at(hour), None, OrderState.REFUSED)
    looking.look(at(14, 5))
    assert len(told) == 2


def test_what_a_person_cancelled_or_has_to_check_is_no_failure() -> None:
    keep("a", "平日 9:00")
    told: Told = []
    ended("a", at(8), RunStatus.FAILED)
    ended("a", at(9), None, OrderState.CANCELLED)
    ended("a", at(10), RunStatus.WAITING)
    ended("a", at(11), RunStatus.FAILED)
    alerts(told, after=2).look(at(12))
    assert told == []


def test_digest_of_the_day_is_sent_once_by_one_of_several() -> None:
    schedule = keep("a", "平日 9:00")
    ended("a", at(9), RunStatus.FINISHED)
    ended("a", at(10), RunStatus.FAILED)
    ended("a", at(11), None, OrderState.MISSED)
    Arrival.objects.create(
        schedule=schedule, digest="0" * 64, name="x.csv", path="x", taken=False, reason="空です。", arrived_at=at(12)
    )
    told: Told = []
    digests = [Digest(time(17, 30), lambda title, text: told.append((title, text))) for _dispatcher in range(2)]
    for now in (at(17, 29), at(17, 30), at(17, 31)):
        for digest in digests:
            digest.look(now)
    assert len(told) == 1
    title, text = told[0]
    assert "済み 1、職員待ち 0、失敗 1、見送り 1" in title
    assert all(words in text for words in ("画面が違います。", "x.csv: 空です。", "a: 3"))


def test_day_on_which_nothing_happened_is_no_news() -> None:
    told: Told = []
    Digest(time(17, 30), lambda title, text: told.append((title, text))).look(at(17, 30))
    assert told == []
