"""Telling which of a city's workbooks hold what many programs lose, such as seals: dxrobot writes around them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dxrobot.actions.check import Findings, located_actions
from dxrobot.errors import InputError, Problem
from dxrobot.i18n import _
from dxrobot.library import Loaded
from dxrobot.scenario.expression import has_expression
from dxrobot.scenario.model import Loc, Scenario
from dxrobot.sheets.losses import what_openpyxl_would_lose

# The actions that write into a workbook which stands there already, and the argument that names it.
_WRITES_INTO = {"fill_sheet": "template", "append_rows": "file", "update_rows": "file"}


def workbook_notes(loaded: Loaded[Scenario], root: Path) -> list[Problem]:
    """What the workbooks below ``root`` that the scenario names outright hold; one that is not there yet is named."""
    findings = Findings(str(loaded.path), loaded.data)
    for loc, step in located_actions(("steps",), loaded.model.steps):
        argument = _WRITES_INTO.get(step.action, "")
        written = step.arguments.get(argument) if argument and isinstance(step.arguments, Mapping) else None
        if isinstance(written, str) and not has_expression(written):
            _note(findings, (*loc, step.action, argument), root / written)
    return findings.in_order()


def _note(findings: Findings, loc: Loc, path: Path) -> None:
    if not path.is_file():
        findings.add(loc, _("この名前のファイルは、作業フォルダーにまだありません。"))
        return
    try:
        held = what_openpyxl_would_lose(path)
    except InputError as error:
        findings.add(loc, str(error))
        return
    if held:
        message = _("この様式には、{held} があります。dxrobot は、これらを残したまま書き込みます。")
        findings.add(loc, message.format(held="、".join(held)))
