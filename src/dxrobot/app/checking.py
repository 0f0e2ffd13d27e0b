"""Checking definition files: every mistake of every file at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ruamel.yaml.comments import CommentedMap

from dxrobot.actions.check_notices import check_notices
from dxrobot.actions.check_robot import check_robot
from dxrobot.actions.check_scenario import check_scenario
from dxrobot.actions.check_sensitive import sensitive_notes
from dxrobot.actions.check_workbooks import workbook_notes
from dxrobot.actions.salvage import mend_keys, readable_robot, readable_scenario
from dxrobot.app.delivered import ApprovalsFile
from dxrobot.authoring.cases import ScenarioTest
from dxrobot.authoring.check_cases import check_cases
from dxrobot.authoring.readable_test import readable_test
from dxrobot.calendar_files.city import city_of
from dxrobot.config import CONFIG_FILE, Workspace
from dxrobot.definition import Definition, did_you_mean, kind_of, load_definition, load_yaml, validate
from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.library import TEST_SUFFIX, Library, Loaded, load
from dxrobot.robot.model import Robot
from dxrobot.scenario.model import Scenario
from dxrobot.toml_places import position as position_in_toml
from dxrobot.yaml_places import position

Kind = TypeVar("Kind", bound=Definition)

KINDS = ("scenario", "robot", "template", "approvals", "test")


def check_files(workspace: Workspace, paths: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """The files that were checked (all of the workspace's when ``paths`` is empty) and every mistake in them."""
    library = Library(workspace)
    found = [file for path in paths for file in _files_in(path)] or library.files()
    if not found:
        raise InputError(_("調べる定義ファイルがありません。"))
    files = sorted(found, key=lambda file: _turn(file, workspace))
    of_city = [*check_addresses(workspace, library), *check_city(workspace)] if not paths else []
    return files, [*of_city, *(problem for file in files for problem in check_file(file, library))]


def check_city(workspace: Workspace) -> list[Problem]:
    """Mistakes in the city's calendar, its hours and the blackouts of its systems."""
    try:
        city_of(workspace, datetime.now(JAPAN).date())
    except DefinitionError as error:
        return list(error.problems)
    return []


def check_addresses(workspace: Workspace, library: Library) -> list[Problem]:
    """Addresses of robots in dxrobot.toml that fit no robot, or by which a trial would reach the real system."""
    path, known = workspace.root / CONFIG_FILE, library.robot_names()
    found: list[tuple[str, str, str]] = []
    for name, robot in workspace.settings.robots.items():
        if name not in known:
            hint = did_you_mean(name, known) or _("あるもの: {names}").format(names=", ".join(known))
            found.append((name, "", _("robots/ に、この名前のロボットがありません。{hint}").format(hint=hint)))
        if robot.address and robot.address.rstrip("/") == robot.test_address.rstrip("/"):
            message = _("本番の address と同じです。試行が本番のシステムに登録してしまいます。")
            found.append((name, "test_address", message))
    if not found:
        return []
    text = path.read_text(encoding="utf-8-sig")
    return [
        Problem(str(path), *position_in_toml(text, loc), ".".join(loc), message)
        for name, key, message in found
        for loc in [("robots", name, key) if key else ("robots", name)]
    ]


def _turn(path: Path, workspace: Workspace) -> int:
    """What others are built on comes first: robots, templates, scenarios, then tests."""
    if path.resolve().parent == workspace.robots.resolve():
        return 0
    if path.name == "template.yaml":
        return 1
    return 3 if path.stem.endswith(TEST_SUFFIX) else 2


def notes_on(workspace: Workspace, files: Iterable[Path]) -> list[Problem]:
    """What is no mistake in ``files`` and still good to know.

    That is: workbooks that hold more than most programs keep, and fields that take personal data and do not say so.
    """
    found: list[Problem] = []
    for file in files:
        data = load_yaml(file)
        if kind_of(data) == "scenario":
            found += workbook_notes(load(file, Scenario), workspace.root)
        elif kind_of(data) == "robot":
            found += sensitive_notes(load(file, Robot))
    return found


def check_file(path: Path, library: Library) -> list[Problem]:
    """Every mistake in one file; its kind is its first key."""
    checks: Mapping[str, Callable[[], list[Problem]]] = {
        "scenario": lambda: _check_all(
            path, data, Scenario, readable_scenario, lambda scenario: _in_workspace(scenario, library)
        ),
        "robot": lambda: _check_all(path, data, Robot, readable_robot, check_robot),
        "template": lambda: _check_template(path),
        "approvals": lambda: _check_approvals(path),
        "test": lambda: _check_all(path, data, ScenarioTest, readable_test, lambda tests: check_cases(tests, library)),
    }
    try:
        data = load_yaml(path)
        kind = kind_of(data)
        if kind not in checks:
            message = _("最初のキーは scenario, robot, template, test のどれかにしてください。{hint}")
            return [Problem(str(path), *position(data, [kind]), kind, message.format(hint=did_you_mean(kind, KINDS)))]
        return checks[kind]()
    except DefinitionError as error:
        return list(error.problems)


def _check_all(
    path: Path,
    data: CommentedMap,
    model: type[Kind],
    readable: Callable[[CommentedMap, Path], Kind],
    check: Callable[[Loaded[Kind]], list[Problem]],
) -> list[Problem]:
    """The mistakes in the shape of a file together with those in what it names."""
    try:
        return check(Loaded(path, data, validate(data, model, path)))
    except DefinitionError as error:
        mended = load_yaml(path, to_change=True)
        mend_keys(mended, model)
        found = [*error.problems, *check(Loaded(path, mended, readable(mended, path)))]
        return sorted(found, key=lambda problem: (problem.line, problem.column))


def _in_workspace(scenario: Loaded[Scenario], library: Library) -> list[Problem]:
    """Also what keeps no run from its work, and so is not asked for before one."""
    found = [
        *check_scenario(scenario, library),
        *check_notices(scenario, library.workspace.settings.notices),
    ]
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def _check_template(path: Path) -> list[Problem]:
    """The picture of the blank must be there and hold every zone: loading finds that out."""
    from dxrobot.ocr.template_files import load_template  # only here: it loads what reads pictures

    template = load_template(path).template.template
    if template == path.parent.name:
        return []
    message = _('フォルダー名と同じ名前 "{stem}" にしてください。').format(stem=path.parent.name)
    return [Problem(str(path), 1, 1, "template", message)]


def _check_approvals(path: Path) -> list[Problem]:
    load_definition(path, ApprovalsFile)
    return []


def _files_in(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.rglob("*.yaml"))
        # Folders of programs (.venv, .git) and the store are nobody's definitions.
        return [file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts)]
    if not path.exists():
        raise InputError(_("ファイルがありません: {path}").format(path=path))
    return [path]


def require_sound(loaded: Loaded[Scenario], library: Library) -> None:
    """Raise :class:`DefinitionError` with every mistake of the scenario, its parts and the robots they use."""
    problems = check_scenario(loaded, library)
    if not problems:
        uses = library.uses(loaded.model)
        for part in uses.parts.values():
            problems += check_scenario(part, library)
        for robot in uses.robots.values():
            problems += check_robot(robot)
    if problems:
        raise DefinitionError(problems)
