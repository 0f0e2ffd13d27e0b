"""Runs that are killed, cancelled, resumed, corrected and settled, as people type it, with real processes."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from dxrobot.app.sample_site import SampleSite, sample_site
from dxrobot.cli.boundary import run_command_line
from dxrobot.store.setup import close_store
from dxrobot.vault import KEY_VARIABLE
from tools.prove import witness
from tools.prove.office import SCENARIO, Office, open_office


@pytest.fixture(scope="module")
def slow_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleSite]:
    """One that leaves time to do something to a run."""
    with sample_site(tmp_path_factory.mktemp("slow"), slow_save_s=2.0) as running:
        yield running


@pytest.fixture
def office(site: SampleSite, tmp_path: Path) -> Office:
    return open_office(tmp_path, site, records=3, chance=random.Random(str(tmp_path)))


@dataclass(frozen=True)
class Typed(Office):
    """An office whose commands run in this process, where the test is about what they do: each saves a start."""

    capture: pytest.CaptureFixture[str]

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        self.capture.readouterr()
        status = run_command_line(arguments)
        return subprocess.CompletedProcess(arguments, status, *self.capture.readouterr())


@pytest.fixture
def desk_office(office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Typed]:
    monkeypatch.chdir(office.root)
    monkeypatch.setenv(KEY_VARIABLE, office.environment[KEY_VARIABLE])
    yield Typed(office.root, office.rows, office.environment, capsys)
    close_store()


@pytest.fixture
def slow_office(slow_site: SampleSite, tmp_path: Path) -> Office:
    return open_office(tmp_path, slow_site, records=5, chance=random.Random(str(tmp_path)))


@pytest.fixture
def at_work(slow_office: Office) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a run and waits until it has entered something."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        started.append(slow_office.start(*slow_office.new_run()))
        deadline = time.monotonic() + 240
        while not slow_office.journal("SELECT id FROM store_item WHERE state = 'done'") and time.monotonic() < deadline:
            time.sleep(0.05)
        return started[-1]

    yield start
    for process in started:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """With all that it has started: what lives on would hold its pipes open."""
    family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.kill()
    for child in family:
        with suppress(psutil.NoSuchProcess):
            child.kill()
    process.communicate()


def result(finished: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert finished.stdout, finished.stderr
    return json.loads(finished.stdout)


def name(office: Office) -> str:
    """The newest run's."""
    return office.journal("SELECT name FROM store_run ORDER BY id DESC LIMIT 1")[0][0]


def confirmed(office: Office) -> list[int]:
    payloads = office.journal("SELECT payload FROM store_ledgerrow ORDER BY sequence")
    return [json.loads(payload)["items_confirmed"] for (payload,) in payloads]


def keys(office: Office) -> list[str]:
    with office.rows.open(encoding="utf-8", newline="") as file:
        return [row["整理番号"] for row in csv.DictReader(file)]


def change(office: Office, statement: str) -> None:
    with closing(sqlite3.connect(office.root / ".dxrobot" / "dxrobot.sqlite3")) as connection, connection:
        connection.execute(statement)


def standing(site: SampleSite, office: Office) -> list[int]:
    """How often each row stands in the site."""
    held = [row["reference_no"] for row in site.records("madoguchi_residentcertificaterequest")]
    return [held.count(key) for key in keys(office)]


def test_killed_run_is_told_truly_and_resumed_with_each_item_counted_once(
    slow_office: Office, slow_site: SampleSite, at_work: Callable[[], subprocess.Popen[str]]
) -> None:
    office, site, process = slow_office, slow_site, at_work()
    refused = office.call("run", "--resume", name(office))
    assert (refused.returncode, "まだ動いています" in refused.stderr) == (2, True)
    (driver,) = psutil.Process(process.pid).children()
    driver.suspend()  # it outlives its runner, and could still send when it wakes
    process.send_signal(signal.SIGKILL)
    process.wait()
    (cut_off,) = office.runs()
    assert (cut_off["status"], cut_off["interrupted"]) == ("running", True)
    ended = result(office.call("run", "--resume", cut_off["run"], "--json"))
    assert (ended["run"], ended["status"], ended["items"]["done"]) == (cut_off["run"], "finished", 5)
    assert standing(site, office) == [1] * 5
    assert confirmed(office) == [5]
    again = office.call("run", "--resume", cut_off["run"])
    assert (again.returncode, "すべての件が済んでいます" in again.stderr) == (2, True)


