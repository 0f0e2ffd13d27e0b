from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.due import Fate, OnMissed, Terms, judge

NOON = datetime(2026, 4, 1, 12, tzinfo=JAPAN)
FIRES = [NOON - timedelta(hours=hours) for hours in (3, 2, 1)]


@pytest.mark.parametrize(
    ("on_missed", "run"),
    [(OnMissed.LAST, [False, False, True]), (OnMissed.NONE, [False] * 3), (OnMissed.ALL, [True] * 3)],
)
def test_missed_moments_are_made_up_for_as_the_schedule_says(on_missed: OnMissed, run: list[bool]) -> None:
    verdicts = judge(FIRES, NOON, Terms(on_missed))
    assert [verdict.fate is Fate.RUN for verdict in verdicts] == run
    assert all(verdict.reason for verdict in verdicts if verdict.fate is not Fate.RUN)


def test_moment_in_time_is_run_whatever_is_made_up_for() -> None:
    verdicts = judge([*FIRES, NOON - timedelta(seconds=5)], NOON, Terms(OnMissed.NONE))
    assert [verdict.fate for verdict in verdicts] == [Fate.MISSED] * 3 + [Fate.RUN]


def test_after_its_deadline_a_moment_is_pointless() -> None:
    verdicts = judge(FIRES, NOON, Terms(OnMissed.ALL, deadline=timedelta(minutes=90)))
    assert [verdict.fate for verdict in verdicts] == [Fate.MISSED, Fate.MISSED, Fate.RUN]


def test_the_last_is_not_among_the_first_when_more_are_due() -> None:
    assert [verdict.fate for verdict in judge(FIRES, NOON, Terms(), more=True)] == [Fate.MISSED] * 3


def test_moment_that_was_taken_out_is_not_run_and_not_the_last() -> None:
    verdicts = judge(FIRES, NOON, Terms(OnMissed.LAST, skips={FIRES[-1]}))
    assert [verdict.fate for verdict in verdicts] == [Fate.MISSED, Fate.RUN, Fate.TAKEN_OUT]
