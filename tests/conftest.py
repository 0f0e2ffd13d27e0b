"""The order of the tests: processes that begin with the long ones end together. And one store made for all of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from dxrobot.app import workspaces
from dxrobot.store.server import Server

LONG = (
    "tests/e2e/test_demo",
    "tests/docs/",
    "tests/e2e/",
    "tests/console/",
    "tests/ocr/",
    "tests/runner/test_dry",
    "tests/forms/",
    "tests/authoring/",
    "tests/sample_site/",
    "tests/actions/",
    "tests/browser/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((number for number, long in enumerate(LONG) if item.nodeid.startswith(long)), len(LONG))

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def ready_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """New workspaces get a copy of one store: its tables take longer to make than most tests.

    tests/store makes them each time, and so does every command with a process of its own.
    """
    ready = tmp_path_factory.mktemp("ready") / "dxrobot.sqlite3"

    def open_store(place: Path | Server) -> None:
        # Beside the journal of an earlier store, a copy would take it for its own.
        if isinstance(place, Path) and place.parent.is_dir() and not list(place.parent.glob(f"{place.name}*")):
            if not ready.exists():
                really_open(ready)
                connections.close_all()
            shutil.copyfile(ready, place)
        really_open(place)

    really_open = workspaces.open_store
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspaces, "open_store", open_store)
        yield
