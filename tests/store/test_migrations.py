"""Stores of earlier versions are brought up to date without losing what they know."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from dxrobot.errors import InputError
from dxrobot.store.models import EnteredValue, Item, LedgerHead, LedgerRow
from dxrobot.store.server import Server
from dxrobot.store.setup import connect, open_store
from tests.store.fixtures import address_of


@pytest.fixture(params=["sqlite", "postgresql"])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | Server]:
    """Where no store is yet."""
    yield tmp_path / "dxrobot.sqlite3" if request.param == "sqlite" else request.getfixturevalue("new_database")
    connections.close_all()


@pytest.fixture
def first_version(new_place: Path | Server) -> Path | Server:
    connect(new_place)
    steps().migrate([("store", "0001_initial")])
    return new_place


def steps() -> MigrationExecutor:
    """The way of a store that was made by an earlier version, step by step."""
    executor = MigrationExecutor(connection)
    executor.loader.replace_migrations = False
    executor.loader.build_graph()
    return executor


def test_new_store_is_as_one_that_came_step_by_step(new_place: Path | Server) -> None:
    connect(new_place)
    executor = steps()
    step_by_step = executor.loader.graph.leaf_nodes("store")[-1]  # the first leaf is the one that replaces them
    assert ("store", "0002_resume_locks_questions") in executor.loader.graph.forwards_plan(step_by_step)
    executor.migrate([step_by_step])
    came = tables()
    heads = list(LedgerHead.objects.values())
    executor.migrate([("store", None)])
    open_store(new_place)
    assert (tables(), list(LedgerHead.objects.values())) == (came, heads)


def tables() -> dict[str, object]:
    """Columns and rules of every table."""
    inspect = connection.introspection
    with connection.cursor() as cursor:
        names = sorted(name for name in inspect.table_names(cursor) if name.startswith("store_"))
        return {
            name: (
                sorted(str(column[:7]) for column in inspect.get_table_description(cursor, name)),
                sorted(
                    str((rule["columns"], rule["primary_key"], rule["unique"], rule["foreign_key"], rule["index"]))
                    for rule in inspect.get_constraints(cursor, name).values()
                ),
            )
            for name in names
        }


def test_items_that_were_counted_and_values_that_were_entered_stay_so(first_version: Path | Server) -> None:
    before = steps().loader.project_state([("store", "0001_initial")]).apps
    run, item, intent, value, row = (
        before.get_model("store", name) for name in ("Run", "Item", "Intent", "EnteredValue", "LedgerRow")
    )
    counted, cut_off = (run.objects.create(name=name, started_at=timezone.now()) for name in ("counted", "cut_off"))
    row.objects.create(sequence=1, run=counted, payload='{"day":"2027-03-31","fiscal_year":2026,"job":"a"}')
    damaged = run.objects.create(name="damaged", started_at=timezone.now())
    row.objects.create(sequence=2, run=damaged, payload="{}")
    for held in (counted, cut_off):
        item.objects.create(run=held, ordinal=1, key=held.name, state="done")
    entry = intent.objects.create(run=counted, attempt=3, item_key="counted")
    value.objects.create(intent=entry, parameter="number", value="100")
    open_store(first_version)
    assert dict(Item.objects.values_list("key", "counted")) == {"counted": True, "cut_off": False}
    assert EnteredValue.objects.get().attempt == 3
    years = dict(LedgerRow.objects.values_list("sequence", "fiscal_year"))
    assert years[1] == 2026
    assert not years[2], "what is no entry keeps nobody from opening the store"


def test_store_of_a_newer_version_is_refused_and_left_alone(store: Path | Server) -> None:
    MigrationRecorder(connection).record_applied("store", "9999_later")
    with pytest.raises(InputError, match="9999_later"):
        open_store(store)


_OPEN = """
import sys
from dxrobot.store.setup import open_store
from tests.store.fixtures import place_of
sys.stdin.readline()
open_store(place_of(sys.argv[1]))
"""


def test_machines_that_open_a_new_database_at_once_all_find_its_tables(new_database: Server) -> None:
    opening = [
        subprocess.Popen([sys.executable, "-c", _OPEN, address_of(new_database)], stdin=subprocess.PIPE)
        for _machine in range(3)
    ]
    for process in opening:
        process.communicate(b"\n", timeout=60)
    assert [process.returncode for process in opening] == [0, 0, 0]
