from __future__ import annotations

import os
from collections.abc import Callable

from dxrobot.items import IntentState, ItemState, RunStatus
from dxrobot.store.journal import Journal
from dxrobot.store.models import Intent, Item
from dxrobot.store.placing import NewItem, Place
from dxrobot.store.rulings import RulingKind, keep_rulings
from tests.store.fixtures import KEY, VALUES

Start = Callable[..., Journal]


def items(*keys: str, content: str = "as written") -> list[NewItem]:
    return [NewItem(key, f"rows.csv#{key}", content) for key in keys]


def ended(start_run: Start, *states: ItemState) -> Journal:
    """A run whose items k1, k2, … ended so."""
    run = start_run("a")
    run.place_items(items(*(f"k{number}" for number in range(1, len(states) + 1))))
    for ordinal, state in enumerate(states, start=1):
        run.settle_item(ordinal, state, "理由", 1.0)
    run.finish(RunStatus.STOPPED)
    return run


def resumed(run: Journal) -> Journal:
    journal = Journal.resume(run.run, os.getpid(), {})
    assert journal is not None
    return journal


def test_settled_items_stay_and_all_others_are_worked_on_again(start_run: Start) -> None:
    states = list(ItemState)
    run = resumed(ended(start_run, *states))
    places = run.place_items(items(*(f"k{number}" for number in range(1, len(states) + 1))))
    stay = (ItemState.DONE, ItemState.SKIPPED, ItemState.BUSINESS_ERROR)
    assert [place.settled for place in places] == [state if state in stay else None for state in states]
    assert [place.ordinal for place in places] == list(range(1, len(states) + 1))


def test_corrected_record_is_worked_on_again(start_run: Start) -> None:
    run = resumed(ended(start_run, ItemState.BUSINESS_ERROR, ItemState.BUSINESS_ERROR))
    places = run.place_items([*items("k1", content="corrected"), *items("k2")])
    assert [place.settled for place in places] == [None, ItemState.BUSINESS_ERROR]


def test_record_that_a_person_wants_again_is_open_whatever_it_was(start_run: Start) -> None:
    run = resumed(ended(start_run, ItemState.DONE, ItemState.DONE))
    keep_rulings(run.run, ["k2"], RulingKind.AGAIN, by="窓口 花子", reason="誤り")
    run.read_rulings()
    assert [place.settled for place in run.place_items(items("k1", "k2"))] == [ItemState.DONE, None]


def test_new_rows_come_after_the_known_ones_wherever_they_stand(start_run: Start) -> None:
    run = resumed(ended(start_run, ItemState.DONE, ItemState.PENDING))
    assert run.place_items(items("k0", "k1", "k2")) == [Place(3), Place(1, ItemState.DONE), Place(2)]


def test_item_whose_key_was_waited_for_is_found_by_its_place(start_run: Start) -> None:
    run = start_run("a")
    run.place_items([NewItem("row:rows.csv#3", "rows.csv#3")])
    run.settle_item(1, ItemState.WAITING_REVIEW, "", 1.0)
    run.finish(RunStatus.WAITING)
    assert resumed(run).place_items([NewItem("k3", "rows.csv#3")]) == [Place(1)]
    assert [row.key for row in Item.objects.all()] == ["k3"]


def test_rows_that_are_gone_are_told_and_never_forgotten_while_in_doubt(start_run: Start) -> None:
    run = start_run("a")
    run.place_items(items("k1", KEY.item_key))
    claim = run.claim(KEY, "x")
    run.submitting(claim, VALUES)
    run.settle_item(2, ItemState.SYSTEM_ERROR, "", 1.0)
    run.finish(RunStatus.STOPPED)
    again = resumed(run)
    again.place_items([])
    assert again.item_states() == [ItemState.SKIPPED, ItemState.UNKNOWN]
    assert Intent.objects.get().state == IntentState.SUBMITTING


def test_items_of_two_loops_with_the_same_keys_are_told_apart(start_run: Start) -> None:
    run = start_run("a")
    first = run.place_items(items("k1"), "steps[0]")
    second = run.place_items(items("k1"), "steps[1]")
    assert (first, second) == ([Place(1)], [Place(2)])


def test_only_one_of_two_resumes_the_run(start_run: Start) -> None:
    run = ended(start_run, ItemState.PENDING).run
    same = type(run).objects.get(id=run.pk)
    assert Journal.resume(run, os.getpid(), {}) is not None
    assert Journal.resume(same, os.getpid(), {}) is None


def test_living_run_is_not_resumed(start_run: Start) -> None:
    assert Journal.resume(start_run("a", pid=os.getpid()).run, os.getpid(), {}) is None
