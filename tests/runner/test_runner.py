from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dxrobot.actions.base import RunContext, Tally
from dxrobot.actions.progress import Progress
from dxrobot.config import load_workspace
from dxrobot.errors import BusinessError, InputError, NotOnScreen, TargetError
from dxrobot.items import ItemState, Mode
from dxrobot.masking import MASK, redactor
from dxrobot.robot.model import Robot
from dxrobot.runner import batch, runner
from dxrobot.runner.halt import RunStopped
from dxrobot.runner.runner import Runner
from dxrobot.scenario.model import Scenario
from dxrobot.store.journal import Journal
from dxrobot.store.models import Intent, Item
from dxrobot.store.rulings import RulingKind, settle_unknown
from tests.actions.workspace import SCENARIO
from tests.runner.forms import form
from tests.runner.site import OneDesk, Site

Start = Callable[..., Journal]
LOST = TargetError("応答がありません。")
CALL = {"robot": "desk.register", "with": {"number": "{{ form.number }}", "name": "{{ form.name }}"}}


class Bench:
    """Runs steps over forms against the site that only seems to be one."""

    def __init__(self, robot: Robot, site: Site, journal: Journal, folder: Path) -> None:
        self.robot, self.site, self.journal = robot, site, journal
        self.parts: dict[str, Scenario] = {}
        self.waits: list[float] = []
        self.reports: list[tuple[str, int, int]] = []
        self.context = RunContext(
            load_workspace(folder / "workspace"),
            journal,
            folder,
            Progress(lambda *report: self.reports.append(report)),
            Tally(),
        )

    def run(self, forms: list[Any], steps: list[Any] | None = None) -> list[ItemState]:
        from ruamel.yaml import YAML

        data = dict(YAML(typ="safe").load(SCENARIO))
        loop = {"for_each": "{{ forms }}", "as": "form", "key": "{{ form.key }}", "steps": steps or [CALL]}
        scenario = Scenario.model_validate(data | {"inputs": {}, "steps": [loop]})
        desks = OneDesk(self.site)
        Runner(scenario, self.parts, {"desk": self.robot}, Mode.TRIAL, self.context, desks, b"salt").run(
            {"forms": forms}
        )  # type: ignore[arg-type]
        return self.journal.item_states()


