"""Idle workers on a server: one of them listens, and whoever has its hands full leaves that to the next."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from dxrobot.items import OrderState
from dxrobot.queue.embedded import EmbeddedEngine
from dxrobot.queue.engine import Engine
from dxrobot.queue.lookout import PLACE
from dxrobot.queue.procrastinate_engine import ProcrastinateEngine, make_tables
from dxrobot.store.models import Order
from dxrobot.store.orders import Lease, settle
from dxrobot.store.statements import rows_of
from tests.queue.shift import LIMITS, TestShift, until

_ALL_GONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(params=["embedded", "procrastinate"])
def engine(request: pytest.FixtureRequest, postgresql_store: object) -> Engine:
    make_tables()
    return EmbeddedEngine() if request.param == "embedded" else ProcrastinateEngine(LIMITS)


def places() -> list[bool]:
    """Of each worker that has the lookout's place or queues up for it, whether it has it."""
    return [has for (has,) in rows_of("SELECT granted FROM pg_locks WHERE classid = %s ORDER BY 1", [PLACE])]


def test_one_idle_worker_looks_out_and_leaves_the_place_when_its_hands_are_full(
    engine: Engine, new_order: Callable[..., Order]
) -> None:
    release = threading.Event()

    def wait(lease: Lease) -> None:
        release.wait(60)
        settle(lease, OrderState.ENDED)

    with TestShift(name="a", work=wait).at_work(engine), TestShift(name="b", work=wait).at_work(engine):
        until(lambda: places() == [False, True])
        engine.submit(new_order())
        until(lambda: places() == [True])
        engine.submit(new_order())
        until(lambda: places() == [])
        assert set(Order.objects.values_list("state", flat=True)) == {OrderState.RUNNING}
        release.set()
        until(lambda: places() == [False, True])


def test_a_free_hand_goes_on_after_the_server_was_away_though_the_other_is_busy(
    engine: Engine, new_order: Callable[..., Order]
) -> None:
    begun, release = threading.Event(), threading.Event()

    def work(lease: Lease) -> None:
        if Order.objects.get(id=lease.order).scenario == "long":
            begun.set()
            release.wait(60)
            connections.close_all()  # that of this thread is gone
        settle(lease, OrderState.ENDED)

    def state(scenario: str) -> str:
        return Order.objects.get(scenario=scenario).state

    with TestShift(at_once=2, work=work).at_work(engine):
        engine.submit(new_order("long"))
        assert begun.wait(60)
        rows_of(_ALL_GONE, [])
        engine.submit(new_order("short"))
        until(lambda: state("short") == OrderState.ENDED, 30)
        assert state("long") == OrderState.RUNNING
        release.set()
        until(lambda: state("long") == OrderState.ENDED)
