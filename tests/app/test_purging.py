"""What is left of a run once its days are over, and that the ledger still stands."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from dxrobot.app.ledger import verify_ledger
from dxrobot.app.purging import PURGE_LOG, purge
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace
from dxrobot.items import IntentState, ItemState, Mode, RunStatus
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.store import ledger_rows
from dxrobot.store.answers import SettledField, answers_for, keep_answers
from dxrobot.store.journal import Journal
from dxrobot.store.models import EnteredValue, Intent, Item, LedgerRow, Run
from tests.store.fixtures import KEY, VALUES

NOW = timezone.now()
SECRETS = ("山田 太郎", "山田太朗", "佐藤 花子", "届出の記載 鈴木")


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    open_workspace(workspace)
    return workspace


def a_run(workspace: Workspace, days_ago: int, name: str = "old", state: ItemState = ItemState.DONE) -> Journal:
    """A finished run with everything that a run can hold."""
    journal = Journal.start(name=name, scenario="entry", job="j", mode=Mode.PRODUCTION, definition_hash="0", pid=1)
    claim = journal.claim(KEY, "digest")
    journal.submitting(claim, VALUES)
    journal.settle_intent(claim, IntentState.DONE)
    keep_answers(journal.run, [SettledField("scan", 1, "name", "佐藤 花子", "職員")])
    Item.objects.create(run=journal.run, ordinal=1, key="request:100", state=state, reason=SECRETS[3], source="a.pdf")
    journal.finish(RunStatus.WAITING if state is ItemState.WAITING_REVIEW else RunStatus.FINISHED)
    then = NOW - timedelta(days=days_ago)
    Run.objects.filter(name=name).update(started_at=then, finished_at=then)
    folder = workspace.runs / name
    (folder / "pictures").mkdir(parents=True)
    (folder / "登録簿.xlsx").write_text("山田 太郎", encoding="utf-8")
    (folder / "pictures" / "000001_before.png").write_bytes(b"png")
    return journal


def test_after_its_days_a_run_holds_keys_and_states_only(
    opened: Workspace, ledger_entry: Callable[..., LedgerEntry]
) -> None:
    journal = a_run(opened, 91)
    ledger_rows.append(journal.run, ledger_entry(run=journal.run_name))
    before = list(LedgerRow.objects.values_list("payload", "hash"))
    done = purge(opened, NOW)
    assert [(one.run.name, one.files, one.rows.values, one.rows.answers) for one in done.purged] == [("old", 2, 2, 1)]
    assert not (opened.runs / "old").exists()
    assert not EnteredValue.objects.exists()
    assert answers_for("scan", 1) == {}
    assert (Intent.objects.get().item_key, Intent.objects.get().values_digest) == ("request:100", "digest")
    assert (Item.objects.get().key, Item.objects.get().state) == ("request:100", "done")
    assert list(LedgerRow.objects.values_list("payload", "hash")) == before
    assert verify_ledger() is None


def test_nothing_of_it_stands_in_the_file_of_the_store(opened: Workspace) -> None:
    a_run(opened, 91)
    purge(opened, NOW)
    held = b"".join(path.read_bytes() for path in opened.private.glob("dxrobot.sqlite3*"))
    for secret in SECRETS:
        assert secret.encode() not in held


def test_the_purge_is_written_down_and_done_once(opened: Workspace) -> None:
    a_run(opened, 91)
    purge(opened, NOW)
    assert purge(opened, NOW).purged == ()
    log = opened.private / PURGE_LOG
    assert log.stat().st_mode & 0o777 == 0o600
    with log.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert [(line["run"], line["files"], line["values"], line["keep_days"]) for line in lines] == [
        ("old", "2", "2", "90")
    ]
    assert datetime.fromisoformat(lines[0]["purged_at"])


def test_a_dry_purge_deletes_nothing(opened: Workspace) -> None:
    a_run(opened, 91)
    assert len(purge(opened, NOW, dry=True).purged) == 1
    assert (opened.runs / "old" / "登録簿.xlsx").is_file()
    assert EnteredValue.objects.count() == 2
    assert not (opened.private / PURGE_LOG).exists()


@pytest.mark.parametrize(("days", "purged"), [(29, 0), (31, 1)])
def test_the_job_says_how_many_days(opened: Workspace, days: int, purged: int) -> None:
    path = opened.scenarios / "entry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("phase: 試行}", "phase: 試行, keep_days: 30}"), "utf-8")
    a_run(opened, days)
    assert len(purge(opened, NOW).purged) == purged


def test_a_scenario_that_is_gone_means_ninety_days(opened: Workspace) -> None:
    (opened.scenarios / "entry.yaml").unlink()
    a_run(opened, 89)
    assert purge(opened, NOW).purged == ()
    assert len(purge(opened, NOW + timedelta(days=2)).purged) == 1


@pytest.mark.parametrize("state", [ItemState.WAITING_REVIEW, ItemState.UNKNOWN])
def test_a_run_that_somebody_still_needs_is_kept_and_named(opened: Workspace, state: ItemState) -> None:
    a_run(opened, 200, state=state)
    done = purge(opened, NOW)
    assert (done.purged, done.kept_open) == ((), ("old",))
    assert (opened.runs / "old").exists()


def test_what_a_later_run_has_settled_is_no_longer_needed(opened: Workspace) -> None:
    a_run(opened, 200, state=ItemState.WAITING_REVIEW)
    later = Journal.start(name="b", scenario="entry", job="j", mode=Mode.PRODUCTION, definition_hash="0", pid=1)
    Item.objects.create(run=later.run, ordinal=1, key="request:100", state=ItemState.DONE)
    assert [one.run.name for one in purge(opened, NOW).purged] == ["old"]


def test_a_folder_that_cannot_be_deleted_is_told(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    a_run(opened, 91)

    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    from dxrobot.errors import InputError

    monkeypatch.setattr("dxrobot.app.purging.shutil.rmtree", refuse)
    with pytest.raises(InputError, match="消せません"):
        purge(opened, NOW)
