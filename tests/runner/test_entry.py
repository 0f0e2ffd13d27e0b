from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dxrobot.errors import BusinessError, InDoubt, InputError, Refused, TargetError
from dxrobot.items import IntentState, ItemState, RunStatus
from dxrobot.robot.model import Robot
from dxrobot.runner.entry import Outcome, RecordEntry
from dxrobot.store.journal import Journal
from dxrobot.store.models import EnteredValue, Intent
from dxrobot.store.placing import NewItem
from tests.runner.site import OneDesk, Site, prepared

Start = Callable[..., Journal]
Enter = Callable[..., Outcome]
LOST = TargetError("応答がありません。")


@pytest.fixture
def enter(robot: Robot, site: Site, tmp_path: Path) -> Enter:
    def carry_out(journal: Journal, digest: str = "x", **others: str) -> Outcome:
        desks = OneDesk(site)
        call = prepared(robot, "100", digest, **others)
        if not journal.run.items.exists():
            journal.place_items([NewItem("100", "a.pdf#1")])
        return RecordEntry(call, desks, journal, tmp_path / "p", site.slept.append).enter()  # type: ignore[arg-type]

    return carry_out


def intent() -> tuple[str, int]:
    row = Intent.objects.get()
    return row.state, row.attempt


def test_intent_is_written_before_the_click_and_done_after_the_confirmation(
    start_run: Start, enter: Enter, site: Site
) -> None:
    assert enter(start_run("a")) == Outcome(ItemState.DONE, output={"receipt": "R100"})
    assert site.at_click == [IntentState.SUBMITTING]
    assert (site.records, intent()) == (["100"], ("done", 1))


def test_second_run_enters_nothing(start_run: Start, enter: Enter, site: Site) -> None:
    first = start_run("a")
    enter(first)
    first.settle_item(1, ItemState.DONE, "", 1.0)
    first.run.items.update(counted=True)
    first.finish(RunStatus.FINISHED)
    outcome = enter(start_run("b"))
    assert (outcome.state, site.records) == (ItemState.SKIPPED, ["100"])
    assert "実行 a" in outcome.reason


def test_same_number_with_other_values_goes_to_a_person(start_run: Start, enter: Enter, site: Site) -> None:
    first = start_run("a")
    enter(first, 方法="窓口")
    first.finish(RunStatus.FINISHED)
    outcome = enter(start_run("b"), "y", 方法="郵送")
    assert (outcome.state, site.records) == (ItemState.BUSINESS_ERROR, ["100"])
    assert "違う項目: 方法。" in outcome.reason
    assert "窓口" not in outcome.reason


def test_a_parameter_that_the_operation_has_got_since_is_no_difference(
    start_run: Start, enter: Enter, site: Site
) -> None:
    first = start_run("a")
    enter(first)
    first.settle_item(1, ItemState.DONE, "", 1.0)
    first.run.items.update(counted=True)
    first.finish(RunStatus.FINISHED)
    assert enter(start_run("b"), "y", 方法="窓口").state is ItemState.SKIPPED
    assert site.records == ["100"]


def test_other_values_are_others_though_what_was_entered_is_deleted(start_run: Start, enter: Enter) -> None:
    first = start_run("a")
    enter(first)
    first.finish(RunStatus.FINISHED)
    EnteredValue.objects.all().delete()
    assert enter(start_run("b"), "y").state is ItemState.BUSINESS_ERROR


def test_record_of_others_is_left_alone(start_run: Start, enter: Enter, site: Site) -> None:
    site.records.append("100")
    with pytest.raises(BusinessError, match="dxrobot の登録より前から"):
        enter(start_run("a"))
    assert site.records == ["100"]
    assert not Intent.objects.exists()


@pytest.mark.parametrize("moment", ["login", "probe", "fill"])
@pytest.mark.parametrize("error", [LOST, InputError("x"), OSError("disk full")])
def test_failure_before_the_click_frees_the_intent(
    start_run: Start, enter: Enter, site: Site, moment: str, error: Exception
) -> None:
    site.trouble = [(moment, error)]
    with pytest.raises(type(error)):
        enter(start_run("a", pid=os.getpid()))
    assert not Intent.objects.exists()
    assert enter(start_run("b")).state is ItemState.DONE


