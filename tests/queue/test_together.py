"""A worker and a dispatcher on threads of one process, as the console has them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from dxrobot.app.schedules import NewSchedule, add_schedule
from dxrobot.app.together import Together
from dxrobot.app.working import Post
from dxrobot.items import OrderState
from dxrobot.store.models import Order, Schedule, Worker
from tests.queue.shift import until
from tools.prove.city import NOTE, WAIT, City, open_city

POST = Post("pc", ("default",), at_once=2)


@pytest.fixture
def city(tmp_path: Path, sqlite_store: Path) -> Iterator[City]:
    yield open_city(tmp_path / "city")
    connections.close_all()


def let_be_due() -> None:
    Schedule.objects.update(next_fire_at=timezone.now().replace(second=0, microsecond=0))


def note_has_ended() -> bool:
    return Order.objects.filter(scenario=NOTE, state=OrderState.ENDED).exists()


def test_what_is_due_is_ordered_and_carried_out_and_a_run_in_hand_is_waited_for(city: City) -> None:
    add_schedule(city.workspace, NewSchedule("毎分", NOTE, "cron * * * * *", inputs={"number": ["1"]}))
    let_be_due()
    waiting = city.order(WAIT, path=str(city.workspace.root / "go"))
    told: list[str] = []
    with Together(city.workspace, POST, told.append) as together:
        until(note_has_ended)
        until(lambda: Order.objects.filter(pk=waiting.pk, run__isnull=False).exists())
        together.drain()
        assert not together.working
        assert not together.over
        (city.workspace.root / "go").write_text("今")
    assert together.over
    waiting.refresh_from_db()
    assert waiting.state == OrderState.ENDED
    assert told == []
    assert {thread.name for thread in threading.enumerate()}.isdisjoint({"worker", "worker-beat"})


def test_worker_that_must_not_begin_says_why_and_the_schedules_are_looked_after_all_the_same(city: City) -> None:
    add_schedule(city.workspace, NewSchedule("毎分", NOTE, "cron * * * * *", inputs={"number": ["1"]}))
    told: list[str] = []
    with Together(city.workspace, POST, told.append):
        until(lambda: Worker.objects.exists())
        with Together(city.workspace, POST, told.append) as second:
            until(lambda: bool(told))
            assert second.over
        assert "同じ名前のワーカー「pc」" in told[0]
        let_be_due()
        until(note_has_ended)
