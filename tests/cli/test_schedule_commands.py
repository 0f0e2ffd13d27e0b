"""``dxrobot schedule``: what people type, and what they are told."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from dxrobot.config import Workspace
from dxrobot.items import OrderState
from dxrobot.japanese.wareki import JAPAN
from dxrobot.store.models import Order, Schedule
from tests.cli.conftest import Said

Dxrobot = Callable[..., Said]
SCENARIO = """\
scenario: utsushi
title: 表の写し
description: 表を読むだけです。
job: {name: 写し, department: 総務課, owner: 係長, phase: 試行}
baseline:
  - {minutes_per_item: 1, source: estimated, valid_from: 2026-04-01}
assumptions:
  prepare_minutes_per_batch: 0
  review_seconds_per_field: 0
  correct_seconds_per_field: 0
  exception_minutes_per_item: 0
  recovery_minutes_per_item: 0
  basis: 試験
inputs:
  hyo: {type: file, title: 表}
steps:
  - write_csv:
      file: out.csv
      columns: [名前]
      rows: "{{ [{'名前': hyo}] }}"
"""


@pytest.fixture
def city(workspace: Workspace) -> Workspace:
    (workspace.scenarios / "utsushi.yaml").write_text(SCENARIO, encoding="utf-8")
    return workspace


@pytest.fixture
def said(city: Workspace, dxrobot: Dxrobot) -> Callable[..., Any]:
    """What a command answers as JSON."""

    def run(*arguments: str) -> Any:
        done = dxrobot("schedule", *arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


ADD = ("add", "asa", "--scenario", "utsushi", "-i", "hyo=a.csv", "--rule", "平日 8時半")


def test_next_of_a_rule_needs_neither_workspace_nor_store(dxrobot: Dxrobot, tmp_path: Path) -> None:
    arguments = ("schedule", "next", "--rule", "毎月最終開庁日 8:30", "--from", "2025-12-01", "-n", "3")
    done = dxrobot(*arguments, "--json", cwd=tmp_path)
    assert [fire["fire_at"] for fire in json.loads(done.stdout)["fires"]] == [
        "2025-12-26T08:30:00+09:00",
        "2026-01-30T08:30:00+09:00",
        "2026-02-27T08:30:00+09:00",
    ]
    assert "2025-12-26(金) 08:30" in dxrobot(*arguments, cwd=tmp_path).stdout
    assert not list(tmp_path.rglob("*.sqlite3"))


def test_next_of_a_rule_in_a_workspace_knows_its_calendar(city: Workspace, said: Callable[..., Any]) -> None:
    (city.root / "city.csv").write_text("日付,名前\n2025-12-26,大掃除\n", encoding="utf-8")
    assert [day["date"] for day in said("calendar", "city.csv")["added"]] == ["2025-12-26"]
    fires = said("next", "--rule", "毎月最終開庁日 8:30", "--from", "2025-12-01", "-n", "1")["fires"]
    assert fires[0]["fire_at"] == "2025-12-25T08:30:00+09:00"
    assert said("calendar", "--year", "2025")["open_days"] == 241


def test_sentence_that_is_not_understood_is_answered_with_what_is_near(dxrobot: Dxrobot, tmp_path: Path) -> None:
    done = dxrobot("schedule", "next", "--rule", "毎月第3回庁日 8:30", cwd=tmp_path)
    assert done.returncode == 2
    assert "「毎月第3回庁日」が分かりません。「毎月第3開庁日 8:30」ではありませんか。" in done.stderr


def test_schedule_is_made_listed_paused_skipped_and_removed(said: Callable[..., Any], dxrobot: Dxrobot) -> None:
    made = said(*ADD)
    assert (made["rule"], made["mode"], made["on_missed"], made["last"]) == ("平日 8:30", "trial", "last", None)
    first, second = (fire["fire_at"] for fire in said("next", "asa", "-n", "2")["fires"])
    assert made["next_fire_at"] == first
    assert said("skip", "asa")["fire_at"] == first
    assert [bool(fire["remark"]) for fire in said("next", "asa", "-n", "2")["fires"]] == [True, False]
    assert said("skip", "asa", "--at", second[:16].replace("T", " "))["fire_at"] == second
    assert said("skip", "asa", "--undo")["fire_at"] == first
    assert said("pause", "asa")["paused"]
    assert said("list")[0]["next_fire_at"] is None
    assert "停止中" in dxrobot("schedule", "list").stdout
    resumed = said("resume", "asa")
    assert (resumed["paused"], resumed["next_fire_at"], resumed["skips"]) == (False, first, [second])
    assert said("remove", "asa")["removed"]
    assert said("list") == []


def test_run_now_places_an_order_beside_the_times(said: Callable[..., Any]) -> None:
    said(*ADD)
    order = said("run-now", "asa", "-i", "hyo=b.csv")
    assert (order["schedule"], order["fire_at"], order["state"]) == ("asa", None, "waiting")
    assert [Path(path).name for path in Order.objects.get().inputs["hyo"]] == ["b.csv"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("add", "x", "--scenario", "utsush", "--rule", "平日 9:00"), "utsushi"),
        (("add", "x", "--scenario", "utsushi", "--rule", "平日 9:00"), "-i hyo="),
        (("add", "x", "--scenario", "utsushi", "-i", "hyo=a", "--rule", "毎週土曜 9:00"), "一度も動きません"),
        (("add", "x", "--scenario", "utsushi", "-i", "hyo=a", "--rule", "2020-04-01 9:00"), "一度も動きません"),
        (("add", "x", "--scenario", "utsushi", "-i", "hyo=a", "--rule", "cron 0 0 30 2 *"), "一度も動きません"),
        (("add", "x", "--scenario", "utsushi", "--rule", "フォルダー /no/such に置かれたら"), "見えません"),
        (("add", "x", "--scenario", "utsushi", "--rule", "フォルダー 受付 に置かれたら"), "どこから見た場所"),
        (
            ("add", "x", "--scenario", "utsushi", "-i", "hyo=a", "--rule", "シナリオ utsushi が終わったら"),
            "同じシナリオ",
        ),
        (
            ("add", "x", "--scenario", "utsushi", "-i", "hyo=a", "--rule", "平日 9:00", "--window", "12:00-13:00"),
            "時間帯",
        ),
        (("add", " ", "--scenario", "utsushi", "-i", "hyo=a", "--rule", "平日 9:00"), "名前がありません"),
        (("next", "asaa"), "asa"),
        (("skip", "asa", "--at", "2026-04-01 9:00"), "その日時には動きません"),
        (("skip", "asa", "--undo"), "とばすことにした回はありません"),
        (("next", "asa", "--from", "2026-02-30"), "2026-02-30"),
        ((*ADD,), "もうあります"),
    ],
)
def test_bad_input_is_answered_with_its_remedy(
    said: Callable[..., Any], dxrobot: Dxrobot, arguments: tuple[str, ...], why: str
) -> None:
    said(*ADD)
    done = dxrobot("schedule", *arguments)
    assert (done.returncode, why in done.stderr) == (2, True), done.stderr
    assert list(Schedule.objects.values_list("name", flat=True)) == ["asa"]


def test_moment_in_a_blackout_is_shown_as_such_and_one_that_never_fits_is_refused(
    city: Workspace, said: Callable[..., Any], dxrobot: Dxrobot
) -> None:
    toml = city.root / "dxrobot.toml"
    blackout = '[[blackouts]]\nname = "昼休み"\nwhen = "毎日 12:00から13:00"\n'
    toml.write_text(f"{toml.read_text(encoding='utf-8')}\n{blackout}", encoding="utf-8")
    said(*ADD[:-1], "平日 8:30・12:15")
    remarks = [fire["remark"] for fire in said("next", "asa", "-n", "2")["fires"]]
    assert sorted("昼休み" in (remark or "") for remark in remarks) == [False, True]
    done = dxrobot("schedule", "add", "hiru", "--scenario", "utsushi", "-i", "hyo=a", "--rule", "平日 12:15")
    assert (done.returncode, "昼休み" in done.stderr) == (2, True)


def test_dispatcher_places_what_is_due_and_records_why_a_broken_scenario_was_not_run(
    city: Workspace, said: Callable[..., Any], dxrobot: Dxrobot
) -> None:
    said(*ADD)
    (city.scenarios / "broken.yaml").write_text(SCENARIO.replace("utsushi", "broken"), encoding="utf-8")
    said("add", "yoru", "--scenario", "broken", *ADD[4:])
    (city.scenarios / "broken.yaml").write_text("scenario: broken\n", encoding="utf-8")
    now = datetime.now(JAPAN).replace(second=0, microsecond=0)
    rule = {"kind": "cron", "line": "* * * * *", "on_closed": "run"}
    Schedule.objects.update(rule=rule, next_fire_at=now - timedelta(minutes=1))
    assert json.loads(dxrobot("dispatcher", "--once", "--json").stdout) == {"placed": 1}
    assert Order.objects.get(schedule="asa", state=OrderState.WAITING).fire_at
    assert "broken.yaml:1" in Order.objects.get(schedule="yoru", state=OrderState.REFUSED).reason


@pytest.mark.parametrize("command", ["worker", "dispatcher"])
def test_file_that_is_put_into_the_folder_is_run_without_anybody(
    city: Workspace, said: Callable[..., Any], tmp_path: Path, command: str
) -> None:
    folder = tmp_path / "受付"
    folder.mkdir()
    said("add", "uketsuke", "--scenario", "utsushi", "--rule", f"フォルダー {folder} に csv が置かれたら")
    (folder / "a.csv").write_text("a", encoding="utf-8")
    code = "from dxrobot.cli import main; main()"
    # A worker carries the order out as well.
    wanted = OrderState.ENDED if command == "worker" else OrderState.WAITING
    with subprocess.Popen([sys.executable, "-c", code, command], cwd=city.root, stderr=subprocess.PIPE) as working:
        for _try in range(600):
            if Order.objects.filter(schedule="uketsuke", state=wanted).exists():
                break
            sleep(0.1)
        working.send_signal(signal.SIGTERM)
        said_last = working.communicate(timeout=60)[1].decode()
    assert (working.returncode, Order.objects.get().state, "見張り" in said_last) == (0, wanted, True), said_last
