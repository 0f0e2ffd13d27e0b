"""A child that is slow to begin: its worker holds the order for it, until it does so itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from dxrobot.app import seeing_to
from dxrobot.app.seeing_to import Loading
from dxrobot.store.models import Order
from dxrobot.store.orders import LEASE_S, place, renew
from dxrobot.store.taking import Taker, claim


def test_order_is_held_for_a_child_that_is_still_loading_and_left_to_one_that_has_begun(
    store: object, new_order: Callable[..., Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeing_to, "RENEW_EVERY_S", 0)
    order = new_order()
    place(order)
    lease = claim(order.pk, Taker("w", "pc", ("default",)))
    assert lease is not None
    Order.objects.update(lease_until=Now() + timedelta(seconds=1))
    order.refresh_from_db()
    loading = Loading(lease)
    assert loading.hold(order) is loading
    assert Order.objects.filter(lease_until__gt=Now() + timedelta(seconds=LEASE_S / 2)).exists()
    order.refresh_from_db()
    assert loading.hold(order) is loading, "it was the worker itself that renewed"
    assert renew(lease)
    order.refresh_from_db()
    assert loading.hold(order) is None


def test_child_that_does_not_begin_at_all_loses_its_order(
    store: object, new_order: Callable[..., Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeing_to, "_LOADED_AFTER_S", -1)
    order = new_order()
    place(order)
    lease = claim(order.pk, Taker("w", "pc", ("default",)))
    assert lease is not None
    order.refresh_from_db()
    assert Loading(lease).hold(order) is None
