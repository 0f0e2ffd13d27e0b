"""What a run may still do that lost its order: nothing that others would do again."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from dxrobot.items import IntentState, ItemState, Mode, OrderState, RunStatus
from dxrobot.runner.decision import Decision, decide, decide_after_probe
from dxrobot.store.journal import Journal
from dxrobot.store.models import Order, Run
from dxrobot.store.orders import Lease, OrderLost, put_back, renew, settle, take_back
from dxrobot.store.placing import NewItem
from dxrobot.store.taking import Taker, claim
from tests.store.fixtures import DEAD_PID, KEY, VALUES

HERE, THERE = Taker("here", "here", ("default",)), Taker("there", "there", ("default",))


@pytest.fixture
def order(store: object) -> Order:
    return Order.objects.create(scenario="entry", mode="production", queue="default", requested_at=timezone.now())


def taken(order: Order, taker: Taker) -> Lease:
    lease = claim(order.pk, taker)
    assert lease is not None
    return lease


def expire() -> None:
    Order.objects.update(lease_until=Now() - timedelta(seconds=1))


def start(lease: Lease, pid: int = DEAD_PID) -> Journal:
    return Journal.start(
        name="a", scenario="entry", job="x", mode=Mode.PRODUCTION, definition_hash="0" * 64, pid=pid, lease=lease
    )


def overtake(order: Order, how: str = "elsewhere") -> Journal:
    """Take the order's run over from another machine, or from a dead process of this one."""
    expire()
    order.refresh_from_db()
    assert take_back(order, "gone")
    if how == "elsewhere":
        Run.objects.update(host="there")
    journal = Journal.resume(Run.objects.get(), DEAD_PID, {}, taken(order, HERE))
    assert journal is not None
    return journal


def test_nothing_is_sent_once_the_lease_has_run_out_though_nobody_has_taken_the_order_yet(order: Order) -> None:
    lease = taken(order, THERE)
    journal = start(lease)
    record = journal.claim(KEY, "d")
    expire()
    assert not journal.submitting(record, VALUES)
    assert renew(lease), "nobody else has it: it may be held again"
    assert journal.submitting(record, VALUES)


@pytest.mark.parametrize("how", ["elsewhere", "here"])
def test_overtaken_run_sends_nothing_and_the_next_attempt_does(order: Order, how: str) -> None:
    frozen = start(taken(order, THERE))
    reserved = frozen.claim(KEY, "d")
    successor = overtake(order, how)
    assert not frozen.submitting(reserved, VALUES)
    found = successor.claim(KEY, "d")
    gone = how == "here"
    assert (found.ours, successor.overtook(found)) == (gone, not gone)
    decision = decide(found, "d", holder_dead=gone, overtaken=not gone)
    assert decision is (Decision.ENTER if gone else Decision.TAKE_OVER)
    ours = found if gone else successor.take_over(found, "d")
    assert ours is not None
    assert successor.submitting(ours, VALUES)


def test_record_in_doubt_of_a_run_that_may_live_elsewhere_is_never_entered_again(order: Order) -> None:
    frozen = start(taken(order, THERE))
    assert frozen.submitting(frozen.claim(KEY, "d"), VALUES)
    successor = overtake(order)
    found = successor.claim(KEY, "d")
    assert decide(found, "d", holder_dead=False, overtaken=successor.overtook(found)) is Decision.PROBE
    given_up = decide_after_probe(found, "d", found=False, holder_dead=False, settled=False)
    assert given_up is Decision.UNKNOWN
    third = overtake(order, "here")
    assert third.overtook(third.claim(KEY, "d")), "the first may still live, whatever became of the second"


def test_overtaken_run_changes_nothing_that_its_successor_has_written(order: Order) -> None:
    frozen = start(taken(order, THERE))
    frozen.place_items([NewItem("request:100", "row 1")])
    successor = overtake(order)
    successor.settle_item(1, ItemState.DONE, "", 1.0)
    frozen.settle_item(1, ItemState.SYSTEM_ERROR, "late", 1.0)
    frozen.finish(RunStatus.FAILED, "late")
    assert successor.item_states() == [ItemState.DONE]
    assert Run.objects.get().status == RunStatus.RUNNING


def test_run_does_not_begin_for_an_order_that_somebody_else_has(order: Order) -> None:
    lost = taken(order, THERE)
    expire()
    order.refresh_from_db()
    assert take_back(order, "gone")
    taken(order, HERE)
    with pytest.raises(OrderLost):
        start(lost)
    assert not Run.objects.exists()
    assert (renew(lost), settle(lost, OrderState.ENDED), put_back(lost, "")) == (False, False, False)


def test_run_of_another_machine_is_not_continued_without_its_order(order: Order) -> None:
    start(taken(order, THERE))
    Run.objects.update(host="there")
    assert Journal.resume(Run.objects.get(), os.getpid(), {}) is None
    assert Journal.resume(Run.objects.get(), os.getpid(), {}, Lease(order.pk, 7)) is None


def test_records_entered_before_the_run_was_overtaken_stay_entered(order: Order) -> None:
    first = start(taken(order, THERE))
    entered = first.claim(KEY, "d")
    first.submitting(entered, VALUES)
    first.settle_intent(entered, IntentState.DONE)
    found = overtake(order).claim(KEY, "d")
    assert decide(found, "d", holder_dead=False, overtaken=True) is Decision.ALREADY_DONE
