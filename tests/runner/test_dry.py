"""Dry runs against a site that saves whatever reaches it: everything is filled in, and the site stays as it was."""

from __future__ import annotations

import json
from typing import Any

import openpyxl
import pytest

from dxrobot.actions.pace import Choice, Pace, StepAhead
from dxrobot.actions.progress import Progress
from dxrobot.app.dry_workbook import DRY_WORKBOOK
from dxrobot.app.running import RunResult, run_scenario
from dxrobot.config import Workspace
from dxrobot.errors import ExitStatus, InputError
from dxrobot.items import Mode
from dxrobot.runner import batch
from dxrobot.runner.options import RunOptions
from dxrobot.store.models import EnteredValue, Intent
from tests.runner.saving_site import ROBOT, Site, running_site, saving_site, workspace

__all__ = ["running_site", "saving_site", "workspace"]

QUIET = Progress(lambda *_arguments: None)


def dry(workspace: Workspace, name: str = "entry", **options: Any) -> RunResult:
    return run_scenario(workspace, name, {}, Mode.DRY, QUIET, RunOptions(**options))


def test_everything_is_filled_in_and_nothing_reaches_the_site(workspace: Workspace, saving_site: Site) -> None:
    result = dry(workspace)
    assert (saving_site.records, saving_site.changes) == ({}, [])
    assert (result.items["pending"], result.exit_status) == (2, ExitStatus.SETTLED), result.left
    assert {item.reason for item in result.left} == {"入力できることを確かめました(登録はしていません)。"}
    assert saving_site.heard.count("GET /lookup/person") == 2, "listed as safe"
    assert not Intent.objects.exists()
    assert not EnteredValue.objects.exists()
    assert result.entry.saved_minutes == 0


def test_the_site_of_these_tests_does_save(workspace: Workspace, saving_site: Site) -> None:
    run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1))
    assert saving_site.records == {"100": "平田 竜吉"}
    assert {"POST /autosave", "POST /goodbye"} <= set(saving_site.changes)


def test_the_workbook_shows_every_value_the_pictures_and_what_was_not_sent(workspace: Workspace) -> None:
    result = dry(workspace, limit=1)
    path = result.evidence / DRY_WORKBOOK
    assert path.stat().st_mode & 0o777 == 0o600
    book = openpyxl.load_workbook(path)
    overview, record, stopped = book.worksheets[0], book.worksheets[1], book.worksheets[-1]
    texts = [str(cell.value) for row in overview.iter_rows() for cell in row if cell.value]
    assert {"100", "入力できます", "平田 竜吉", "確認者", "日付", "印"} <= set(texts)
    assert texts.count("未処理") == 1
    assert (overview.page_setup.orientation, overview.page_setup.paperSize) == ("landscape", 9)
    assert len(record._images) == 1
    listed = {(row[0].value, row[1].value) for row in stopped.iter_rows(min_row=5) if row[1].value}
    assert listed == {("POST", "/autosave")}
    assert "残り 1 件は処理していません" in result.message


def test_a_screen_behind_a_blocked_request_ends_the_item_there(workspace: Workspace, saving_site: Site) -> None:
    result = dry(workspace, "long_entry", limit=1)
    assert (saving_site.changes, result.items["system_error"], result.exit_status) == ([], 0, ExitStatus.SETTLED)
    assert "画面「登録(確認あり)」まで入力できる" in result.left[0].reason


def test_a_confirmation_screen_listed_as_safe_is_reached(workspace: Workspace, saving_site: Site) -> None:
    robot = workspace.robots / "desk.yaml"
    robot.write_text(
        ROBOT.replace("  - path: /lookup/*\n", "  - path: /lookup/*\n  - {method: POST, path: /confirm}\n")
    )
    result = dry(workspace, "long_entry", limit=2)
    assert [item.reason for item in result.left][:2] == ["入力できることを確かめました(登録はしていません)。"] * 2
    assert set(saving_site.changes) == {"POST /confirm"}


def test_a_button_that_is_gone_is_told_although_it_would_not_be_pressed(
    workspace: Workspace, saving_site: Site
) -> None:
    quiet = ROBOT.replace("  - path: /lookup/*\n", "  - path: /lookup/*\n  - {method: POST, path: /autosave}\n")
    (workspace.robots / "desk.yaml").write_text(quiet)
    saving_site.button = "申請する"
    result = dry(workspace, limit=1)
    assert (result.items["system_error"], saving_site.records) == (1, {})
    assert "登録する" in result.left[0].reason


def test_a_required_field_that_stays_empty_is_told_by_its_title(workspace: Workspace, saving_site: Site) -> None:
    saving_site.added = "<label>申告方法 <select required><option></option><option>窓口</option></select></label>"
    result = dry(workspace, limit=1)
    assert (result.items["business_error"], result.exit_status) == (1, ExitStatus.PERSON_NEEDED)
    assert result.left[0].reason.startswith("必須の項目が空のままです: 申告方法 ")


