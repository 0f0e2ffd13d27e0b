"""Copies of a workspace at work, and workspaces made of them."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections

from dxrobot.app.backup import MANIFEST, STORE, make_backup, read_backup
from dxrobot.app.restoring import restore
from dxrobot.app.unfinished_copies import forget_unfinished, places
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.items import Mode
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.settings import StoreSettings
from dxrobot.store import ledger_rows
from dxrobot.store.journal import Journal

Entry = Callable[..., LedgerEntry]


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    open_workspace(workspace)
    (workspace.private / "console_key").write_text("secret")
    workspace.ledger.mkdir()
    (workspace.ledger / "kpi.csv").write_text("KPI", encoding="utf-8")
    return workspace


def write_entry(name: str, entry: Entry) -> None:
    journal = Journal.start(name=name, scenario="entry", job="j", mode=Mode.PRODUCTION, definition_hash="0", pid=1)
    ledger_rows.append(journal.run, entry(run=name))


@contextmanager
def somebody_writes(entry: Entry) -> Iterator[Callable[[], int]]:
    """Entries are written without a pause; hands out how many there are."""
    ended, written = threading.Event(), [0]

    def write() -> None:
        while not ended.is_set():
            write_entry(f"run{written[0]}", entry)
            written[0] += 1
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield lambda: written[0]
    finally:
        ended.set()
        writer.join()


def test_a_copy_made_while_others_write_is_whole(opened: Workspace, tmp_path: Path, ledger_entry: Entry) -> None:
    for number in range(20):
        write_entry(f"early{number}", ledger_entry)
    with somebody_writes(ledger_entry) as written:
        before = written()
        made = [make_backup(opened, tmp_path / f"copy{number}.zip") for number in range(3)]
        while written() == before:
            pass
    assert 20 <= made[0].ledger_length <= made[1].ledger_length <= made[2].ledger_length
    workspace, told = restore(made[2].path, tmp_path / "again")
    assert ledger_rows.end() == (told.ledger_length, told.ledger_hash)
    assert (workspace.root / "scenarios").is_dir()
    assert workspace.store.stat().st_mode & 0o777 == 0o600
    assert not (workspace.private / "console_key").exists()


def test_an_altered_copy_is_refused_and_nothing_of_it_stays(opened: Workspace, tmp_path: Path) -> None:
    copy = make_backup(opened, tmp_path / "copy.zip").path
    altered = tmp_path / "altered.zip"
    with zipfile.ZipFile(copy) as source, zipfile.ZipFile(altered, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content + b" " if name == "ledger/kpi.csv" else content)
    with pytest.raises(InputError, match=r"kpi\.csv"):
        restore(altered, tmp_path / "again")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(copy.read_bytes()[:-200])
    with pytest.raises(InputError, match="読めません"):
        restore(cut, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_copy_whose_ledger_was_altered_with_its_hash_is_refused(
    opened: Workspace, tmp_path: Path, ledger_entry: Entry
) -> None:
    write_entry("run", ledger_entry)
    copy, forged = make_backup(opened, tmp_path / "copy.zip").path, tmp_path / "forged.zip"
    with zipfile.ZipFile(copy) as archive:
        archive.extractall(tmp_path / "inside")
    store = tmp_path / "inside" / STORE
    with sqlite3.connect(store) as opened_copy:
        opened_copy.execute("UPDATE store_ledgerrow SET payload = replace(payload, '\"job\"', '\"jab\"')")
    told = json.loads((tmp_path / "inside" / MANIFEST).read_text(encoding="utf-8"))
    told["files"][STORE] = hashlib.sha256(store.read_bytes()).hexdigest()
    (tmp_path / "inside" / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    with zipfile.ZipFile(forged, "w") as archive:
        for path in filter(Path.is_file, (tmp_path / "inside").rglob("*")):
            archive.write(path, path.relative_to(tmp_path / "inside"))
    folder = tmp_path / "again"
    folder.mkdir()
    with pytest.raises(InputError, match="書き換えられて"):
        restore(forged, folder)
    assert list(folder.iterdir()) == []


def test_no_file_comes_to_lie_outside(opened: Workspace, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    told = {
        "dxrobot_backup": 1,
        "made_at": "2026-11-28T12:00:00+09:00",
        "ledger_length": 0,
        "ledger_hash": "0" * 64,
        "files": {"../outside": hashlib.sha256(b"x").hexdigest()},
    }
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("../outside", b"x")
        archive.writestr(MANIFEST, json.dumps(told))
    with pytest.raises(InputError, match="外を指す"):
        restore(bad, tmp_path / "deep" / "again")
    assert not (tmp_path / "deep" / "outside").exists()


def test_nothing_is_written_over(opened: Workspace, tmp_path: Path) -> None:
    copy = make_backup(opened, tmp_path / "copy.zip").path
    with pytest.raises(InputError, match="もうあります"):
        make_backup(opened, copy)
    with pytest.raises(InputError, match="空でない"):
        restore(copy, opened.root)
    assert read_backup(copy).files >= 3
    assert not list(opened.private.glob(".backup-*"))


def test_what_a_killed_backup_left_is_gone_with_the_next_one_and_nothing_else(
    opened: Workspace, tmp_path: Path
) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    with places(opened, tmp_path / "copy.zip") as (folder, beside):
        assert forget_unfinished(opened, tmp_path) == [], "what this process is at is left alone"
        assert folder.is_dir()
    left = [path.with_name(path.name.replace(f"-{os.getpid()}-", f"-{dead.pid}-")) for path in (folder, beside)]
    at_work = folder.with_name(folder.name.replace(f"-{os.getpid()}-", f"-{os.getppid()}-"))
    another = replace(opened, root=tmp_path / "another")
    another.private.mkdir(parents=True)
    with places(another, tmp_path / "copy.zip") as (_folder, anothers):
        of_others = anothers.with_name(anothers.name.replace(f"-{os.getpid()}-", f"-{dead.pid}-"))
    for one in (left[0], at_work):
        one.mkdir()
        (one / "store").write_text("everything", encoding="utf-8")
    for one in (left[1], of_others):
        one.write_text("everything", encoding="utf-8")
    make_backup(opened, tmp_path / "copy.zip")
    assert not any(path.exists() for path in left)
    assert (at_work / "store").exists()
    assert of_others.exists()


def test_a_server_s_data_are_copied_by_its_own_tools(opened: Workspace, tmp_path: Path) -> None:
    store = StoreSettings(url="postgresql://db.example.lg.jp/dxrobot")
    away = replace(opened, settings=opened.settings.model_copy(update={"store": store}))
    with pytest.raises(InputError, match="pg_dump"):
        make_backup(away, tmp_path / "copy.zip")
