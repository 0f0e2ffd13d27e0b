"""Runs, items, pictures and changed definitions for the tests of scenarios and runs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from dxrobot.actions.progress import Progress
from dxrobot.config import Workspace
from dxrobot.items import IntentState, ItemState, Mode, RunStatus
from dxrobot.japanese.wareki import JAPAN
from dxrobot.runner.pulse import Pulse
from dxrobot.store.claims import IntentKey
from dxrobot.store.journal import Journal
from dxrobot.store.models import EnteredValue, Intent, Item, Order, Run
from dxrobot.store.placing import NewItem

SCRIPT = '<script>alert("x")</script>'
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""The smallest PNG."""
ENDED, DOUBTFUL, AT_WORK, OTHER, PRODUCTION = "ended", "doubtful", "at_work", "other", "real"


def runs(workspace: Workspace) -> None:
    """Runs of every kind: ended with every state, one in doubt, one at work, one of another department."""
    _ended(workspace)
    _in_doubt(_run(DOUBTFUL, "madoguchi_seikyu"))
    at_work = _run(AT_WORK, "jido_teate")
    _items(at_work, [ItemState.DONE] * 3 + [ItemState.PENDING] * 7)
    Item.objects.filter(run=at_work.run, state=ItemState.DONE).update(robot_seconds=4.0)
    pulse = Pulse(at_work.run, news_every_s=0.01)
    told = pulse.telling(_SILENT)
    with pulse:
        told.step("子育て支援システムに登録する")
        told.report("items", 3, 10)
        _wait_until(lambda: bool(Run.objects.get(name=AT_WORK).doing))
    other = _run(OTHER, "koza_furikae")
    other.finish(RunStatus.FINISHED)
    real = _run(PRODUCTION, "jido_teate", Mode.PRODUCTION)
    _items(real, [ItemState.DONE])
    real.finish(RunStatus.FINISHED)


def many_items(workspace: Workspace) -> None:
    """A run with more items than one page shows."""
    long = _run("long", "jido_teate")
    _items(long, [ItemState.SYSTEM_ERROR if number % 40 == 0 else ItemState.DONE for number in range(120)])
    long.finish(RunStatus.FINISHED)


def order(workspace: Workspace) -> None:
    """An order that waits for its turn."""
    Order.objects.create(
        scenario="jido_teate", mode=Mode.TRIAL, queue="none", requested_by="佐藤 職員(staff)",
        requested_at=datetime.now(JAPAN),
    )  # fmt: skip


def change_a_robot(workspace: Workspace) -> None:
    """Nobody has seen it yet: the delivered version is kept before a file is changed."""
    from dxrobot.console import definitions
    from dxrobot.console.versions import keep_texts_of_approved

    keep_texts_of_approved(definitions.scenarios())
    replace(workspace.robots / "kosodate.yaml", "claim_no: {label: 受付番号}", "claim_no: {label: 受付の番号}")


KINDS = """\
scenario: kinds
title: いろいろな入力
description: 入力の種類をためす見本です。
job: {name: 見本, department: 子育て支援課, owner: 係長, phase: 試行}
baseline: [{minutes_per_item: 1, source: estimated, valid_from: 2020-04-01}]
assumptions:
  prepare_minutes_per_batch: 0
  review_seconds_per_field: 0
  correct_seconds_per_field: 0
  exception_minutes_per_item: 0
  recovery_minutes_per_item: 0
  basis: 見本
inputs:
  day: {type: date, title: 締め日}
  count: {type: number, title: 件数}
  kind: {type: choice, title: 区分, choices: [新規, 変更]}
  urgent: {type: truth, title: 急ぎ, required: false}
  note: {type: text, title: メモ, required: false}
steps:
  - set: {told: "{{ count }}"}
"""


def every_kind_of_input(workspace: Workspace) -> None:
    """A scenario with an input of every kind but files."""
    (workspace.scenarios / "kinds.yaml").write_text(KINDS, encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    """Change a definition file as its author would."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


_SILENT = Progress(lambda _kind, _done, _total: None)


def _wait_until(there: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not there():
        assert time.monotonic() < until
        time.sleep(0.02)


def _ended(workspace: Workspace) -> None:
    journal = _run(ENDED, "madoguchi_seikyu")
    _items(journal, [state for state in ItemState if state is not ItemState.PENDING])
    Item.objects.filter(run=journal.run, state=ItemState.BUSINESS_ERROR).update(reason=f"氏名がありません{SCRIPT}")
    journal.finish(RunStatus.WAITING, "確認待ちの件があります。")
    folder = workspace.runs / ENDED
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "000001_before.png").write_bytes(PICTURE)
    (folder / "failures" / "000003").mkdir(parents=True)
    (folder / "failures" / "000003" / "screen.png").write_bytes(PICTURE)
    (folder / "登録簿.xlsx").write_bytes(b"register")


def _in_doubt(journal: Journal) -> None:
    _items(journal, [ItemState.UNKNOWN])
    claim = journal.claim(IntentKey(Mode.TRIAL, "kosodate.register_claim", f"{DOUBTFUL}:1", "1"), "digest")
    journal.submitting(claim, [])
    EnteredValue.objects.create(
        intent=Intent.objects.get(item_key=f"{DOUBTFUL}:1"),
        parameter="name",
        title="氏名",
        value="久保 裕子",
        sensitive="name",
        origins=[{"page": 1, "label": "氏名", "text": "久保 裕子", "settled_by": ""}],
    )
    journal.settle_intent(claim, IntentState.UNKNOWN)
    journal.finish(RunStatus.FINISHED)


def _run(name: str, scenario: str, mode: Mode = Mode.TRIAL) -> Journal:
    from dxrobot.console import definitions

    known = definitions.scenarios()[scenario]
    assert known.scenario is not None
    job, _assumptions = known.scenario.own_job()
    journal = Journal.start(
        name=name,
        scenario=scenario,
        job=job.name,
        mode=mode,
        definition_hash=known.version,
        pid=os.getppid() if name == AT_WORK else os.getpid(),  # the tests live on, this process does not
        inputs={"scans": ["/data/認定請求書.pdf"]},
    )
    Run.objects.filter(name=name).update(started_at=datetime.now(JAPAN) - timedelta(minutes=5))
    return journal


def _items(journal: Journal, states: list[ItemState]) -> None:
    new = [
        NewItem(f"{journal.run_name}:{number}", "認定請求書.pdf 1ページ", "0") for number in range(1, len(states) + 1)
    ]
    journal.place_items(new)
    for ordinal, state in enumerate(states, start=1):
        if state is not ItemState.PENDING:
            journal.settle_item(ordinal, state, "", 1.0)
