"""The version of a scenario: one hash over everything a run of it uses, and whether people approved it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from dxrobot.actions.packages import packages_of
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.library import Library, Loaded, Uses
from dxrobot.ocr.learned import current_file
from dxrobot.ocr.template import Template
from dxrobot.ocr.word_lists import path_of
from dxrobot.robot.model import walk_operation
from dxrobot.scenario.model import Scenario, Step, walk
from dxrobot.store.approvals import is_approved


def definition_hash(workspace: Workspace, loaded: Loaded[Scenario]) -> str:
    """SHA-256 over everything a run of the scenario uses, wherever the files lie.

    Scenario, parts, robots, OCR templates with all that lies in their folders and the word lists they name, what was
    learned from corrections, and the versions of the packages whose actions they use.
    """
    uses = Library(workspace).uses(loaded.model)
    whole = hashlib.sha256()
    for path in _all_files(workspace, loaded, uses):
        whole.update(f"{path.parent.name}/{path.name}\0".encode())
        whole.update(hashlib.sha256(_content(path)).digest())
    for package in packages_of(_actions(loaded.model, uses)):
        whole.update(f"{package}\0".encode())
    return whole.hexdigest()


def definition_files(workspace: Workspace, loaded: Loaded[Scenario]) -> list[Path]:
    """Every file that makes up the version of the scenario."""
    return list(_all_files(workspace, loaded, Library(workspace).uses(loaded.model)))


def _all_files(workspace: Workspace, loaded: Loaded[Scenario], uses: Uses) -> Iterator[Path]:
    yield from _files(loaded, uses)
    taught = current_file(workspace.learned) if uses.templates else None
    if taught:
        yield taught


def _files(loaded: Loaded[Scenario], uses: Uses) -> Iterator[Path]:
    yield loaded.path
    yield from (part.path for part in uses.parts.values())
    yield from (robot.path for robot in uses.robots.values())
    for template in uses.templates.values():
        first = (template.path, template.path.parent / template.model.blank)
        yield from first
        # Word lists change what is read, wherever they lie.
        beside = {path for path in template.path.parent.iterdir() if path.is_file() and path not in first}
        yield from sorted(beside | _word_lists(template))


def _word_lists(template: Loaded[Template]) -> set[Path]:
    fields = [one for field in template.model.fields for one in (field, *field.columns)]
    return {path_of(template.path.parent, field.lexicon) for field in fields if field.lexicon}


def _actions(scenario: Scenario, uses: Uses) -> set[str]:
    """The names of all actions among the steps of the scenario, its parts and their robots."""
    scenarios = (scenario, *(part.model for part in uses.parts.values()))
    names = {step.action for each in scenarios for step in walk(each.steps) if isinstance(step, Step)}
    for robot in (loaded.model for loaded in uses.robots.values()):
        steps = [robot.login.steps, *(operation.steps for operation in robot.operations.values())]
        steps += [operation.probe.steps for operation in robot.operations.values() if operation.probe]
        names |= {step.action for some in steps for step in walk_operation(some) if isinstance(step, Step)}
    return names


def _content(path: Path) -> bytes:
    """A file's bytes; in text the line ends of Windows and of others are the same version."""
    content = path.read_bytes()
    return content.replace(b"\r\n", b"\n") if path.suffix in (".yaml", ".csv") else content


def require_approval(scenario: str, version: str) -> None:
    """Raise :class:`InputError` unless this exact version is approved."""
    if not is_approved(scenario, version):
        raise InputError(
            _("シナリオ「{scenario}」のこの版は、本番の承認を受けていません(版 {version})。").format(
                scenario=scenario, version=version[:12]
            ),
            _("まず試行(--production なし)で確かめ、所属長の承認を受けてください。"),
        )
