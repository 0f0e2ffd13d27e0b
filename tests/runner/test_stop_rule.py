from __future__ import annotations

import pytest

from dxrobot.items import ItemState
from dxrobot.runner.stop_rule import StopRule
from dxrobot.scenario.model import Limits

DONE, DOWN, WRONG = ItemState.DONE, ItemState.SYSTEM_ERROR, ItemState.BUSINESS_ERROR
LIMITS = Limits(system_errors_in_a_row=3, failed_share=0.5, failed_share_after=4, run_minutes=2)


def told(*states: ItemState) -> str:
    rule = StopRule(LIMITS)
    return [rule.item_ended(state, "応答がありません。") for state in states][-1]


def test_system_errors_in_a_row_stop_the_run_with_the_last_reason() -> None:
    assert told(DOWN, DOWN) == ""
    assert "3 件続いた" in told(DOWN, DOWN, DOWN)
    assert "応答がありません。" in told(DOWN, DOWN, DOWN)


@pytest.mark.parametrize("between", [DONE, ItemState.UNKNOWN])
def test_item_that_came_through_ends_the_row(between: ItemState) -> None:
    assert "続いた" not in told(DOWN, DOWN, between, DOWN)


@pytest.mark.parametrize("between", [ItemState.SKIPPED, ItemState.WAITING_REVIEW])
def test_item_that_nobody_worked_on_says_nothing_about_the_target(between: ItemState) -> None:
    assert "3 件続いた" in told(DOWN, DOWN, between, DOWN)


def test_share_of_failed_items_stops_the_run_only_once_enough_were_worked_on() -> None:
    assert told(WRONG, WRONG, WRONG) == ""
    assert "4 件のうち 3 件が失敗" in told(WRONG, DONE, WRONG, WRONG)
    assert told(WRONG, DONE, WRONG, DONE) == ""


def test_run_ends_when_its_time_is_over() -> None:
    rule = StopRule(LIMITS)
    assert rule.time_passed(119.9) == ""
    assert "2 分" in rule.time_passed(120)
