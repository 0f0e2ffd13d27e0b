"""The tests of this folder see each kind of database: a file, and a real server started for them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from dxrobot.store.server import Server
from dxrobot.store.setup import open_store
from tests.store.fixtures import empty_store, ledger_entry, start_run, store
from tools.postgresql import MISSING, TemporaryServer, binaries, temporary_server

__all__ = ["empty_store", "ledger_entry", "start_run"]

sqlite_store = store
_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[TemporaryServer]:
    """One server a session."""
    if binaries() is None:
        pytest.skip(MISSING)
    with temporary_server() as running:
        yield running


def carry_out(server: TemporaryServer, statement: str) -> None:
    """A statement for the server itself."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture
def new_database(server: TemporaryServer) -> Iterator[Server]:
    """A database without tables."""
    name = f"new{next(_numbers)}"
    carry_out(server, f"CREATE DATABASE {name}")
    yield Server(server.url(name))
    connections.close_all()
    carry_out(server, f"DROP DATABASE {name} (FORCE)")


@pytest.fixture(scope="session")
def empty_database(server: TemporaryServer) -> str:
    """A database whose tables are made once, to be copied."""
    carry_out(server, "CREATE DATABASE empty")
    open_store(Server(server.url("empty")))
    connections.close_all()
    return "empty"


@pytest.fixture
def postgresql_store(server: TemporaryServer, empty_database: str) -> Iterator[Server]:
    name = f"store{next(_numbers)}"
    carry_out(server, f"CREATE DATABASE {name} TEMPLATE {empty_database} STRATEGY file_copy")
    place = Server(server.url(name))
    open_store(place)
    yield place
    connections.close_all()
    carry_out(server, f"DROP DATABASE {name} (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Path | Server:
    """An empty store of either kind."""
    opened: Path | Server = request.getfixturevalue(f"{request.param}_store")
    return opened
