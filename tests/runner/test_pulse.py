"""What a run tells of itself while it is at work."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from dxrobot.actions.progress import Progress
from dxrobot.items import RunStatus
from dxrobot.runner.pulse import Pulse
from dxrobot.store.journal import Journal
from dxrobot.store.models import Run

SILENT = Progress(lambda _kind, _done, _total: None)


def until(told: Callable[[], bool]) -> None:
    latest = time.monotonic() + 30
    while not told():
        assert time.monotonic() < latest
        time.sleep(0.01)


def test_a_run_tells_its_step_and_how_many_items_there_are(store: Any, start_run: Callable[..., Journal]) -> None:
    journal = start_run("a")

    def standing() -> tuple[str, int | None]:
        row = Run.objects.get(pk=journal.run.pk)
        return row.doing, row.expected

    pulse = Pulse(journal.run, every_s=60, news_every_s=0.01)
    progress = pulse.telling(SILENT)
    with pulse:
        progress.step("スキャンを読み取る")
        until(lambda: standing() == ("スキャンを読み取る", None))
        progress.report("pages", 3, 12)
        until(lambda: standing() == ("スキャンを読み取る(3/12)", None))
        progress.step("登録する")
        progress.report("items", 0, 7)
        until(lambda: standing() == ("登録する", 7))
        progress.say("ほかの実行を待っています。")
        until(lambda: standing() == ("ほかの実行を待っています。", 7))
    journal.finish(RunStatus.FINISHED)
    assert standing() == ("", 7)


def test_who_was_overtaken_tells_nothing_any_more(store: Any, start_run: Callable[..., Journal]) -> None:
    journal = start_run("a")
    Run.objects.filter(pk=journal.run.pk).update(attempt=2, doing="登録する")
    pulse = Pulse(journal.run, every_s=0.01, news_every_s=0.01)
    with pulse:
        pulse.telling(SILENT).step("読み取る")
        until(lambda: pulse._told.words == "読み取る")
    assert Run.objects.get(pk=journal.run.pk).doing == "登録する"
