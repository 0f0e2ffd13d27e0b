"""Stores of earlier versions are brought up to date without losing what they know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from dxrobot.store.configure import sqlite_database
from dxrobot.store.models import EnteredValue, Item
from dxrobot.store.setup import open_store


@pytest.fixture
def first_version(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "dxrobot.sqlite3"
    connections.close_all()
    connections["default"].settings_dict.update(sqlite_database(path))
    MigrationExecutor(connection).migrate([("store", "0001_initial")])
    yield path
    connections.close_all()


def test_items_that_were_counted_and_values_that_were_entered_stay_so(first_version: Path) -> None:
    before = MigrationExecutor(connection).loader.project_state([("store", "0001_initial")]).apps
    run, item, intent, value, row = (
        before.get_model("store", name) for name in ("Run", "Item", "Intent", "EnteredValue", "LedgerRow")
    )
    counted, cut_off = (run.objects.create(name=name, started_at=timezone.now()) for name in ("counted", "cut_off"))
    row.objects.create(sequence=1, run=counted, payload="{}")
    for held in (counted, cut_off):
        item.objects.create(run=held, ordinal=1, key=held.name, state="done")
    entry = intent.objects.create(run=counted, attempt=3, item_key="counted")
    value.objects.create(intent=entry, parameter="number", value="100")
    open_store(first_version)
    assert dict(Item.objects.values_list("key", "counted")) == {"counted": True, "cut_off": False}
    assert EnteredValue.objects.get().attempt == 3
