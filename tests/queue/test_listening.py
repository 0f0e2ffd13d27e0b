"""Idle workers on a server: one of them listens, and whoever has its hands full leaves that to the next."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from dxrobot.items import OrderState
from dxrobot.queue.embedded import EmbeddedEngine
from dxrobot.queue.engine import Engine
from dxrobot.queue.lookout import PLACE
from dxrobot.queue.procrastinate_engine import ProcrastinateEngine, make_tables
from dxrobot.store.models import Order
from dxrobot.store.orders import Lease, settle
from dxrobot.store.statements import rows_of
from tests.queue.shift import LIMITS, TestShift, until


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
