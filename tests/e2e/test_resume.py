"""Runs that are killed, cancelled, resumed, corrected and settled, as people type it.

What is killed or stopped, or waits for another, is a process of its own; every other command runs in this one: what is
tested is not its start.
"""

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


@dataclass(frozen=True)
class Typed(Office):
    """An office whose commands run in this process; ``start`` still makes one of its own."""

    capture: pytest.CaptureFixture[str]

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        self.capture.readouterr()
        status = run_command_line(arguments)
        return subprocess.CompletedProcess(arguments, status, *self.capture.readouterr())


Furnish = Callable[[SampleSite, int], Typed]


@pytest.fixture
def furnish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Furnish]:
    """Makes an office with so many rows at a site."""

    def make(site: SampleSite, records: int) -> Typed:
        made = open_office(tmp_path, site, records, chance=random.Random(str(tmp_path)))
        monkeypatch.chdir(made.root)
        monkeypatch.setenv(KEY_VARIABLE, made.environment[KEY_VARIABLE])
        return Typed(made.root, made.rows, made.environment, capsys)

    yield make
    close_store()


@pytest.fixture
def office(furnish: Furnish, site: SampleSite) -> Typed:
    return furnish(site, 2)


@pytest.fixture
def slow_office(furnish: Furnish, slow_site: SampleSite, request: pytest.FixtureRequest) -> Typed:
    return furnish(slow_site, request.param)


