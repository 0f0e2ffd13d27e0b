"""Looking whether a record stands in the target system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from dxrobot.actions.desk import Desk, NothingToCommit
from dxrobot.actions.operation import perform_steps
from dxrobot.errors import TargetError
from dxrobot.i18n import _
from dxrobot.robot.model import Probe
from dxrobot.robot.target import EVALUATED, Target
from dxrobot.runner.call import PreparedCall
from dxrobot.scenario.expression import evaluate


def record_stands(desk: Desk, call: PreparedCall) -> bool:
    """Whether the probe of ``call``'s operation finds its record; raises :class:`TargetError` if nobody can tell."""
    return look_for_record(desk, call) is not None


def look_for_record(desk: Desk, call: PreparedCall) -> Mapping[str, Any] | None:
    """What the probe's ``returns`` come to for the record it finds (nothing if it has none); None if it finds none.

    Raises :class:`TargetError` if nobody can tell.
    """
    probe = call.operation.probe
    return None if probe is None else look_for(desk, probe, call.values)


def look_for(desk: Desk, probe: Probe, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """As :func:`look_for_record`, by ``probe`` with the operation's ``values``."""
    desk.begin(NothingToCommit())
    known = perform_steps(desk, probe.steps, values)
    if probe.shown is not None:
        return {} if desk.finds({}, shown=_evaluated(probe.shown, known)) else None
    wanted = {heading: str(text) for heading, text in evaluate(probe.row, known).items()}
    row = desk.found_row(wanted, probe.table, probe.next_page, probe.empty and _evaluated(probe.empty, known))
    if row is None:
        return None
    return {name: evaluate(written, {**known, "row": row}) for name, written in probe.returns.items()}


def _evaluated(target: Target, known: Mapping[str, Any]) -> Target:
    try:
        return Target.model_validate(evaluate(target.model_dump(exclude_defaults=True), known), context=EVALUATED)
    except ValidationError:  # its words are a value, and that is blank
        raise TargetError(_("登録済みかを調べるための値が空白です。")) from None
