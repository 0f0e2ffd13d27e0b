"""Telling notices of a scenario that go to no address of dxrobot.toml."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dxrobot.actions.check import Findings, located_actions
from dxrobot.errors import Problem
from dxrobot.i18n import _
from dxrobot.library import Loaded
from dxrobot.scenario.expression import has_expression
from dxrobot.scenario.model import Scenario


def check_notices(loaded: Loaded[Scenario], addresses: Collection[str]) -> list[Problem]:
    """Every address that is none of ``addresses``: a run would go on without the notice, so that nobody looks."""
    findings = Findings(str(loaded.path), loaded.data)
    for loc, step in located_actions(("steps",), loaded.model.steps):
        written = step.arguments.get("to") if step.action == "notify" and isinstance(step.arguments, Mapping) else None
        if not isinstance(written, str) or has_expression(written) or written in addresses:
            continue
        place = (*loc, "notify", "to")
        if addresses:
            findings.unknown(place, _("dxrobot.toml の通知先([notices.…])"), written, addresses)
        else:
            findings.add(place, _("dxrobot.toml の [notices.{to}] に url を書いてください。").format(to=written))
    return findings.problems
