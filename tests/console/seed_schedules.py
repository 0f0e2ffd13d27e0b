"""Schedules of two departments for the tests of the console: in words, with blackouts, clashes and scripts in names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dxrobot.app.schedules import NewSchedule, add_schedule
from dxrobot.calendar_files.days import CityDay
from dxrobot.calendar_files.table import write_table
from dxrobot.config import Workspace
from dxrobot.items import Mode
from dxrobot.schedule.due import OnMissed
from tests.console.seed import DEPARTMENT, OTHER_DEPARTMENT

SCRIPT = "<script>document.title='x'</script>"
OWN, OTHER = "koso_nyuryoku", "zei_nyuryoku"
_SCENARIO = """scenario: {name}
title: {title}
description: 一覧を読みます。
job: {{name: {title}, department: {department}, owner: 係, phase: 試行}}
baseline: [{{minutes_per_item: 5, source: estimated, valid_from: 2026-04-01, note: 見本}}]
assumptions: {{prepare_minutes_per_batch: 1, review_seconds_per_field: 0, correct_seconds_per_field: 0,
  exception_minutes_per_item: 1, recovery_minutes_per_item: 1, basis: 見本}}
robots: [zeimu]
inputs:
  orders: {{type: file, title: 依頼の表, required: false}}
  day: {{type: date, title: 基準日, required: false}}
  kind: {{type: choice, title: 区分, choices: [新規, 変更], required: false}}
  memo: {{type: text, title: 備考, required: false}}
steps:
  - read_rows: {{file: "{{{{ orders }}}}"}}
    as: rows
"""
_SETTINGS = """
[[robots.zeimu.blackouts]]
name = "夜間バックアップ"
when = "毎日 22:00から翌6:00"
"""


def definitions(workspace: Workspace) -> None:
    """A scenario of each department that signs in to the same system, and when that must be left alone."""
    for name, title, department in ((OWN, "児童手当の入力", DEPARTMENT), (OTHER, "税の入力", OTHER_DEPARTMENT)):
        text = _SCENARIO.format(name=name, title=title, department=department)
        (workspace.scenarios / f"{name}.yaml").write_text(text, encoding="utf-8")
    with (workspace.root / "dxrobot.toml").open("a", encoding="utf-8") as file:
        file.write(_SETTINGS)
    robot = (workspace.robots / "kenko.yaml").read_text(encoding="utf-8").replace("robot: kenko", "robot: mado")
    (workspace.robots / "mado.yaml").write_text(robot, encoding="utf-8")
    today = datetime.now(UTC).date()
    write_table(workspace.root / "calendar.csv", [CityDay(today.replace(day=3), False, f"庁舎の停電{SCRIPT}")])


def schedules(workspace: Workspace) -> None:
    """Some schedules of both departments, made long ago."""
    definitions(workspace)
    wanted = (
        NewSchedule(name="朝の入力", scenario=OWN, words="毎日 8:30", minutes=30),
        NewSchedule(name=f"印のある入力{SCRIPT}", scenario=OWN, words="開庁日 8:45", minutes=30, by=SCRIPT),
        NewSchedule(name="夜の入力", scenario=OWN, words="毎日 21:45・12:00", minutes=30, on_missed=OnMissed.ALL),
        NewSchedule(name="隣の課の入力", scenario=OTHER, words="毎日 8:40", minutes=30),
        NewSchedule(name="くり返し", scenario=OWN, words="毎日 9:00から17:00まで60分ごと", minutes=5, mode=Mode.DRY),
    )
    for one in wanted:
        kept = add_schedule(workspace, one)
        type(kept).objects.filter(pk=kept.pk).update(created_at=datetime.now(UTC) - timedelta(days=60))
