"""What a version of a scenario has changed against an earlier one, in words and line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dxrobot.app.robot_changes import robot_changes
from dxrobot.app.scenario_changes import scenario_changes
from dxrobot.app.version_texts import DIGEST, changed_files
from dxrobot.definition import Definition, kind_of, parse_definition, validate
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.robot.model import Robot
from dxrobot.scenario.model import Scenario

Texts = Mapping[str, str]
"""The texts of all files of a version by ``folder/name``."""


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed in one file."""

    where: str
    """The file as people know it: シナリオ, 部品「…」, ロボット「…」."""
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a file, as it is in both versions or only in one."""

    kind: Literal["same", "added", "removed", "gap"]
    text: str


def changes(before: Texts, after: Texts) -> list[Change]:
    """What ``after`` has changed, in words; empty where nothing has."""
    return [_change(name, before.get(name), after.get(name)) for name in changed_files(before, after)]


def line_changes(before: Texts, after: Texts) -> dict[str, list[DiffLine]]:
    """The lines that have changed, with three around them, by file; without files of which no text is kept."""
    found = {}
    for name in changed_files(before, after):
        old, new = before.get(name, ""), after.get(name, "")
        if not (old.startswith(DIGEST) or new.startswith(DIGEST)):
            found[name] = list(_diff(old.splitlines(), new.splitlines()))
    return found


def changed_robots(before: Texts, after: Texts) -> list[str]:
    """The names of the robots of which a file has changed."""
    return [Path(name).stem for name in changed_files(before, after) if name.startswith("robots/")]


def _diff(old: list[str], new: list[str]) -> Iterator[DiffLine]:
    for line in list(difflib.unified_diff(old, new, lineterm="", n=3))[2:]:
        if line.startswith("@@"):
            yield DiffLine("gap", "")
        else:
            kind: Literal["same", "added", "removed"] = (
                "added" if line[0] == "+" else "removed" if line[0] == "-" else "same"
            )
            yield DiffLine(kind, line[1:])


def _change(name: str, before: str | None, after: str | None) -> Change:
    old, new = _read(name, before), _read(name, after)
    where = _where(name, new or old)
    if before is None or after is None:
        return Change(where, (_("新しく使うようになりました。") if before is None else _("使わなくなりました。"),))
    return Change(where, tuple(_sentences(old, new)))


def _sentences(old: Definition | None, new: Definition | None) -> list[str]:
    if old is None or new is None:
        return [_("中身が変わりました。")]
    if old == new:
        return [_("注記や書き方だけが変わりました。動きは同じです。")]
    found: list[str] = []
    if isinstance(old, Scenario) and isinstance(new, Scenario):
        found = scenario_changes(old, new)
    elif isinstance(old, Robot) and isinstance(new, Robot):
        found = robot_changes(old, new)
    return found or [_("そのほかの設定が変わりました。下の「行ごとの違い」で確かめてください。")]


def _read(name: str, text: str | None) -> Definition | None:
    """The scenario or robot that stands in ``text``; None for another file, or one that this version cannot read."""
    if text is None or text.startswith(DIGEST) or not name.endswith(".yaml"):
        return None
    try:
        data = parse_definition(text, Path(name))
        kind = kind_of(data)
        if kind == "scenario":
            return validate(data, Scenario, Path(name))
        return validate(data, Robot, Path(name)) if kind == "robot" else None
    except InputError:
        return None


def _where(name: str, known: Definition | None) -> str:
    if isinstance(known, Scenario):
        return _("部品「{title}」").format(title=known.title) if known.part else _("シナリオ")
    if isinstance(known, Robot):
        return _("ロボット「{title}」").format(title=known.title)
    if name.endswith("/template.yaml"):
        return _("帳票定義 {name}").format(name=Path(name).parent.name)
    return _("ファイル {name}").format(name=name)
