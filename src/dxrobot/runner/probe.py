"""Looking whether a record stands in the target system."""

from __future__ import annotations

from dxrobot.actions.desk import Desk, NothingToCommit
from dxrobot.actions.operation import perform_steps
from dxrobot.robot.target import Target
from dxrobot.runner.call import PreparedCall
from dxrobot.scenario.expression import evaluate


def record_stands(desk: Desk, call: PreparedCall) -> bool:
    """Whether the probe of ``call``'s operation finds its record; raises :class:`TargetError` if nobody can tell."""
    probe = call.operation.probe
    if probe is None:
        return False
    desk.begin(NothingToCommit())
    known = perform_steps(desk, probe.steps, call.values)
    row = {heading: str(text) for heading, text in evaluate(probe.row, known).items()}
    shown = None
    if probe.shown is not None:
        shown = Target.model_validate(evaluate(probe.shown.model_dump(exclude_defaults=True), known))
    return desk.finds(row, probe.table, probe.next_page, shown)
