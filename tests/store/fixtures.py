"""A store of its own for one test, and runs that hold a pen in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connections

from dxrobot.items import Mode
from dxrobot.ledger.baseline import Baseline
from dxrobot.ledger.entry import FinishedRun, LedgerEntry, settle_entry
from dxrobot.ledger.human import NO_HUMAN_MINUTES
from dxrobot.store import configure  # noqa: F401  (Django is configured before any model is imported)
from dxrobot.store.claims import Entered, IntentKey
from dxrobot.store.journal import Journal
from dxrobot.store.server import Server
from dxrobot.store.setup import open_store

KEY = IntentKey(Mode.PRODUCTION, "kosodate.register", "request:100", "1")
VALUES = (
    Entered("number", "番号", "100", "", ()),
    Entered("name", "氏名", "山田 太郎", "name", ({"file": "a.pdf", "page": 1, "text": "山田太朗"},)),
)
DEAD_PID = 2**22 + 1
"""No process has this number: it lies above the highest that Linux gives out."""


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose tables are made once, to be copied."""
    path = tmp_path_factory.mktemp("store") / "dxrobot.sqlite3"
    open_store(path)
    connections.close_all()
    return path


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "private" / "dxrobot.sqlite3"
    path.parent.mkdir(mode=0o700)
    shutil.copy(empty_store, path)
    open_store(path)
    yield path
    connections.close_all()


def place_of(address: str) -> Path | Server:
    """Where a store is, from a word for it that another process can be given."""
    return Server(address) if address.startswith("postgresql:") else Path(address)


def address_of(place: Path | Server) -> str:
    """That word."""
    return place.url if isinstance(place, Server) else str(place)


@pytest.fixture
def start_run(store: object) -> Callable[..., Journal]:
    def start(name: str, *, pid: int = DEAD_PID, mode: Mode = Mode.PRODUCTION) -> Journal:
        return Journal.start(
            name=name, scenario="entry", job="請求書の入力", mode=mode, definition_hash="0" * 64, pid=pid
        )

    return start


@pytest.fixture
def ledger_entry() -> Callable[..., LedgerEntry]:
    baseline = Baseline.model_validate({"minutes_per_item": "6", "source": "estimated", "valid_from": date(2026, 4, 1)})
    run = FinishedRun(
        run="a",
        job="請求書の入力",
        department="窓口課",
        scenario="entry",
        phase="本番",
        mode=Mode.PRODUCTION,
        day=date(2026, 6, 1),
        items_done=3,
        robot_seconds=Decimal("12.3"),
    )
    entry = settle_entry(run, baseline, NO_HUMAN_MINUTES, 3000)
    return lambda **changes: replace(entry, **changes)