@pytest.fixture
def bench(robot: Robot, site: Site, start_run: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    bench = Bench(robot, site, start_run("a", pid=os.getpid(), mode=Mode.TRIAL), tmp_path)
    robot_without_waiting = robot.model_copy(update={"settle_s": 0.01})
    bench.robot = robot_without_waiting
    # Only the batch's own waiting: time.sleep itself belongs to every thread of this process.
    monkeypatch.setattr(batch, "time", SimpleNamespace(sleep=bench.waits.append, perf_counter=time.perf_counter))
    return bench


def forms(count: int) -> list[Any]:
    return [form(str(100 + number), page=number) for number in range(1, count + 1)]


def test_every_item_is_entered_and_reported(bench: Bench) -> None:
    assert bench.run(forms(3)) == [ItemState.DONE] * 3
    assert bench.site.records == ["101", "102", "103"]
    assert bench.reports == [("items", 0, 3), ("items", 1, 3), ("items", 2, 3), ("items", 3, 3)]


def test_screen_that_has_changed_is_not_tried_a_third_time(bench: Bench) -> None:
    bench.site.trouble = [("fill", NotOnScreen("画面に「氏名」の欄が見つかりません。"))] * 3
    assert bench.run(forms(1)) == [ItemState.SYSTEM_ERROR]
    assert (bench.waits, len(bench.site.trouble)) == ([1.0], 1)


def test_business_error_goes_to_a_person_at_once_and_the_others_go_on(bench: Bench) -> None:
    bench.site.trouble = [("fill", BusinessError("番号が違います。"))]
    assert bench.run(forms(2)) == [ItemState.BUSINESS_ERROR, ItemState.DONE]
    assert (bench.waits, Item.objects.get(ordinal=1).reason) == ([], "番号が違います。")


def test_doubtful_item_waits_and_the_others_go_on(bench: Bench) -> None:
    assert bench.run([form("100", doubtful="name"), form("101")]) == [ItemState.WAITING_REVIEW, ItemState.DONE]
    assert bench.site.records == ["101"]
    assert "氏名" in Item.objects.get(ordinal=1).reason


def test_system_error_is_tried_again_with_back_off_in_a_new_browser(bench: Bench) -> None:
    bench.site.trouble = [("fill", LOST), ("login", LOST)]
    assert bench.run(forms(1)) == [ItemState.DONE]
    assert bench.waits == [1.0, 4.0]
    assert (bench.site.records, bench.site.browsers_closed) == (["101"], 2)


def test_record_that_was_sent_and_cannot_be_looked_for_is_told_so_and_a_person_may_close_it(bench: Bench) -> None:
    bench.site.trouble = [("answer", LOST), *[("probe", NotOnScreen("見出しがありません。"))] * 9]
    bench.run(forms(1))
    assert "手で入力しないでください。見出しがありません。" in Item.objects.get().reason
    assert settle_unknown(bench.journal.run, "101", RulingKind.THERE, by="窓口 花子", reason="見た")
    assert (Item.objects.get().state, Intent.objects.get().state) == ("done", "done")


def test_record_that_was_not_there_and_could_not_be_entered_anew_is_no_longer_in_doubt(bench: Bench) -> None:
    bench.site.trouble = [("click", LOST), ("fill", LOST), ("fill", LOST)]
    assert bench.run(forms(1)) == [ItemState.SYSTEM_ERROR]
    assert Item.objects.get().reason == LOST.message


def test_record_in_doubt_is_told_so_whatever_fails_on_the_way_to_it(bench: Bench) -> None:
    bench.site.trouble = [("answer", LOST), *[("login", LOST)] * 9]
    bench.run(forms(1))
    assert "手で入力しないでください" in Item.objects.get().reason


def test_system_error_that_stays_is_given_up_and_the_intent_is_free(bench: Bench) -> None:
    bench.site.trouble = [("fill", LOST)] * 3
    assert bench.run(forms(2)) == [ItemState.SYSTEM_ERROR, ItemState.DONE]
    assert [intent.item_key for intent in Intent.objects.all()] == ["102"]


def test_records_that_only_a_look_at_the_target_confirmed_are_told_in_the_summary(bench: Bench) -> None:
    bench.site.trouble = [("answer", LOST), ("answer", LOST)]
    assert bench.run(forms(3)) == [ItemState.DONE] * 3
    (warning,) = bench.context.tally.warnings
    assert warning.startswith("登録の印が出なかった件: 2(")


def test_records_whose_operation_broke_off_after_the_commit_are_done_and_told_with_the_reason(bench: Bench) -> None:
    bench.site.trouble = [("read_back", LOST), ("read_back", LOST)]
    assert bench.run(forms(3)) == [ItemState.DONE] * 3
    assert bench.waits == []
    told = [item.reason for item in Item.objects.order_by("ordinal")]
    assert told == [f"登録は済みましたが、その後の画面を最後まで扱えませんでした。{LOST.message}"] * 2 + [""]
    assert bench.site.records == ["101", "102", "103"]
    (warning,) = bench.context.tally.warnings
    assert warning.startswith("登録した後の画面を扱えなかった件: 2(")


def test_reasons_hold_nothing_of_what_was_entered(bench: Bench) -> None:
    redactor.learn("十文字 菊代")
    told = BusinessError("画面に「十文字菊代」のリンクが見つかりません。", "似たもの: 十文字 菊代")
    bench.site.trouble = [("fill", told)]
    bench.run(forms(1))
    assert Item.objects.get().reason == f"画面に「{MASK * 3}」のリンクが見つかりません。似たもの: {MASK * 3}"


def test_a_sign_that_came_is_not_told(bench: Bench) -> None:
    bench.run(forms(1))
    assert bench.context.tally.warnings == []


def test_lost_answer_is_not_entered_again(bench: Bench) -> None:
    bench.site.trouble = [("answer", LOST)]
    assert bench.run(forms(1)) == [ItemState.DONE]
    assert bench.site.records == ["101"]


def test_three_system_errors_in_a_row_stop_the_run(bench: Bench) -> None:
    bench.site.trouble = [("fill", LOST)] * 9
    with pytest.raises(RunStopped, match="3 件続いた"):
        bench.run(forms(5))
    assert bench.journal.item_states() == [ItemState.SYSTEM_ERROR] * 3 + [ItemState.PENDING] * 2


def test_success_between_system_errors_keeps_the_run_going(bench: Bench) -> None:
    class Flaky(Site):
        """Down for every item but the third."""

        def fail_at(self, moment: str) -> None:
            if moment == "fill" and len(Item.objects.exclude(state="pending")) != 2:
                raise LOST

    bench.site.__class__ = Flaky
    down = ItemState.SYSTEM_ERROR
    assert bench.run(forms(5)) == [down, down, ItemState.DONE, down, down]


def test_wrong_environment_stops_the_run_and_leaves_the_rest_pending(bench: Bench) -> None:
    bench.site.trouble = [("login", InputError("ログインできません。"))]
    with pytest.raises(InputError):
        bench.run(forms(2))
    assert bench.journal.item_states() == [ItemState.PENDING] * 2
    assert not Intent.objects.exists()


def test_condition_chooses_the_steps(bench: Bench) -> None:
    steps = [{"if": "{{ form.number == '101' }}", "then": [CALL], "else": []}]
    assert bench.run(forms(2), steps) == [ItemState.DONE] * 2
    assert bench.site.records == ["101"]


def test_second_call_of_an_operation_in_one_item_is_an_entry_of_its_own(bench: Bench) -> None:
    other = {"robot": "desk.register", "with": {"number": "{{ form.number }}-2", "name": ""}}
    assert bench.run(forms(1), [CALL, other]) == [ItemState.DONE]
    assert bench.site.records == ["101", "101-2"]
    assert [intent.step for intent in Intent.objects.order_by("id")] == ["1", "2"]


def test_first_call_is_not_repeated_when_the_second_fails(bench: Bench) -> None:
    class SecondFails(Site):
        def fail_at(self, moment: str) -> None:
            if moment == "fill" and self.records == ["101"] and not bench.waits:
                raise LOST

    bench.site.__class__ = SecondFails
    other = {"robot": "desk.register", "with": {"number": "{{ form.number }}-2", "name": ""}}
    assert bench.run(forms(1), [CALL, other]) == [ItemState.DONE]
    assert bench.site.records == ["101", "101-2"]


def test_item_with_a_failed_call_does_not_go_on_to_the_next(bench: Bench) -> None:
    bench.site.records.append("101")
    other = {"robot": "desk.register", "with": {"number": "{{ form.number }}-2", "name": ""}}
    assert bench.run(forms(1), [CALL, other]) == [ItemState.BUSINESS_ERROR]
    assert bench.site.records == ["101"]


def test_output_of_a_step_can_be_named_and_used(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    from dxrobot.actions.base import ScenarioAction

    class Renumber(ScenarioAction):
        name = "番号を付け直す"
        sentence = "見本"
        main_argument = "number"
        number: str

        def perform(self, context: RunContext) -> str:
            return f"{self.number}0"

    monkeypatch.setattr(runner, "scenario_actions", lambda: {"renumber": Renumber})
    call = {"robot": "desk.register", "with": {"number": "{{ new }}", "name": ""}}
    assert bench.run(forms(1), [{"renumber": "{{ form.number }}", "as": "new"}, call]) == [ItemState.DONE]
    assert bench.site.records == ["1010"]
