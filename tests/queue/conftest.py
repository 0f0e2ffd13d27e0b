"""The tests of this folder see every engine on every database that it works on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from dxrobot.queue.embedded import EmbeddedEngine
from dxrobot.queue.engine import Engine
from dxrobot.queue.procrastinate_engine import ProcrastinateEngine, make_tables
from dxrobot.store.models import Order
from tests.queue.shift import LIMITS
from tests.store.conftest import empty_database, new_database, postgresql_store, server, sqlite_store
from tests.store.fixtures import empty_store, start_run

__all__ = ["empty_database", "empty_store", "new_database", "postgresql_store", "server", "sqlite_store", "start_run"]


@pytest.fixture(params=["embedded-sqlite", "embedded-postgresql", "procrastinate-postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine on an empty store."""
    kind, database = request.param.split("-")
    request.getfixturevalue(f"{database}_store")
    if kind == "embedded":
        return EmbeddedEngine()
    make_tables()
    return ProcrastinateEngine(LIMITS)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(f"{request.param}_store")


@pytest.fixture
def new_order() -> Callable[..., Order]:
    def make(scenario: str = "a", **wanted: Any) -> Order:
        given = {"mode": "trial", "queue": "default", "requested_at": timezone.now(), **wanted}
        return Order(scenario=scenario, **given)

    return make
