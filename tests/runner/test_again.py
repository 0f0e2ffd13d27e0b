"""Records entered once more on purpose, sessions that end, steps that take too long."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dxrobot.errors import BusinessError, InDoubt, NotOnScreen, SessionExpired, TargetError
from dxrobot.items import IntentState, ItemState, RunStatus
from dxrobot.robot.model import Robot
from dxrobot.runner.entry import Outcome, RecordEntry
from dxrobot.runner.step_limit import step_limit
from dxrobot.store.journal import Journal
from dxrobot.store.models import EnteredValue, Intent, PastEntry
from dxrobot.store.placing import NewItem
from dxrobot.store.rulings import RulingKind, keep_rulings, settle_unknown
from tests.runner.site import OneDesk, Site, prepared

Start = Callable[..., Journal]
Enter = Callable[..., Outcome]
LOST = TargetError("応答がありません。")


@pytest.fixture
def enter(robot: Robot, site: Site, tmp_path: Path) -> Enter:
    def carry_out(journal: Journal, digest: str = "x") -> Outcome:
        if not journal.run.items.exists():
            journal.place_items([NewItem("100", "a.pdf#1")])
        call = prepared(robot, "100", digest)
        return RecordEntry(call, OneDesk(site), journal, tmp_path / "p", site.slept.append).enter()  # type: ignore[arg-type]

    return carry_out


@pytest.fixture
def done(start_run: Start, enter: Enter) -> Journal:
    """A run that has entered the record and counted it."""
    run = start_run("a")
    enter(run)
    run.settle_item(1, ItemState.DONE, "", 1.0)
    run.run.items.update(counted=True)
    run.finish(RunStatus.FINISHED)
    return run


def wanting_again(start_run: Start, name: str = "b") -> Journal:
    run = start_run(name, pid=os.getpid())
    keep_rulings(run.run, ["100"], RulingKind.AGAIN, by="窓口 花子", reason="誤り")
    run.read_rulings()
    return run


@pytest.mark.usefixtures("done")
def test_record_is_entered_once_more_although_it_stands_there_and_the_former_entry_is_kept(
    start_run: Start, enter: Enter, site: Site
) -> None:
    run = wanting_again(start_run)
    assert (enter(run, "y").state, site.records) == (ItemState.DONE, ["100", "100"])
    assert (PastEntry.objects.get().run.name, PastEntry.objects.get().values_digest) == ("a", "x")
    assert set(EnteredValue.objects.values_list("attempt", flat=True)) == {1, 2}
    assert (enter(run, "y").state, site.records) == (ItemState.DONE, ["100", "100"])


@pytest.mark.usefixtures("done")
def test_entry_again_that_fails_before_the_click_leaves_the_former_one_standing(
    start_run: Start, enter: Enter, site: Site
) -> None:
    site.trouble = [("fill", LOST)]
    run = wanting_again(start_run)
    with pytest.raises(TargetError):
        enter(run, "y")
    intent = Intent.objects.get()
    assert (intent.state, intent.run.name, intent.values_digest, intent.attempt) == ("done", "a", "x", 1)
    assert enter(run, "y").state is ItemState.DONE


@pytest.mark.usefixtures("done")
def test_robot_that_is_not_looked_at_before_a_first_entry_is_before_another_one(
    start_run: Start, robot: Robot, site: Site, tmp_path: Path
) -> None:
    register = robot.operations["register"]
    assert register.probe
    unlooked = register.model_copy(update={"probe": register.probe.model_copy(update={"before_entry": False})})
    robot = robot.model_copy(update={"operations": {"register": unlooked}})
    run = wanting_again(start_run)
    run.place_items([NewItem("100", "a.pdf#1")])
    entry = RecordEntry(prepared(robot, "100", "y"), OneDesk(site), run, tmp_path / "p", site.slept.append)  # type: ignore[arg-type]
    site.trouble = [("click", LOST)]
    with pytest.raises(InDoubt):
        entry.enter()
    assert entry.enter().state is ItemState.UNKNOWN, "the former record stands there and tells nothing"


@pytest.mark.usefixtures("done")
def test_entry_again_in_doubt_is_unknown_because_the_former_record_stands_there(
    start_run: Start, enter: Enter, site: Site
) -> None:
    site.trouble = [("click", LOST)]
    run = wanting_again(start_run)
    with pytest.raises(InDoubt):
        enter(run, "y")
    assert enter(run, "y").state is ItemState.UNKNOWN
    assert site.records == ["100"]


@pytest.mark.usefixtures("done")
def test_entry_again_in_doubt_is_looked_up_when_the_former_record_is_gone(
    start_run: Start, enter: Enter, site: Site
) -> None:
    site.records.clear()
    site.trouble = [("answer", LOST)]
    run = wanting_again(start_run)
    with pytest.raises(InDoubt):
        enter(run, "y")
    assert (enter(run, "y").state, site.records) == (ItemState.DONE, ["100"])


@pytest.mark.parametrize(("kind", "state"), [(RulingKind.THERE, "done"), (RulingKind.NOT_THERE, "reserved")])
def test_person_closes_an_item_in_doubt(
    start_run: Start, enter: Enter, site: Site, kind: RulingKind, state: str
) -> None:
    run = start_run("a")
    enter(run)
    Intent.objects.update(state=IntentState.UNKNOWN)
    run.settle_item(1, ItemState.UNKNOWN, "", 1.0)
    run.finish(RunStatus.FINISHED)
    assert settle_unknown(run.run, "100", kind, by="窓口 花子", reason="見た")
    assert not settle_unknown(run.run, "100", kind, by="窓口 花子", reason="見た")
    assert Intent.objects.get().state == state
    site.records.clear()
    assert enter(start_run("b")).state is ItemState.DONE
    assert site.records == (["100"] if kind is RulingKind.NOT_THERE else [])


def test_person_closes_in_a_later_run_what_an_earlier_one_has_sent(start_run: Start, enter: Enter, site: Site) -> None:
    site.trouble = [("answer", LOST)]
    with pytest.raises(InDoubt):
        enter(start_run("a"))
    later = start_run("b", pid=os.getpid())
    later.place_items([NewItem("100", "a.pdf#1")])
    later.settle_item(1, ItemState.SYSTEM_ERROR, "", 1.0)
    assert settle_unknown(later.run, "100", RulingKind.THERE, by="窓口 花子", reason="見た")
    assert (Intent.objects.get().state, Intent.objects.get().run.name) == (IntentState.DONE, "b")


def test_ended_session_is_no_failure(start_run: Start, enter: Enter, site: Site) -> None:
    site.trouble = [("fill", SessionExpired("期限切れ"))]
    assert enter(start_run("a")).state is ItemState.DONE
    assert (site.signed_in_again, site.records, site.browsers_closed) == (1, ["100"], 0)


def test_session_that_ends_twice_is_one(start_run: Start, enter: Enter, site: Site) -> None:
    site.trouble = [("fill", SessionExpired("期限切れ")), ("fill", SessionExpired("期限切れ"))]
    with pytest.raises(SessionExpired):
        enter(start_run("a"))
    assert not Intent.objects.exists()


def test_outputs_are_given_again_when_the_item_is_replayed(
    start_run: Start, enter: Enter, robot: Robot, site: Site
) -> None:
    run = start_run("a", pid=os.getpid())
    first = enter(run)
    claim = run.claim(prepared(robot, "100").intent, "x")
    assert run.outputs(claim) == first.output == {"receipt": "R100"}


def test_outputs_lost_in_a_crash_are_taken_from_the_record(
    start_run: Start, enter: Enter, robot: Robot, site: Site, tmp_path: Path
) -> None:
    run = start_run("a", pid=os.getpid())
    enter(run)
    Intent.objects.update(outputs=None)
    call = prepared(returning(robot, {"receipt": "{{ row['受付'] }}"}), "100")
    again = RecordEntry(call, OneDesk(site), run, tmp_path / "p").enter()  # type: ignore[arg-type]
    assert (again.state, again.output, site.records) == (ItemState.DONE, {"receipt": "R100"}, ["100"])


def test_outputs_that_no_record_shows_go_to_a_person(
    start_run: Start, enter: Enter, robot: Robot, site: Site, tmp_path: Path
) -> None:
    run = start_run("a", pid=os.getpid())
    enter(run)
    Intent.objects.update(outputs=None)
    call = prepared(returning(robot, {}), "100")
    with pytest.raises(BusinessError, match="結果\\(receipt\\)を受け取る前に"):
        RecordEntry(call, OneDesk(site), run, tmp_path / "p").enter()  # type: ignore[arg-type]


def test_outputs_of_an_entry_beside_an_earlier_one_are_not_taken_from_whichever_record_is_found(
    start_run: Start, done: Journal, robot: Robot, site: Site, tmp_path: Path
) -> None:
    run = wanting_again(start_run)
    run.place_items([NewItem("100", "a.pdf#1")])
    call = prepared(returning(robot, {"receipt": "{{ row['受付'] }}"}), "100", "y")
    site.trouble = [("read_back", LOST)]
    for _attempt in range(2):
        with pytest.raises(BusinessError, match="結果\\(receipt\\)を受け取る前に"):
            RecordEntry(call, OneDesk(site), run, tmp_path / "p").enter()  # type: ignore[arg-type]
    assert (site.records, done.outputs(run.claim(call.intent, "y"))) == (["100", "100"], None)


def test_outputs_that_cannot_be_looked_up_now_do_not_hide_that_the_record_is_entered(
    start_run: Start, robot: Robot, site: Site, tmp_path: Path
) -> None:
    run = start_run("a", pid=os.getpid())
    call = prepared(returning(robot, {"receipt": "{{ row['受付'] }}"}), "100")
    site.trouble = [("read_back", LOST), ("probe", NotOnScreen("一覧がありません。"))]
    with pytest.raises(NotOnScreen, match=r"登録は済んでいますが.*一覧がありません。手で入力せずに"):
        RecordEntry(call, OneDesk(site), run, tmp_path / "p").enter()  # type: ignore[arg-type]
    again = RecordEntry(call, OneDesk(site), run, tmp_path / "p").enter()  # type: ignore[arg-type]
    assert (again.state, again.output, site.records) == (ItemState.DONE, {"receipt": "R100"}, ["100"])


def returning(robot: Robot, probe_returns: dict[str, str]) -> Robot:
    register = robot.operations["register"]
    assert register.probe is not None
    probe = register.probe.model_copy(update={"returns": probe_returns})
    operation = register.model_copy(update={"returns": {"receipt": "{{ x }}"}, "probe": probe})
    return robot.model_copy(update={"operations": {"register": operation}})


@pytest.mark.parametrize("error", [InDoubt("応答がありません。"), TargetError("応答がありません。")])
def test_step_that_takes_too_long_loses_its_browser_and_says_why(error: TargetError) -> None:
    ended: list[float] = []
    with pytest.raises(type(error), match="時間の上限") as failure, step_limit(0.001, lambda: ended.append(1)):
        while not ended:
            time.sleep(0.01)
        raise error
    assert isinstance(failure.value, InDoubt) == isinstance(error, InDoubt)


def test_failure_in_time_is_told_as_it_is() -> None:
    with pytest.raises(TargetError, match="応答がありません"), step_limit(1, lambda: None):
        raise LOST
