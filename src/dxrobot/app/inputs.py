"""What a run is started with, as the scenario declares it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dxrobot.definition import did_you_mean
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.scenario.model import Input, InputType, Scenario
from dxrobot.scenario.typed import read_typed


def input_values(scenario: Scenario, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The inputs of a run by name; ``given`` may name one several times.

    Raises :class:`InputError` for an input that is unknown, missing, or given twice where only one is meant.
    """
    for name in given:
        if name not in scenario.inputs:
            known = _("あるもの: {names}").format(names=", ".join(scenario.inputs))
            hint = did_you_mean(name, list(scenario.inputs)) or known
            raise InputError(_("入力「{name}」はこのシナリオにありません。").format(name=name), hint)
    values: dict[str, Any] = {}
    for name, wanted in scenario.inputs.items():
        written = list(given.get(name, [wanted.default] if wanted.default else []))
        if wanted.required and not any(written):
            raise InputError(
                _("入力「{title}」がありません。").format(title=wanted.title),
                _("-i {name}=… で指定してください。").format(name=name),
            )
        if wanted.type is not InputType.FILES and len(written) > 1:
            raise InputError(_("入力「{title}」は1つだけ指定できます。").format(title=wanted.title))
        values[name] = written if wanted.type is InputType.FILES else _typed(name, wanted, "".join(written))
    return values


def _typed(name: str, wanted: Input, written: str) -> Any:
    """One input as its type wants it; a blank stays blank."""
    if not written:
        return written
    try:
        return read_typed(wanted, written)
    except ValueError:
        raise InputError(
            _("入力「{title}」に {written} は使えません。").format(title=wanted.title, written=written),
            _examples(wanted).format(name=name),
        ) from None


def _examples(wanted: Input) -> str:
    if wanted.type is InputType.CHOICE:
        return _("選べるもの: {choices}").format(choices=", ".join(wanted.choices))
    return {
        InputType.DATE: _("例: -i {name}=2026-04-01(令和8年4月1日 でも読めます)"),
        InputType.NUMBER: _("例: -i {name}=1200"),
        InputType.TRUTH: _("例: -i {name}=はい"),
    }[wanted.type]


def given_paths(scenario: Scenario, values: Mapping[str, Any]) -> tuple[Path, ...]:
    """The files and folders among the inputs of a run."""
    paths: list[str] = []
    for name, wanted in scenario.inputs.items():
        if wanted.type is InputType.FILES:
            paths += values[name]
        elif wanted.type is InputType.FILE:
            paths.append(values[name])
    return tuple(Path(path) for path in paths if path)


def lasting_inputs(scenario: Scenario, inputs: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The inputs as they can be used again from any folder."""
    files = (InputType.FILE, InputType.FILES)
    return {
        name: [
            str(Path(value).absolute()) if value and scenario.inputs[name].type in files else value for value in given
        ]
        for name, given in inputs.items()
    }