def test_lost_answer_is_looked_up_by_the_same_run_and_found_without_waiting(
    start_run: Start, enter: Enter, site: Site
) -> None:
    run = start_run("a", pid=os.getpid())
    site.trouble = [("answer", LOST)]
    with pytest.raises(TargetError):
        enter(run)
    assert (site.browsers_closed, intent()) == (1, ("submitting", 1))
    assert enter(run).state is ItemState.DONE
    assert (site.records, intent(), site.slept) == (["100"], ("done", 1), [])


def test_record_that_the_site_saves_late_is_waited_for_and_not_entered_again(
    start_run: Start, robot: Robot, site: Site, tmp_path: Path
) -> None:
    run = start_run("a", pid=os.getpid())
    run.place_items([NewItem("100", "a.pdf#1")])
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            site.records.append("100")
            site.trouble = [("probe", LOST)]  # a look that fails is no look that found nothing

    entry = RecordEntry(prepared(robot, "100"), OneDesk(site), run, tmp_path / "p", sleep)  # type: ignore[arg-type]
    site.trouble = [("click", LOST)]
    with pytest.raises(TargetError):
        entry.enter()
    assert entry.enter().state is ItemState.DONE
    assert (site.records, intent(), len(slept)) == (["100"], ("done", 1), 3)


@pytest.mark.parametrize(
    ("moment", "busy"), [("probe", Refused("ただいま処理中です")), ("login", InputError("ログインできません"))]
)
def test_site_that_is_busy_with_a_record_in_doubt_is_no_verdict_about_it(
    start_run: Start, enter: Enter, site: Site, moment: str, busy: Exception
) -> None:
    run = start_run("a", pid=os.getpid())
    site.trouble = [("answer", LOST), (moment, busy)]
    with pytest.raises(TargetError):
        enter(run)
    assert enter(run).state is ItemState.DONE
    assert (site.records, intent(), len(site.slept)) == (["100"], ("done", 1), 1)


def test_record_that_cannot_be_looked_for_stays_in_doubt(start_run: Start, enter: Enter, site: Site) -> None:
    run = start_run("a", pid=os.getpid())
    site.trouble = [("answer", LOST), *[("probe", LOST)] * 5]
    for _attempt in range(2):
        with pytest.raises(InDoubt):
            enter(run)
    assert (site.records, intent()) == (["100"], ("submitting", 1))
    site.trouble = []
    assert enter(run).state is ItemState.DONE


def test_click_that_saved_nothing_is_done_again_by_the_same_run(
    start_run: Start, enter: Enter, site: Site, robot: Robot
) -> None:
    run = start_run("a", pid=os.getpid())
    site.trouble = [("click", LOST)]
    with pytest.raises(TargetError):
        enter(run)
    assert enter(run).state is ItemState.DONE
    assert (site.records, intent()) == (["100"], ("done", 2))
    assert max(site.slept) <= robot.settle_s


def crash(start_run: Start, enter: Enter, site: Site, moment: str, *, pid: int | None = None, **others: str) -> None:
    """A run that ends at ``moment`` without a word; its process is dead unless ``pid`` is one that lives."""
    site.trouble = [(moment, LOST)]
    with pytest.raises(TargetError):
        enter(start_run("a") if pid is None else start_run("a", pid=pid), **others)


def test_record_of_a_crashed_run_is_found_and_counted(start_run: Start, enter: Enter, site: Site) -> None:
    crash(start_run, enter, site, "answer")
    outcome = enter(start_run("b"))
    assert (outcome.state, site.records) == (ItemState.DONE, ["100"])
    assert Intent.objects.get().run.name == "b"


def test_record_that_a_crashed_run_did_not_bring_in_is_entered(start_run: Start, enter: Enter, site: Site) -> None:
    crash(start_run, enter, site, "click")
    assert enter(start_run("b")).state is ItemState.DONE
    assert (site.records, site.slept[0] > 0, intent()) == (["100"], True, ("done", 2))


