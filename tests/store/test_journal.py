from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connections
from django.utils import timezone

from dxrobot.items import IntentState, ItemState, Mode, RunStatus
from dxrobot.store import journal
from dxrobot.store.claims import IntentKey
from dxrobot.store.journal import Journal
from dxrobot.store.models import EnteredValue, Intent, Run
from dxrobot.store.placing import NewItem
from dxrobot.store.rulings import RulingKind, keep_rulings
from dxrobot.store.server import Server
from tests.store.fixtures import KEY, VALUES, address_of

Start = Callable[..., Journal]


def state() -> IntentState:
    return IntentState(Intent.objects.get().state)


def test_first_run_holds_the_intent_and_the_second_sees_who_has_it(start_run: Start) -> None:
    first, second = start_run("a"), start_run("b")
    assert first.claim(KEY, "x").ours
    claim = second.claim(KEY, "y")
    assert (claim.ours, claim.holder, claim.state, claim.values_digest) == (False, "a", IntentState.RESERVED, "x")


def test_same_run_may_try_again_until_it_has_submitted(start_run: Start) -> None:
    run = start_run("a")
    run.claim(KEY, "x")
    again = run.claim(KEY, "x")
    assert again.ours
    run.submitting(again, VALUES)
    assert not run.claim(KEY, "x").ours


@pytest.mark.parametrize(
    "other",
    [
        IntentKey(Mode.TRIAL, "kosodate.register", "request:100", "1"),
        IntentKey(Mode.PRODUCTION, "kosodate.correct", "request:100", "1"),
        IntentKey(Mode.PRODUCTION, "kosodate.register", "request:101", "1"),
        IntentKey(Mode.PRODUCTION, "kosodate.register", "request:100", "2"),
    ],
)
def test_every_part_of_the_key_tells_two_entries_apart(start_run: Start, other: IntentKey) -> None:
    start_run("a").claim(KEY, "x")
    assert start_run("b").claim(other, "x").ours


def test_submitting_is_written_once_with_its_values(start_run: Start) -> None:
    run = start_run("a")
    claim = run.claim(KEY, "x")
    assert run.submitting(claim, VALUES)
    assert not run.submitting(claim, VALUES)
    assert state() is IntentState.SUBMITTING
    assert [(row.parameter, row.value) for row in EnteredValue.objects.order_by("id")] == [
        ("number", "100"),
        ("name", "山田 太郎"),
    ]


def test_run_that_lost_its_intent_cannot_submit(start_run: Start) -> None:
    first, second = start_run("a"), start_run("b")
    claim = first.claim(KEY, "x")
    taken = second.take_over(second.claim(KEY, "x"), "x")
    assert taken is not None
    assert not first.submitting(claim, VALUES)
    assert second.submitting(taken, VALUES)
    first.settle_intent(claim, IntentState.UNKNOWN)
    first.release(claim)
    assert (state(), Intent.objects.get().attempt) == (IntentState.SUBMITTING, 2)


def test_only_one_of_two_successors_takes_over(start_run: Start) -> None:
    start_run("a").claim(KEY, "x")
    second, third = start_run("b"), start_run("c")
    seen_by_second, seen_by_third = second.claim(KEY, "x"), third.claim(KEY, "x")
    assert third.take_over(seen_by_third, "x") is not None
    assert second.take_over(seen_by_second, "x") is None


def test_intent_submitted_since_it_was_seen_is_not_taken_over(start_run: Start) -> None:
    """The holder submits and dies between the successor's look and the proof of its death."""
    first, second = start_run("a"), start_run("b")
    held = first.claim(KEY, "x")
    seen = second.claim(KEY, "x")
    first.submitting(held, VALUES)
    assert second.take_over(seen, "x") is None
    assert state() is IntentState.SUBMITTING


def test_only_an_intent_that_was_never_submitted_is_released(start_run: Start) -> None:
    run = start_run("a")
    claim = run.claim(KEY, "x")
    run.release(claim)
    assert not Intent.objects.exists()
    claim = run.claim(KEY, "x")
    run.submitting(claim, VALUES)
    run.release(claim)
    assert state() is IntentState.SUBMITTING


