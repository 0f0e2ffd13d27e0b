"""What every engine does alike: the same tests see the embedded one and Procrastinate."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from dxrobot.items import OrderState
from dxrobot.queue.engine import BROWSER, Engine
from dxrobot.store.models import Order
from dxrobot.store.orders import Lease, miss_overdue, put_back, request_cancel, settle, take_back
from dxrobot.store.taking import Taker, claim
from tests.queue.shift import TestShift, until

NewOrder = Callable[..., Order]


def states() -> dict[str, str]:
    return dict(Order.objects.values_list("scenario", "state"))


def test_order_is_wanted_when_the_transaction_around_it_ends_well_and_not_otherwise(
    engine: Engine, new_order: NewOrder
) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        engine.submit(new_order("undone"))
        raise ZeroDivisionError
    engine.submit(new_order("done"))
    shift = TestShift()
    engine.work(shift, until_empty=True)
    assert (shift.done, states()) == (["done"], {"done": OrderState.ENDED})


def test_urgent_orders_come_first_then_the_old_ones(engine: Engine, new_order: NewOrder) -> None:
    for name, priority in (("old", 0), ("young", 0), ("later", -1), ("urgent", 5)):
        engine.submit(new_order(name, priority=priority))
    shift = TestShift()
    engine.work(shift, until_empty=True)
    assert shift.done == ["urgent", "old", "young", "later"]


def test_worker_takes_orders_of_its_queues_that_it_is_able_to_carry_out(engine: Engine, new_order: NewOrder) -> None:
    engine.submit(new_order("elsewhere", queue="lgwan"))
    engine.submit(new_order("screens", needs=[BROWSER]))
    engine.submit(new_order("files"))
    plain, able = TestShift(), TestShift("default", "lgwan", abilities=frozenset({BROWSER}))
    engine.work(plain, until_empty=True)
    assert plain.done == ["files"]
    engine.work(able, until_empty=True)
    assert sorted(able.done) == ["elsewhere", "screens"]


def test_as_many_run_at_once_as_worker_and_queue_have_room_for(engine: Engine, new_order: NewOrder) -> None:
    meeting = threading.Barrier(2)

    def meet(lease: Lease) -> None:
        meeting.wait(timeout=60)
        settle(lease, OrderState.ENDED)

    for name in "ab":
        engine.submit(new_order(name))
    wide = TestShift(at_once=2, work=meet)
    engine.work(wide, until_empty=True)
    assert sorted(wide.done) == ["a", "b"]
    for name in "cde":
        engine.submit(new_order(name, queue="narrow"))
    alone = threading.Lock()
    met: list[bool] = []

    def stand_alone(lease: Lease) -> None:
        met.append(first := alone.acquire(blocking=False))
        time.sleep(0.1)
        if first:
            alone.release()  # before the order ends: at its end the next one may begin
        settle(lease, OrderState.ENDED)

    narrow = TestShift("narrow", at_once=3, work=stand_alone)
    with narrow.at_work(engine):
        until(lambda: len(narrow.done) == 3)
    assert met == [True, True, True]


def test_order_waits_for_its_lock_while_others_go_on_and_then_gets_it(engine: Engine, new_order: NewOrder) -> None:
    release = threading.Event()

    def hold(lease: Lease) -> None:
        if Order.objects.get(id=lease.order).scenario == "first":
            assert release.wait(60)
        settle(lease, OrderState.ENDED)

    engine.submit(new_order("first", locks=["login"]))
    shift = TestShift(at_once=3, work=hold)
    with shift.at_work(engine):
        until(lambda: states()["first"] == OrderState.RUNNING)
        engine.submit(new_order("second", locks=["login", "other"]))
        engine.submit(new_order("third", locks=["other"]))
        engine.submit(new_order("free"))
        until(lambda: "free" in shift.done and "third" in shift.done)
        assert states()["second"] == OrderState.WAITING
        release.set()
        until(lambda: "second" in shift.done)


def test_cancelled_order_never_begins(engine: Engine, new_order: NewOrder) -> None:
    order = new_order("unwanted")
    engine.submit(order)
    assert request_cancel(order) is OrderState.CANCELLED
    engine.cancel(order)
    shift = TestShift()
    engine.work(shift, until_empty=True)
    assert (shift.done, states()) == ([], {"unwanted": OrderState.CANCELLED})


def test_order_put_back_comes_again_under_the_next_attempt(engine: Engine, new_order: NewOrder) -> None:
    attempts: list[int] = []

    def twice(lease: Lease) -> None:
        attempts.append(lease.attempt)
        assert put_back(lease, "later") if lease.attempt == 1 else settle(lease, OrderState.ENDED)

    engine.submit(new_order())
    shift = TestShift(work=twice)
    with shift.at_work(engine):
        until(lambda: len(shift.done) == 2)
    assert attempts == [1, 2]


def test_order_put_back_by_whoever_took_it_after_another_is_not_forgotten(engine: Engine, new_order: NewOrder) -> None:
    def once(lease: Lease) -> None:
        second = Order.objects.get(id=lease.order).scenario == "second"
        assert put_back(lease, "later", 60) if second and lease.attempt == 1 else settle(lease, OrderState.ENDED)

    for name in ("first", "second"):
        engine.submit(new_order(name))
    engine.work(TestShift(work=once), until_empty=True)
    assert states() == {"first": OrderState.ENDED, "second": OrderState.WAITING}
    Order.objects.update(not_before=None)
    engine.tidy()
    heir = TestShift(work=once)
    with heir.at_work(engine):
        until(lambda: heir.done == ["second"])


def test_order_of_a_dead_worker_goes_to_another_and_the_dead_one_has_no_say_any_more(
    engine: Engine, new_order: NewOrder
) -> None:
    order = new_order()
    engine.submit(order)
    lost = claim(order.pk, Taker("dead", "pc", ("default",)))
    assert lost is not None
    order.refresh_from_db()
    assert not take_back(order, "gone"), "its lease has not run out"
    Order.objects.update(lease_until=Now() - timedelta(seconds=1))
    assert take_back(order, "gone")
    engine.submit_again(order)
    shift = TestShift()
    with shift.at_work(engine):
        until(lambda: len(shift.done) == 1)
    assert not settle(lost, OrderState.REFUSED, "I thought it was mine")
    assert states() == {"a": OrderState.ENDED}


def test_order_taken_back_goes_before_those_that_came_later(engine: Engine, new_order: NewOrder) -> None:
    begun = new_order("begun")
    engine.submit(begun)
    engine.submit(new_order("later"))
    engine.submit(new_order("urgent", priority=1))
    assert claim(begun.pk, Taker("dead", "pc", ("default",)))
    Order.objects.update(lease_until=Now() - timedelta(seconds=1))
    begun.refresh_from_db()
    assert take_back(begun, "gone")
    begun.refresh_from_db()
    engine.submit_again(begun)
    shift = TestShift()
    engine.work(shift, until_empty=True)
    assert shift.done == ["urgent", "begun", "later"]


def test_order_that_is_too_late_is_missed_and_never_begins(engine: Engine, new_order: NewOrder) -> None:
    engine.submit(new_order(deadline_at=timezone.now() - timedelta(seconds=1)))
    shift = TestShift()
    engine.work(shift, until_empty=True)
    assert miss_overdue() == 1
    assert (shift.done, states()) == ([], {"a": OrderState.MISSED})
