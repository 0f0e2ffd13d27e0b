"""The end of a sign-in, and the audit trail: chained, and nothing goes on without it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from tests.console.conftest import ROOT, Console, environment

SETTINGS = """
[console]
idle_minutes = 0.05
longest_hours = 0.004
"""
_IDLE_S = 3.0
_LONGEST_S = 14.4


@contextmanager
def store_of(console: Console) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(console.workspace / ".dxrobot/dxrobot.sqlite3")) as store:
        yield store
        store.commit()


def entries(console: Console) -> list[dict[str, Any]]:
    with store_of(console) as store:
        rows = store.execute("SELECT payload FROM console_auditentry ORDER BY sequence").fetchall()
    return [json.loads(row[0]) for row in rows]


def first_damage(console: Console) -> int | None:
    code = (
        "import sys; from pathlib import Path; from tests.console.seed import opened; opened(Path(sys.argv[1]));"
        "from dxrobot.console.audit import first_damage; print(first_damage())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(console.workspace)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    return None if told == "None" else int(told)


def test_who_does_nothing_is_signed_out_and_what_the_page_asks_by_itself_is_nothing(console: Console) -> None:
    visitor = console.visitor()
    visitor.sign_in("staff")
    begun = time.monotonic()
    while "操作がなかったため" not in visitor.get("/today/runs/").text:
        assert time.monotonic() - begun < _IDLE_S * 4
        time.sleep(0.3)
    assert entries(console)[-1]["action"] == "sign_out.idle"


def test_who_works_on_stays_until_the_longest_time_is_over(console: Console) -> None:
    visitor = console.visitor()
    visitor.sign_in("manager")
    begun, stayed = time.monotonic(), 0.0
    while time.monotonic() - begun < _LONGEST_S + 4:
        if "サインイン" in visitor.get("/").text:
            break
        stayed = time.monotonic() - begun
        time.sleep(0.8)
    assert stayed > _IDLE_S * 2
    assert entries(console)[-1]["action"] == "sign_out.longest"


def test_what_is_looked_at_and_done_stands_in_the_trail_without_secrets(console: Console) -> None:
    visitor = console.visitor()
    visitor.sign_in("auditor")
    visitor.get("/runs/nothing/")
    last = entries(console)[-2:]
    assert [one["action"] for one in last] == ["sign_in", "run.view"]
    assert last[1] | {"at": ""} == {
        "at": "",
        "login": "auditor",
        "role": "auditor",
        "address": "127.0.0.1",
        "action": "run.view",
        "object": "nothing",
        "outcome": "failed",
        "detail": {},
    }
    console.visitor().sign_in("auditor", "a-wrong-password-9")
    with store_of(console) as store:
        assert not any("wrong-password" in line for line in store.iterdump())


def test_without_the_trail_nothing_is_shown_and_nothing_changed(console: Console) -> None:
    visitor = console.visitor()
    visitor.sign_in("leader")
    with store_of(console) as store:
        store.execute("ALTER TABLE console_auditentry RENAME TO gone")
    try:
        shown = visitor.get("/scenarios/")
        changed = visitor.post(
            "/password/", {"old": "mado-no-soto-3", "password": "atarashii-kagi-7", "again": "atarashii-kagi-7"}
        )
    finally:
        with store_of(console) as store:
            store.execute("ALTER TABLE gone RENAME TO console_auditentry")
    assert shown.status_code == 503
    assert "監査記録を書けないため" in shown.text
    assert changed.status_code == 503
    assert console.visitor().sign_in("leader").status_code == 302


def test_an_altered_trail_shows_where(console: Console) -> None:
    console.visitor().sign_in("office")
    assert first_damage(console) is None
    with store_of(console) as store:
        row = store.execute("SELECT sequence, payload FROM console_auditentry ORDER BY sequence LIMIT 1 OFFSET 1")
        sequence, payload = row.fetchone()
        forged = payload.replace('"outcome":"', '"outcome":"x')
        store.execute("UPDATE console_auditentry SET payload=? WHERE sequence=?", (forged, sequence))
    assert first_damage(console) == sequence
    with store_of(console) as store:
        store.execute("UPDATE console_auditentry SET payload=? WHERE sequence=?", (payload, sequence))
        last = store.execute("SELECT max(sequence) FROM console_auditentry").fetchone()[0]
        store.execute("CREATE TABLE kept AS SELECT * FROM console_auditentry WHERE sequence=?", (last,))
        store.execute("DELETE FROM console_auditentry WHERE sequence=?", (last,))
    assert first_damage(console) == last, "cut off at its end"