@pytest.fixture
def at_work(slow_office: Typed) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a run, or goes on with one, and waits until it has entered something."""
    started: list[subprocess.Popen[str]] = []

    def start(*command: str) -> subprocess.Popen[str]:
        before = entered(slow_office)
        started.append(slow_office.start(*(command or slow_office.new_run())))
        deadline = time.monotonic() + 240
        while entered(slow_office) == before and time.monotonic() < deadline:
            time.sleep(0.05)
        return started[-1]

    yield start
    for process in started:
        _end(process)


def entered(office: Office) -> int:
    return len(office.journal("SELECT id FROM store_item WHERE state = 'done'"))


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


@pytest.mark.parametrize("slow_office", [3], indirect=True)
def test_killed_run_is_told_truly_and_resumed_with_each_item_counted_once(
    slow_office: Typed, slow_site: SampleSite, at_work: Callable[..., subprocess.Popen[str]]
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
    assert (ended["run"], ended["status"], ended["items"]["done"]) == (cut_off["run"], "finished", 3)
    assert standing(site, office) == [1] * 3
    assert confirmed(office) == [3]
    again = office.call("run", "--resume", cut_off["run"])
    assert (again.returncode, "すべての件が済んでいます" in again.stderr) == (2, True)


@pytest.mark.parametrize("slow_office", [6], indirect=True)
def test_run_asked_to_stop_ends_after_the_item_in_hand_and_goes_on_later(
    slow_office: Typed, slow_site: SampleSite, at_work: Callable[..., subprocess.Popen[str]]
) -> None:
    office, site, process = slow_office, slow_site, at_work()
    assert office.call("cancel", name(office)).returncode == 0
    cancelled = stopped(process)
    process = at_work("run", "--resume", name(office), "--json")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everything that was started hears it
    interrupted = stopped(process)
    assert 0 < interrupted["pending"] < cancelled["pending"] < 6
    ended = result(office.call("run", "--resume", name(office), "--json"))
    assert ended["items"]["done"] == 6
    assert standing(site, office) == [1] * 6
    assert sum(confirmed(office)) == 6


def stopped(process: subprocess.Popen[str]) -> dict[str, int]:
    """The items of a run that ends as one that was asked to stop."""
    output, errors = process.communicate(timeout=240)
    assert output, (process.returncode, errors)
    told = json.loads(output)
    assert told["status"] == "cancelled"
    assert told["items"]["pending"] + told["items"]["done"] == 6
    return dict(told["items"])


def test_corrected_row_goes_to_a_person_and_is_entered_again_on_purpose(office: Typed, site: SampleSite) -> None:
    first = result(office.call(*office.new_run()))
    assert first["items"]["done"] == 2
    key = keys(office)[0]
    office.rows.write_text(office.rows.read_text("utf-8").replace("見本 一太郎", "見本 直太郎"), "utf-8")
    differs = result(office.call(*office.new_run()))
    assert (differs["items"]["business_error"], differs["items"]["skipped"]) == (1, 1)
    unexplained = office.call(*office.new_run(), "--again", key)
    assert "--reason" in unexplained.stderr
    corrected = result(office.call(*office.new_run(), "--again", key, "--reason", "氏名の誤り", "--by", "窓口 花子"))
    assert (corrected["items"]["done"], corrected["items"]["skipped"]) == (1, 1)
    assert standing(site, office) == [2, 1]
    names = office.journal(
        "SELECT attempt, value FROM store_enteredvalue WHERE value LIKE '見本 _太郎' ORDER BY attempt"
    )
    assert (1, "見本 一太郎") in names
    assert (2, "見本 直太郎") in names
    assert office.journal("SELECT decided_by, reason FROM store_ruling") == [("窓口 花子", "氏名の誤り")]
    once_more = result(office.call(*office.new_run()))
    assert once_more["items"]["skipped"] == 2


def test_item_in_doubt_is_closed_by_a_person(office: Typed, site: SampleSite) -> None:
    run = result(office.call(*office.new_run()))["run"]
    there, gone = keys(office)
    change(office, f"UPDATE store_item SET state = 'unknown', counted = 0 WHERE key IN ('{there}', '{gone}')")
    change(office, f"UPDATE store_intent SET state = 'unknown' WHERE item_key IN ('{there}', '{gone}')")
    with closing(sqlite3.connect(site.database)) as connection, connection:
        connection.execute("DELETE FROM madoguchi_residentcertificaterequest WHERE reference_no = ?", (gone,))
    why = ("--by", "窓口 花子", "--reason", "一覧で確かめた")
    assert office.call("settle", run, there, "--there", *why).returncode == 0
    assert office.call("settle", run, there, "--there", *why).returncode == 2
    assert office.call("settle", run, gone, "--not-there", *why).returncode == 0
    assert confirmed(office) == [2, 1, 0]
    ended = result(office.call("run", "--resume", run, "--json"))
    assert (ended["status"], ended["items"]["done"]) == ("finished", 2)
    assert standing(site, office) == [1] * 2
    assert witness.testify(site.database, office.rows).missing == ()


def test_two_runs_with_one_login_wait_for_each_other(office: Typed, site: SampleSite, tmp_path: Path) -> None:
    robot = office.root / "robots" / "shomei.yaml"
    robot.write_text(
        robot.read_text("utf-8").replace("credentials: shomei\n", "credentials: shomei\none_login: true\n"), "utf-8"
    )
    assert office.call("approve", SCENARIO, "--author", "証明 太郎", "--by", "証明 花子").returncode == 0
    other = tmp_path / "other.csv"
    other.write_text("整理番号,氏名\n99999991,見本 次郎\n", "utf-8")
    runs = [
        office.start(*office.new_run()),
        office.start("run", SCENARIO, "-i", f"rows={other}", "--production", "--json"),
    ]
    told = [run.communicate(timeout=240) for run in runs]
    assert [json.loads(output)["status"] for output, _errors in told] == ["finished", "finished"]
    assert sum("終わるのを待ちます" in errors for _output, errors in told) == 1
    assert standing(site, office) == [1] * 2
    order = [run for (run,) in office.journal("SELECT run_id FROM store_intent ORDER BY submitted_at")]
    assert order in (sorted(order), sorted(order, reverse=True))
    assert office.journal("SELECT * FROM store_lock") == []
