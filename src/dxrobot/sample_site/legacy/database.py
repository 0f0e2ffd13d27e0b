"""The site's SQLite file: one table a kind of record, without any unique key but the row's number."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dxrobot.sample_site import clock
from dxrobot.sample_site.legacy.records import KINDS, Kind
from dxrobot.sample_site.legacy.seeds import seeds

Record = Mapping[str, str]

_BUSY_TIMEOUT_S = 20
_MIGRATED_BY = "ikou"
"""Who entered what was there before: the migration from the system before this one."""


@dataclass(frozen=True, slots=True)
class Database:
    """The records of ``path``; saving one takes ``slow_save_s`` seconds, whether or not the browser waits for it."""

    path: Path
    slow_save_s: float

    def prepare(self) -> None:
        """Make the tables, with what was there before, unless they exist."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            # Readers such as a witness of a test must never see the file locked.
            connection.execute("PRAGMA journal_mode = WAL")
            for kind in KINDS:
                known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (kind.table,)).fetchone()
                if not known:
                    connection.execute(f"CREATE TABLE {kind.table} ({', '.join(_definition(kind))})")
                    for values in seeds(kind.name):
                        _insert(connection, kind, values, _MIGRATED_BY)

    def save(self, kind: Kind, values: Record, user: str) -> str:
        """Add a record; its 受付番号. The same record again is another record."""
        time.sleep(self.slow_save_s)
        with self._open() as connection:
            return _insert(connection, kind, values, user)

    def search(self, kind: Kind, words: Record) -> list[Record]:
        """The records whose searched columns hold the words, the newest first."""
        used = {name: words[name] for name in kind.searched if words.get(name)}
        conditions = "".join(f" AND instr({name}, ?) > 0" for name in used)
        # Names of tables and columns are the site's own; what people type is bound.
        statement = f"SELECT * FROM {kind.table} WHERE 1 = 1{conditions} ORDER BY id DESC"  # noqa: S608
        with self._open() as connection:
            return [dict(row) for row in connection.execute(statement, tuple(used.values()))]

    def record(self, kind: Kind, receipt_no: str) -> Record | None:
        """The record with this 受付番号."""
        with self._open() as connection:
            statement = f"SELECT * FROM {kind.table} WHERE receipt_no = ?"  # noqa: S608
            row = connection.execute(statement, (receipt_no,)).fetchone()
        return dict(row) if row else None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=_BUSY_TIMEOUT_S)
        connection.row_factory = sqlite3.Row
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def _definition(kind: Kind) -> list[str]:
    names = ["receipt_no", *(column.name for column in kind.columns), "created_at", "created_by"]
    return ["id INTEGER PRIMARY KEY AUTOINCREMENT", *(f"{name} TEXT NOT NULL DEFAULT ''" for name in names)]


def _insert(connection: sqlite3.Connection, kind: Kind, values: Record, user: str) -> str:
    names = [column.name for column in kind.columns]
    row = [*(values.get(name, "") for name in names), f"{clock.now():%Y-%m-%d %H:%M:%S}", user]
    places = ", ".join("?" * len(row))
    columns = ", ".join([*names, "created_at", "created_by"])
    added = connection.execute(f"INSERT INTO {kind.table} ({columns}) VALUES ({places})", row)  # noqa: S608
    receipt_no = f"{kind.letter}{added.lastrowid:08}"
    connection.execute(f"UPDATE {kind.table} SET receipt_no = ? WHERE id = ?", (receipt_no, added.lastrowid))  # noqa: S608
    return receipt_no