def test_record_found_with_other_values_than_settled_since_goes_to_a_person(
    start_run: Start, enter: Enter, site: Site
) -> None:
    crash(start_run, enter, site, "answer", 氏名="山田 太朗")
    assert enter(start_run("b"), "corrected", 氏名="山田 太郎").state is ItemState.BUSINESS_ERROR
    assert (site.records, intent()) == (["100"], ("done", 1))


def test_record_of_a_living_run_is_left_to_it(start_run: Start, enter: Enter, site: Site) -> None:
    crash(start_run, enter, site, "click", pid=os.getpid())
    outcome = enter(start_run("b"))
    assert (outcome.state, site.records, intent()) == (ItemState.SYSTEM_ERROR, [], ("submitting", 1))


def test_record_that_a_living_run_has_entered_is_counted_by_it_alone(
    start_run: Start, enter: Enter, site: Site
) -> None:
    enter(start_run("a", pid=os.getpid()))
    assert enter(start_run("b")).state is ItemState.SKIPPED
    assert Intent.objects.get().run.name == "a"


def test_unknown_record_stays_unknown_until_it_is_found(start_run: Start, enter: Enter, site: Site) -> None:
    crash(start_run, enter, site, "click")
    Intent.objects.update(state=IntentState.UNKNOWN)
    assert enter(start_run("b")).state is ItemState.UNKNOWN
    assert site.records == []
    site.records.append("100")
    assert enter(start_run("c")).state is ItemState.DONE
    assert site.records == ["100"]


def test_record_that_comes_in_after_all_waiting_is_not_entered_again(
    start_run: Start, enter: Enter, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site saves later than its robot says: between the successor's probe and its own entry."""
    crash(start_run, enter, site, "click")
    take_over = Journal.take_over

    def late(self: Journal, *arguments: object) -> object:
        site.records.append("100")
        return take_over(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Journal, "take_over", late)
    assert enter(start_run("b")).state is ItemState.UNKNOWN
    assert (site.records, intent()[0]) == (["100"], "unknown")


def test_run_that_lost_its_intent_does_not_click(
    start_run: Start, enter: Enter, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen, successor = start_run("a"), start_run("b")

    def taken_meanwhile(self: RecordEntry, _moment: str) -> None:
        claim = successor.claim(self.call.intent, "x")
        if not claim.ours:
            successor.take_over(claim, "x")

    monkeypatch.setattr(RecordEntry, "keep_picture", taken_meanwhile)
    with pytest.raises(TargetError, match="引き継いだ"):
        enter(frozen)
    assert (site.records, Intent.objects.get().run.name) == ([], "b")


def test_failure_after_the_confirmation_leaves_the_record_done(start_run: Start, enter: Enter, site: Site) -> None:
    run = start_run("a", pid=os.getpid())
    site.trouble = [("read_back", BusinessError("違う"))]
    with pytest.raises(BusinessError):
        enter(run)
    assert (site.records, intent(), site.browsers_closed) == (["100"], ("done", 1), 0)


def test_screen_is_pictured_before_and_after(start_run: Start, enter: Enter, tmp_path: Path) -> None:
    enter(start_run("a"))
    assert sorted(path.name for path in tmp_path.glob("p_*.png")) == ["p_after.png", "p_before.png"]


def test_operation_that_is_looked_up_needs_the_whole_row(
    start_run: Start, robot: Robot, site: Site, tmp_path: Path
) -> None:
    site.records.append("1001")
    call = prepared(robot, "100")
    entry = RecordEntry(call, OneDesk(site), start_run("a"), tmp_path / "p")  # type: ignore[arg-type]
    assert entry.enter().state is ItemState.DONE
    assert site.records == ["1001", "100"]


def test_own_key_and_other_key_do_not_meet(start_run: Start, robot: Robot, site: Site, tmp_path: Path) -> None:
    journal = start_run("a")
    for number in ("100", "101"):
        call = replace(prepared(robot, number))
        RecordEntry(call, OneDesk(site), journal, tmp_path / "p").enter()  # type: ignore[arg-type]
    assert site.records == ["100", "101"]