def test_successor_enters_new_values_and_the_old_ones_are_kept(start_run: Start) -> None:
    first, second = start_run("a"), start_run("b")
    first.submitting(first.claim(KEY, "x"), VALUES)
    taken = second.take_over(second.claim(KEY, "y"), "y")
    assert taken is not None
    assert taken.values_digest == "y"
    assert second.submitting(taken, VALUES[:1])
    assert [row.parameter for row in EnteredValue.objects.filter(attempt=2)] == ["number"]
    assert EnteredValue.objects.filter(attempt=1).count() == len(VALUES)


def test_site_may_save_until_its_time_has_passed(start_run: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    run = start_run("a")
    claim = run.claim(KEY, "x")
    assert run.seconds_to_settle(claim, 10) == 0
    run.submitting(claim, VALUES)
    run.browser_ended()
    assert 9 < run.seconds_to_settle(run.claim(KEY, "x"), 10) <= 10
    later = time.monotonic() + 11
    monkeypatch.setattr(journal, "time", SimpleNamespace(monotonic=lambda: later))
    assert run.seconds_to_settle(run.claim(KEY, "x"), 10) == 0


def test_time_to_settle_counts_from_when_nothing_could_send_any_more_not_from_the_line_before_the_click(
    start_run: Start,
) -> None:
    first, second = start_run("a"), start_run("b")
    first.submitting(first.claim(KEY, "x"), VALUES)
    Intent.objects.update(submitted_at=timezone.now() - timedelta(hours=1))  # the button was locked for an hour
    claim = second.claim(KEY, "x")
    assert second.holder_dead(claim)
    assert 9 < second.seconds_to_settle(claim, 10) <= 10
    resumed = Journal(first.run)
    assert 9 < resumed.seconds_to_settle(resumed.claim(KEY, "x"), 10) <= 10


def place(run: Journal, *keys: str) -> None:
    run.place_items([NewItem(key, f"a.pdf#{key}") for key in keys])


def entered(run: Journal) -> None:
    place(run, KEY.item_key)
    claim = run.claim(KEY, "x")
    run.submitting(claim, VALUES)
    run.settle_intent(claim, IntentState.DONE)


def test_record_of_a_dead_run_is_adopted_once(start_run: Start) -> None:
    entered(start_run("a"))
    second, third = start_run("b"), start_run("c")
    place(second, KEY.item_key)
    seen_by_second, seen_by_third = second.claim(KEY, "x"), third.claim(KEY, "x")
    assert second.adopt(seen_by_second)
    assert not third.adopt(seen_by_third)
    assert third.claim(KEY, "x").holder == "b"


def test_record_that_its_run_has_counted_is_not_adopted(start_run: Start, ledger_entry: Callable[..., object]) -> None:
    from dxrobot.store.ledger_rows import count_items

    first, second = start_run("a"), start_run("b")
    entered(first)
    first.settle_item(1, ItemState.DONE, "", 1.0)
    count_items(first.run, lambda kinds: ledger_entry(run="a", items_confirmed=kinds.total()))  # type: ignore[arg-type, return-value]
    first.finish(RunStatus.FINISHED)
    assert not second.adopt(second.claim(KEY, "x"))


@pytest.mark.parametrize("state", list(ItemState))
def test_record_found_after_its_run_had_ended_is_adopted_unless_that_run_settled_its_item(
    start_run: Start, state: ItemState
) -> None:
    first, second, third = start_run("a"), start_run("b"), start_run("c")
    entered(first)
    first.settle_item(1, state, "", 1.0)
    first.finish(RunStatus.CANCELLED)
    place(second, KEY.item_key)
    adopted = second.adopt(second.claim(KEY, "x"))
    uncounted = (ItemState.PENDING, ItemState.SYSTEM_ERROR, ItemState.UNKNOWN, ItemState.DONE)
    assert adopted == (state in uncounted)
    second.settle_item(1, ItemState.SKIPPED, "", 1.0)
    second.finish(RunStatus.FINISHED)
    assert not third.adopt(third.claim(KEY, "x"))


def test_items_settle_one_by_one(start_run: Start) -> None:
    run = start_run("a")
    place(run, "k1", "k2")
    run.settle_item(2, ItemState.BUSINESS_ERROR, "理由", 1.5)
    assert run.item_states() == [ItemState.PENDING, ItemState.BUSINESS_ERROR]
    row = run.run.items.get(ordinal=2)
    assert (row.reason, row.robot_seconds) == ("理由", 1.5)


def test_finished_run_keeps_how_it_ended(start_run: Start) -> None:
    start_run("a").finish(RunStatus.STOPPED, "止めました")
    row = Run.objects.get()
    assert (row.status, row.message, row.finished_at is None) == ("stopped", "止めました", False)


def both_at_once(work: Callable[[int], bool]) -> list[bool]:
    """What ``work`` gives in two threads that begin together, each with a connection of its own."""
    ready = threading.Barrier(2)

    def do(number: int) -> bool:
        ready.wait()
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(do, range(2)))


