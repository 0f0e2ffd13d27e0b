"""Copies of the embedded store made while others write, and looking whether such a copy is whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger.chain import GENESIS, Break, Link, verify
from dxrobot.store.ledger_rows import HEAD

_PAGES_AT_ONCE = 2000
_PAUSE_S = 0.005


def copy_store(store: Path, target: Path) -> None:
    """Copy the SQLite file ``store`` to ``target`` as it stands at one moment, whoever writes meanwhile.

    SQLite's own online backup (sqlite.org/backup.html); what is in the WAL is in the copy.
    """
    try:
        with closing(sqlite3.connect(store, timeout=60)) as source, closing(sqlite3.connect(target)) as copy:
            # A transaction of one moment: otherwise the copy would begin again with every write of another process.
            source.execute("BEGIN")
            source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=_PAGES_AT_ONCE, sleep=_PAUSE_S)
            source.execute("ROLLBACK")
            # Alone in its file: whoever carries the copy away need not know of a WAL.
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise InputError(
            _("データベースを写せませんでした: {reason}").format(reason=error),
            _("ディスクの空きと、データの保管場所(.dxrobot)の権限を確かめてください。"),
        ) from error


def require_whole(copy: Path) -> None:
    """Raise :class:`InputError` unless every page of the SQLite file ``copy`` is sound."""
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as opened:
            found = opened.execute("PRAGMA quick_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise _broken() from error
    if found != ("ok",):
        raise _broken()


def _broken() -> InputError:
    return InputError(_("控えの中のデータベースが壊れています。"), _("別の控えを使ってください。"))


def sign_everybody_out(copy: Path) -> None:
    """Take the sign-ins out of ``copy``: who finds it must not go on as somebody who was at work."""
    with closing(sqlite3.connect(copy)) as opened:
        if _has_table(opened, "django_session"):
            opened.execute("DELETE FROM django_session")
            opened.commit()


def ledger_end(copy: Path) -> tuple[int, str]:
    """How many entries the ledger of ``copy`` has, and the hash of the newest: the one at work has gone on since."""
    with closing(sqlite3.connect(copy)) as opened:
        row = opened.execute("SELECT sequence, hash FROM store_ledgerhead WHERE id = ?", [HEAD]).fetchone()
    return (row[0], row[1]) if row else (0, GENESIS)


def trail_damage(copy: Path) -> Break | None:
    """The first place at which the console's audit trail in ``copy`` does not hold; None where there is no console."""
    with closing(sqlite3.connect(copy)) as opened:
        if not _has_table(opened, "console_auditentry"):
            return None
        rows = opened.execute("SELECT sequence, payload, previous_hash, hash FROM console_auditentry ORDER BY sequence")
        head = opened.execute("SELECT hash FROM console_audithead").fetchone()
        return verify((Link(*row) for row in rows), head[0] if head else GENESIS)


def _has_table(opened: sqlite3.Connection, name: str) -> bool:
    return opened.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", [name]).fetchone() is not None