@pytest.mark.parametrize("how", ["cancel", "ctrl_c"])
def test_run_asked_to_stop_ends_after_the_item_in_hand_and_goes_on_later(
    slow_office: Office, slow_site: SampleSite, at_work: Callable[[], subprocess.Popen[str]], how: str
) -> None:
    office, site, process = slow_office, slow_site, at_work()
    if how == "cancel":
        assert office.call("cancel", name(office)).returncode == 0
    else:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everything that was started hears it
    output, errors = process.communicate(timeout=240)
    assert output, (process.returncode, errors)
    stopped = json.loads(output)
    assert stopped["status"] == "cancelled"
    assert stopped["items"]["pending"] + stopped["items"]["done"] == 5
    assert stopped["items"]["pending"] > 0
    ended = result(office.call("run", "--resume", name(office), "--json"))
    assert ended["items"]["done"] == 5
    assert standing(site, office) == [1] * 5
    assert sum(confirmed(office)) == 5


def test_corrected_row_goes_to_a_person_and_is_entered_again_on_purpose(desk_office: Typed, site: SampleSite) -> None:
    office = desk_office
    first = result(office.call(*office.new_run()))
    assert first["items"]["done"] == 3
    key = keys(office)[0]
    office.rows.write_text(office.rows.read_text("utf-8").replace("見本 一太郎", "見本 直太郎"), "utf-8")
    differs = result(office.call(*office.new_run()))
    assert (differs["items"]["business_error"], differs["items"]["skipped"]) == (1, 2)
    unexplained = office.call(*office.new_run(), "--again", key)
    assert "--reason" in unexplained.stderr
    corrected = result(office.call(*office.new_run(), "--again", key, "--reason", "氏名の誤り", "--by", "窓口 花子"))
    assert (corrected["items"]["done"], corrected["items"]["skipped"]) == (1, 2)
    assert standing(site, office) == [2, 1, 1]
    names = office.journal(
        "SELECT attempt, value FROM store_enteredvalue WHERE value LIKE '見本 _太郎' ORDER BY attempt"
    )
    assert (1, "見本 一太郎") in names
    assert (2, "見本 直太郎") in names
    assert office.journal("SELECT decided_by, reason FROM store_ruling") == [("窓口 花子", "氏名の誤り")]
    once_more = result(office.call(*office.new_run()))
    assert once_more["items"]["skipped"] == 3


def test_item_in_doubt_is_closed_by_a_person(desk_office: Typed, site: SampleSite) -> None:
    office = desk_office
    run = result(office.call(*office.new_run()))["run"]
    there, gone = keys(office)[:2]
    change(office, f"UPDATE store_item SET state = 'unknown', counted = 0 WHERE key IN ('{there}', '{gone}')")
    change(office, f"UPDATE store_intent SET state = 'unknown' WHERE item_key IN ('{there}', '{gone}')")
    with closing(sqlite3.connect(site.database)) as connection, connection:
        connection.execute("DELETE FROM madoguchi_residentcertificaterequest WHERE reference_no = ?", (gone,))
    why = ("--by", "窓口 花子", "--reason", "一覧で確かめた")
    assert office.call("settle", run, there, "--there", *why).returncode == 0
    assert office.call("settle", run, there, "--there", *why).returncode == 2
    assert office.call("settle", run, gone, "--not-there", *why).returncode == 0
    assert confirmed(office) == [3, 1, 0]
    ended = result(office.call("run", "--resume", run, "--json"))
    assert (ended["status"], ended["items"]["done"]) == ("finished", 3)
    assert standing(site, office) == [1] * 3
    assert witness.testify(site.database, office.rows).missing == ()


def test_two_runs_with_one_login_wait_for_each_other(office: Office, site: SampleSite, tmp_path: Path) -> None:
    robot = office.root / "robots" / "shomei.yaml"
    robot.write_text(
        robot.read_text("utf-8").replace("credentials: shomei\n", "credentials: shomei\none_login: true\n"), "utf-8"
    )
    assert office.call("approve", SCENARIO, "--author", "証明 太郎", "--by", "証明 花子").returncode == 0
    other = tmp_path / "other.csv"
    other.write_text("整理番号,氏名\n99999991,見本 次郎\n99999992,見本 三郎\n", "utf-8")
    runs = [
        office.start(*office.new_run()),
        office.start("run", SCENARIO, "-i", f"rows={other}", "--production", "--json"),
    ]
    told = [run.communicate(timeout=240) for run in runs]
    assert [json.loads(output)["status"] for output, _errors in told] == ["finished", "finished"]
    assert sum("終わるのを待ちます" in errors for _output, errors in told) == 1
    assert standing(site, office) == [1] * 3
    order = [run for (run,) in office.journal("SELECT run_id FROM store_intent ORDER BY submitted_at")]
    assert order in (sorted(order), sorted(order, reverse=True))
    assert office.journal("SELECT * FROM store_lock") == []
