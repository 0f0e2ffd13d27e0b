"""The inputs of a scenario as fields of a schedule's form: files are named by where they lie on this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dxrobot.console.machine_paths import path_problem
from dxrobot.i18n import _
from dxrobot.scenario.model import Input, InputType, Scenario
from dxrobot.scenario.typed import read_typed

PREFIX = "input-"
_LONGEST = 2000
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class InputField:
    """One input as a field of the form."""

    name: str
    kind: str
    """``files``, ``file``, ``text``, ``date``, ``number``, ``choice`` or ``truth``."""
    title: str
    value: str
    required: bool
    hint: str = ""
    choices: tuple[str, ...] = ()
    problem: str = ""


def input_fields(scenario: Scenario, given: Given, problems: Mapping[str, str]) -> list[InputField]:
    """The fields of ``scenario`` filled with ``given``, each with what is wrong with it."""
    return [
        InputField(
            PREFIX + name,
            wanted.type.value,
            wanted.title,
            "\n".join(given.get(name, [wanted.default] if wanted.default else [])),
            wanted.required,
            _hint(wanted),
            wanted.choices or ((_("はい"), _("いいえ")) if wanted.type is InputType.TRUTH else ()),
            problems.get(PREFIX + name, ""),
        )
        for name, wanted in scenario.inputs.items()
    ]


def _hint(wanted: Input) -> str:
    return {
        InputType.FILES: _("ロボットPCから見える場所を、1行に1つ書きます。フォルダーなら中のファイル全部です。"),
        InputType.FILE: _("ロボットPCから見える場所を書きます(例: D:/共有/依頼.csv)。"),
        InputType.DATE: _("例: 2026-04-01、令和8年4月1日。どの回も同じ日付になります。"),
    }.get(wanted.type, "")


def read_inputs(scenario: Scenario, sent: Mapping[str, Any]) -> dict[str, list[str]]:
    """What was written into the fields, by the names of the inputs; blank ones are left out."""
    found: dict[str, list[str]] = {}
    for name, wanted in scenario.inputs.items():
        written = str(sent.get(PREFIX + name, ""))
        lines = written.splitlines() if wanted.type is InputType.FILES else [written]
        if values := [line.strip() for line in lines if line.strip()]:
            found[name] = values
    return found


def input_problems(scenario: Scenario, given: Given, *, from_folder: bool) -> dict[str, str]:
    """What is wrong with each field; ``from_folder`` says that a file comes from the folder of the rule."""
    problems: dict[str, str] = {}
    for name, wanted in scenario.inputs.items():
        values = given.get(name, ())
        may_come = from_folder and wanted.type in (InputType.FILE, InputType.FILES)
        if not values and wanted.required and not wanted.default and not may_come:
            problems[PREFIX + name] = _("ここを入れてください。")
        elif problem := next(filter(None, (_problem(wanted, value) for value in values)), ""):
            problems[PREFIX + name] = problem
    return problems


def _problem(wanted: Input, value: str) -> str:
    if len(value) > _LONGEST:
        return _("{number}文字までで入れてください。").format(number=_LONGEST)
    if wanted.type in (InputType.FILE, InputType.FILES):
        return path_problem(value)
    try:
        read_typed(wanted, value)
    except ValueError:
        return {
            InputType.DATE: _("暦にある日付ではありません。2026-04-01 か 令和8年4月1日 の形に直してください。"),
            InputType.NUMBER: _("数ではありません。1200 のように直してください。"),
            InputType.CHOICE: _("選べるもの: {choices}").format(choices="、".join(wanted.choices)),
        }.get(wanted.type, _("「はい」か「いいえ」を選んでください。"))
    return ""
