"""An order whose child still loads is held by its worker, and by nobody else once the child has begun."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from dxrobot.app.seeing_to import Supervision
from dxrobot.queue.children import Child
from dxrobot.store.models import Order
from dxrobot.store.orders import Lease, place, renew
from dxrobot.store.taking import Taker, claim


@pytest.fixture
def child() -> Iterator[Child]:
    """A process that says nothing, as one that loads."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True)
    made = Child(process)
    yield made
    made.end()


def taken(order: Order) -> Lease:
    place(order)
    lease = claim(order.pk, Taker("pc", "here", (order.queue,)))
    assert lease is not None
    return lease


def held_until(lease: Lease) -> datetime:
    until = Order.objects.get(pk=lease.order).lease_until
    assert until is not None
    return until


def nearly_run_out(lease: Lease) -> None:
    Order.objects.filter(pk=lease.order).update(lease_until=timezone.now() + timedelta(seconds=1))


def test_a_child_that_loads_does_not_lose_its_order(store: Any, new_order: Callable[..., Order], child: Child) -> None:
    lease = taken(new_order())
    nearly_run_out(lease)
    supervision = Supervision(child, lease, lambda: False)
    supervision._look()
    supervision._renewed_at -= 60  # as if that were a minute ago
    supervision._look()
    assert held_until(lease) > timezone.now() + timedelta(seconds=10)


def test_a_child_that_has_begun_holds_its_order_alone(
    store: Any, new_order: Callable[..., Order], child: Child
) -> None:
    lease = taken(new_order())
    supervision = Supervision(child, lease, lambda: False)
    supervision._look()
    assert renew(lease)  # the child begins
    supervision._look()
    nearly_run_out(lease)  # it is frozen
    supervision._renewed_at -= 60
    supervision._look()
    assert held_until(lease) < timezone.now() + timedelta(seconds=2)


def test_a_child_that_never_begins_loses_its_order_at_last(
    store: Any, new_order: Callable[..., Order], child: Child
) -> None:
    lease = taken(new_order())
    nearly_run_out(lease)
    supervision = Supervision(child, lease, lambda: False)
    supervision._look()
    supervision._began -= 600
    supervision._renewed_at -= 600
    supervision._look()
    assert held_until(lease) < timezone.now() + timedelta(seconds=2)