def test_a_record_that_is_there_already_is_told(workspace: Workspace, saving_site: Site) -> None:
    saving_site.records["101"] = "別の人"
    result = dry(workspace)
    assert (result.items["pending"], result.items["business_error"]) == (1, 1)
    assert result.exit_status is ExitStatus.PERSON_NEEDED


def test_a_record_that_dxrobot_has_entered_is_skipped(workspace: Workspace, saving_site: Site) -> None:
    run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1))
    before = json.dumps(saving_site.records)
    result = dry(workspace)
    assert (result.items["skipped"], result.items["pending"], json.dumps(saving_site.records)) == (1, 1, before)


def test_steps_after_a_record_that_is_there_have_what_it_returned_or_a_word_for_it(
    workspace: Workspace, saving_site: Site
) -> None:
    robot, scenario = workspace.robots / "desk.yaml", workspace.scenarios / "entry.yaml"
    run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1))
    returns = '    returns: {receipt: "R{{ number }}"}\n    probe: &probe\n'
    robot.write_text(ROBOT.replace("    probe: &probe\n", returns))
    later = """        as: saved
      - assert: {that: "{{ 'R' in saved.receipt or '登録後' in saved.receipt }}", message: 受付番号がありません}
"""
    scenario.write_text(scenario.read_text().rstrip("\n") + "\n" + later)
    result = dry(workspace)
    assert (result.items["skipped"], result.items["pending"]) == (1, 1), result.message


def test_at_the_production_address_a_dry_run_needs_the_approval(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="承認"):
        dry(workspace, on_production=True)


def test_step_by_step_a_person_sees_what_comes_and_may_skip_and_stop(workspace: Workspace, saving_site: Site) -> None:
    told: list[StepAhead] = []

    def ask(step: StepAhead) -> Choice:
        told.append(step)
        filling = step.title == "入力する" and bool(step.values) and step.place == "登録"
        if filling and len([s for s in told if s.title == "入力する" and s.place == "登録"]) == 1:
            return Choice.SKIP
        return Choice.CANCEL if step.title == "登録を確定する" else Choice.GO

    result = run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(pace=Pace(ask)))
    assert (result.status.value, saving_site.records) == ("cancelled", {})
    assert "飛ばしました" in result.left[0].reason
    values = [value for step in told for _name, value in step.values]
    assert "平● ●●" in " ".join(values)
    assert "竜吉" not in " ".join(values)
    assert [step.target for step in told if step.title == "登録を確定する"] == ["「登録する」のボタン"]


def test_the_trace_of_a_trial_is_kept_where_the_run_is(workspace: Workspace) -> None:
    result = run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1, trace=True))
    trace = result.evidence / "trace.zip"
    assert trace.stat().st_size > 1000
    assert trace.stat().st_mode & 0o777 == 0o600


def test_a_value_that_does_not_go_in_is_told_although_something_else_was_stopped(
    workspace: Workspace, saving_site: Site
) -> None:
    saving_site.added = "<script>document.forms[0].name.maxLength = 3</script>"
    result = dry(workspace, limit=1)
    assert (result.items["business_error"], result.exit_status) == (1, ExitStatus.PERSON_NEEDED)
    assert "「氏名」の欄は 3 文字までで、値は 5 文字です" in result.left[0].reason


def test_a_value_that_the_page_takes_out_again_is_told_although_something_else_was_stopped(
    workspace: Workspace, saving_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "BACK_OFF_S", ())  # the button that is gone, above, is looked for again and again
    saving_site.added = "<script>setInterval(() => { document.forms[0].name.value = '' }, 20)</script>"
    result = dry(workspace, limit=1)
    assert result.items["system_error"] == 1
    assert "「氏名」の欄" in result.left[0].reason


def test_a_field_that_waits_for_a_stopped_request_is_told_with_that_request(
    workspace: Workspace, saving_site: Site
) -> None:
    robot = ROBOT.replace("  - path: /lookup/*\n", "  - path: /nothing\n").replace(
        "      - commit: {button: register, confirmed_by",
        "      - wait_for: {filled: town, seconds: 0.5}\n      - commit: {button: register, confirmed_by",
        1,
    )
    robot = robot.replace("fields: {number: {label: 番号}, ", "fields: {number: {label: 番号}, town: {label: 町名}, ")
    (workspace.robots / "desk.yaml").write_text(robot)
    saving_site.added = "<label>町名 <input name=town></label>"
    result = dry(workspace, limit=1)
    assert result.items["pending"] == 2
    assert "「町名」の欄に値が入りません" in result.left[0].reason
    assert "GET /lookup/person" in result.left[0].reason
    assert "確かめました" not in result.left[0].reason


def test_the_request_that_would_have_opened_the_next_screen_is_named(workspace: Workspace) -> None:
    result = dry(workspace, "long_entry", limit=1)
    assert "止めた送信: POST /autosave、POST /confirm" in result.left[0].reason
