"""A run that froze, lost its order to another machine, and wakes up: nothing is entered twice, whenever that was."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from dxrobot.errors import TargetError
from dxrobot.items import IntentState, ItemState, Mode
from dxrobot.robot.model import Robot
from dxrobot.runner.entry import Outcome, RecordEntry
from dxrobot.store.journal import Journal
from dxrobot.store.models import Intent, Order, Run
from dxrobot.store.orders import Lease, take_back
from dxrobot.store.placing import NewItem
from dxrobot.store.taking import Taker, claim
from tests.runner.site import OneDesk, Site, prepared

Entry = Callable[[Journal], RecordEntry]


@pytest.fixture
def entry(robot: Robot, site: Site, tmp_path: Path) -> Entry:
    def make(journal: Journal) -> RecordEntry:
        call = prepared(robot, "100", "x")
        return RecordEntry(call, OneDesk(site), journal, tmp_path / "p", site.slept.append)  # type: ignore[arg-type]

    return make


@pytest.fixture
def frozen(store: object) -> Journal:
    """The first attempt, at work on another machine."""
    Order.objects.create(scenario="entry", mode="production", queue="default", requested_at=timezone.now())
    journal = Journal.start(
        name="a",
        scenario="entry",
        job="x",
        mode=Mode.PRODUCTION,
        definition_hash="",
        pid=os.getpid(),
        lease=taken("there"),
    )
    Run.objects.update(host="there")
    journal.place_items([NewItem("100", "a.pdf#1")])
    return journal


def taken(host: str) -> Lease:
    lease = claim(Order.objects.get().pk, Taker(host, host, ("default",)))
    assert lease is not None
    return lease


def overtaking() -> Journal:
    """The next attempt, here, once the first has said nothing for too long."""
    Order.objects.update(lease_until=Now() - timedelta(seconds=1))
    assert take_back(Order.objects.get(), "gone")
    journal = Journal.resume(Run.objects.get(), os.getpid(), {}, taken("here"))
    assert journal is not None
    return journal


def falls_asleep(entry: RecordEntry, monkeypatch: pytest.MonkeyPatch, then: Callable[[], None]) -> None:
    """Have ``entry`` freeze just before its line in the journal, and ``then`` happen before it wakes up."""
    moments: list[str] = []

    def keep_picture(moment: str) -> None:
        moments.append(moment)
        if moments == ["before"]:
            then()

    monkeypatch.setattr(entry, "keep_picture", keep_picture)


def test_frozen_before_its_line_in_the_journal_it_presses_nothing_and_the_other_enters_once(
    frozen: Journal, entry: Entry, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes: list[Outcome] = []
    sleeping = entry(frozen)
    falls_asleep(sleeping, monkeypatch, lambda: outcomes.append(entry(overtaking()).enter()))
    with pytest.raises(TargetError, match="引き継いだ"):
        sleeping.enter()
    assert ([outcome.state for outcome in outcomes], site.records) == ([ItemState.DONE], ["100"])
    assert entry(frozen).enter().state is ItemState.DONE, "and tried again it finds the record there"
    assert site.records == ["100"]


def test_frozen_between_its_line_and_the_click_the_other_leaves_the_record_to_a_person(
    frozen: Journal, entry: Entry, site: Site
) -> None:
    call = entry(frozen).call
    assert frozen.submitting(frozen.claim(call.intent, call.digest), call.entered)
    assert entry(overtaking()).enter().state is ItemState.UNKNOWN
    assert (site.records, Intent.objects.get().state) == ([], IntentState.UNKNOWN)


def test_frozen_after_the_click_the_other_finds_the_record(frozen: Journal, entry: Entry, site: Site) -> None:
    call = entry(frozen).call
    assert frozen.submitting(frozen.claim(call.intent, call.digest), call.entered)
    site.records.append("100")
    assert entry(overtaking()).enter().state is ItemState.DONE
    assert site.records == ["100"]
