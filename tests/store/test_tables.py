from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, connections

from dxrobot.errors import InputError
from dxrobot.ledger.chain import verify
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.store.answers import SettledField, answers_for, keep_answers
from dxrobot.store.approvals import ApprovalRecord, is_approved, keep_approval
from dxrobot.store.journal import Journal
from dxrobot.store.ledger_rows import append, entries, links
from dxrobot.store.models import Approval, LedgerRow
from dxrobot.store.server import Server
from dxrobot.store.setup import open_store

Start = Callable[..., Journal]
Entry = Callable[..., LedgerEntry]
ANSWER = SettledField("digest", 1, "name", "山田 太郎", "職員A")


def test_migrations_are_complete(store: object) -> None:
    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)


@pytest.mark.usefixtures("sqlite_store")
def test_store_survives_a_crash_at_any_moment() -> None:
    with connection.cursor() as cursor:
        pragmas = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 20_000}


def test_new_store_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "private" / "dxrobot.sqlite3"
    open_store(path)
    connections.close_all()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_process_can_switch_to_another_store(store: Path | Server, start_run: Start, tmp_path: Path) -> None:
    append_to = start_run("a")
    open_store(tmp_path / "other.sqlite3")
    assert start_run("a").run.pk == 1
    open_store(store)
    assert append_to.run.__class__.objects.count() == 1


@pytest.mark.parametrize("content", [b"not a database, but long enough to look at" * 30, None])
def test_file_that_is_no_store_is_refused_in_words(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.sqlite3"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(InputError, match="保管場所"):
        open_store(path)
    connections.close_all()


def test_answer_is_found_by_scan_page_and_field(start_run: Start) -> None:
    run = start_run("a").run
    keep_answers(
        run, [ANSWER, replace(ANSWER, field="checked", value=False), replace(ANSWER, field="blank", value=None)]
    )
    assert {name: answer.value for name, answer in answers_for("digest", 1).items()} == {
        "name": "山田 太郎",
        "checked": False,
        "blank": None,
    }
    assert answers_for("digest", 2) == answers_for("other", 1) == {}


def test_later_answer_replaces_the_earlier_one(start_run: Start) -> None:
    keep_answers(start_run("a").run, [ANSWER])
    keep_answers(start_run("b").run, [replace(ANSWER, value="山田 太朗", settled_by="職員B")])
    assert answers_for("digest", 1)["name"] == replace(ANSWER, value="山田 太朗", settled_by="職員B")


def test_approval_is_for_one_exact_version(store: object) -> None:
    keep_approval(ApprovalRecord("entry", "1" * 64, "甲", "乙", date(2026, 4, 1)))
    keep_approval(ApprovalRecord("entry", "1" * 64, "甲", "丙", date(2026, 5, 1)))
    assert is_approved("entry", "1" * 64)
    assert not is_approved("entry", "2" * 64)
    assert not is_approved("other", "1" * 64)
    assert [row.approved_by for row in Approval.objects.all()] == ["乙"]


def test_ledger_entries_come_back_in_their_order_as_they_were(start_run: Start, ledger_entry: Entry) -> None:
    written = [ledger_entry(run=name, items_confirmed=items) for name, items in (("a", 3), ("b", 4))]
    for entry in written:
        append(start_run(entry.run).run, entry)
    assert list(entries()) == written
    assert verify(links()) is None


def test_run_has_one_ledger_entry(start_run: Start, ledger_entry: Entry) -> None:
    run = start_run("a").run
    append(run, ledger_entry(run="a"))
    with pytest.raises(IntegrityError):
        append(run, ledger_entry(run="a"))
    assert [row.sequence for row in LedgerRow.objects.all()] == [1]


def test_altered_row_shows(start_run: Start, ledger_entry: Entry) -> None:
    for name in ("a", "b", "c"):
        append(start_run(name).run, ledger_entry(run=name))
    row = LedgerRow.objects.get(sequence=2)
    LedgerRow.objects.filter(sequence=2).update(payload=row.payload.replace('"b"', '"x"'))
    assert "2 番目" in str(verify(links()))


def test_removed_row_shows(start_run: Start, ledger_entry: Entry) -> None:
    for name in ("a", "b", "c"):
        append(start_run(name).run, ledger_entry(run=name))
    LedgerRow.objects.filter(sequence=2).delete()
    assert "2 番目" in str(verify(links()))


def test_entries_appended_at_once_form_one_chain(start_run: Start, ledger_entry: Entry) -> None:
    runs = [start_run(str(number)).run for number in range(6)]

    def add(number: int) -> None:
        append(runs[number], ledger_entry(run=str(number)))
        connections.close_all()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.sequence for row in LedgerRow.objects.order_by("sequence")] == [1, 2, 3, 4, 5, 6]
    assert verify(links()) is None
