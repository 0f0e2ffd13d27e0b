"""A run ends between two items, never within one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dxrobot.errors import RunCancelled
from dxrobot.items import ItemState
from dxrobot.runner.halt import Halt, RunStopped
from dxrobot.scenario.model import Limits
from tests.runner.test_runner import Bench, bench, forms

__all__ = ["bench"]


def test_run_asked_to_stop_finishes_the_item_in_hand_and_leaves_the_rest_pending(bench: Bench) -> None:
    bench.context = replace(bench.context, asked_to_stop=lambda: bool(bench.site.records))
    with pytest.raises(RunCancelled, match="再開すると続きます"):
        bench.run(forms(3))
    assert bench.journal.item_states() == [ItemState.DONE, ItemState.PENDING, ItemState.PENDING]
    assert bench.site.records == ["101"]


def test_run_whose_time_is_over_begins_no_further_item() -> None:
    clock = iter([0.0, 59.0, 61.0])
    halt = Halt(Limits(run_minutes=1), lambda: False, lambda: next(clock))
    halt.before_item()
    with pytest.raises(RunStopped, match="上限"):
        halt.before_item()


def test_share_of_failures_is_counted_over_all_loops_of_a_run() -> None:
    halt = Halt(Limits(failed_share=0.5, failed_share_after=2), lambda: False)
    halt.after_item(ItemState.DONE, "")
    halt.after_item(ItemState.BUSINESS_ERROR, "")
    with pytest.raises(RunStopped, match="3 件のうち 2 件"):
        halt.after_item(ItemState.BUSINESS_ERROR, "")