def test_two_runs_that_find_a_record_at_once_count_it_once(start_run: Start) -> None:
    for number in range(10):
        dead, *finders = (start_run(f"{name}{number}") for name in "abc")
        key = replace(KEY, item_key=str(number))
        place(dead, key.item_key)
        claim = dead.claim(key, "x")
        dead.submitting(claim, VALUES)
        dead.settle_intent(claim, IntentState.DONE)
        seen = [finder.claim(key, "x") for finder in finders]
        adopted = both_at_once(lambda which, finders=finders, seen=seen: finders[which].adopt(seen[which]))  # type: ignore[misc]
        assert sorted(adopted) == [False, True]


def test_two_runs_told_to_enter_a_record_again_enter_it_once(start_run: Start) -> None:
    for number in range(10):
        first, *others = (start_run(f"{name}{number}") for name in "abc")
        key = replace(KEY, item_key=str(number))
        claim = first.claim(key, "x")
        first.submitting(claim, VALUES)
        first.settle_intent(claim, IntentState.DONE)
        for other in others:
            keep_rulings(other.run, [key.item_key], RulingKind.AGAIN, by="窓口 花子", reason="誤り")
            other.read_rulings()
        seen = [other.claim(key, "x") for other in others]
        held = both_at_once(
            lambda which, others=others, seen=seen: others[which].enter_again(seen[which], "y") is not None  # type: ignore[misc]
        )
        assert sorted(held) == [False, True]


CLAIMER = """
import sys
from dxrobot.store.setup import open_store
from dxrobot.store.journal import Journal
from tests.store.fixtures import KEY, VALUES, place_of
from dxrobot.items import Mode
import os, time

open_store(place_of(sys.argv[1]))
run = Journal.start(name=sys.argv[2], scenario="s", job="j", mode=Mode.TRIAL, definition_hash="", pid=os.getpid())
print("ready", flush=True)
sys.stdin.readline()
won = 0
for number in range(40):
    from dataclasses import replace
    claim = run.claim(replace(KEY, item_key=str(number)), "x")
    won += claim.ours and run.submitting(claim, VALUES)
print(won, flush=True)
"""


def test_two_processes_never_submit_the_same_record(store: Path | Server) -> None:
    claimers = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIMER, address_of(store), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for name in ("a", "b")
    ]
    assert [claimer.stdout.readline() for claimer in claimers] == ["ready\n", "ready\n"]  # type: ignore[union-attr]
    for claimer in claimers:
        claimer.stdin.write("\n")  # type: ignore[union-attr]
        claimer.stdin.flush()  # type: ignore[union-attr]
    won = [int(claimer.communicate(timeout=30)[0]) for claimer in claimers]
    assert sum(won) == 40
    assert Intent.objects.filter(state=IntentState.SUBMITTING).count() == 40
