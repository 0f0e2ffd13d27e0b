"""The site's SQLite file: 接種記録, without any unique key but the row's number."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from dxrobot.sample_site import clock
from dxrobot.sample_site.kenko.register import CLINICS, RESIDENTS, VACCINES

COLUMNS: Mapping[str, str] = {
    "resident_no": "対象者番号",
    "vaccine": "ワクチン",
    "dose": "回数",
    "outcome": "接種区分",
    "given_on": "接種日",
    "reason": "見合わせ理由",
    "lot_no": "ロット番号",
    "amount_ml": "接種量",
    "clinic": "医療機関",
}
_BUSY_TIMEOUT_S = 20
_MIGRATED_BY = "ikou"
_WEEKS = 9


@dataclass(frozen=True, slots=True)
class Database:
    """The records of ``path``; saving one takes ``slow_save_s`` seconds, whether or not the browser waits for it."""

    path: Path
    slow_save_s: float

    def prepare(self) -> None:
        """Make the table, with the first doses of the eldest children, unless it exists."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'vaccination'").fetchone():
                names = [*COLUMNS, "created_at", "created_by"]
                columns = ", ".join(f"{name} TEXT NOT NULL DEFAULT ''" for name in names)
                connection.execute(f"CREATE TABLE vaccination (id INTEGER PRIMARY KEY AUTOINCREMENT, {columns})")
                for values in _first_doses():
                    _insert(connection, values, _MIGRATED_BY)

    def save(self, values: Mapping[str, str], user: str) -> str:
        """Add a record; its 記録番号. The same record again is another record."""
        time.sleep(self.slow_save_s)
        with self._open() as connection:
            return record_no(_insert(connection, values, user))

    def search(self, resident_no: str) -> list[dict[str, str]]:
        """The records of one child, or of all, the newest first."""
        statement = "SELECT * FROM vaccination WHERE ? IN ('', resident_no) ORDER BY id DESC"
        with self._open() as connection:
            rows = [dict(row) for row in connection.execute(statement, (resident_no,))]
        return [{**row, "record_no": record_no(row["id"])} for row in rows]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=_BUSY_TIMEOUT_S)
        connection.row_factory = sqlite3.Row
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def record_no(row_id: int) -> str:
    """記録番号 of a row."""
    return f"Y{row_id:07}"


def _insert(connection: sqlite3.Connection, values: Mapping[str, str], user: str) -> int:
    names = [*COLUMNS, "created_at", "created_by"]
    row = [*(values.get(name, "") for name in COLUMNS), f"{clock.now():%Y-%m-%d %H:%M:%S}", user]
    statement = f"INSERT INTO vaccination ({', '.join(names)}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608
    return connection.execute(statement, row).lastrowid or 0


def _first_doses() -> Iterator[Mapping[str, str]]:
    for number, resident in enumerate(list(RESIDENTS.values())[:24]):
        yield {
            "resident_no": resident.number,
            "vaccine": VACCINES[number % 2],
            "dose": "1回目",
            "outcome": "接種",
            "given_on": (resident.born_on + timedelta(weeks=_WEEKS)).isoformat(),
            "lot_no": f"MH{101 + number}",
            "amount_ml": "0.5",
            "clinic": CLINICS[number % len(CLINICS)],
        }
