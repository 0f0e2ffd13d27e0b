"""The definitions of a workspace, found by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from ruamel.yaml.comments import CommentedMap

from dxrobot.config import Workspace
from dxrobot.definition import Definition, did_you_mean, load_yaml, validate
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.template import Template
from dxrobot.robot.model import Robot
from dxrobot.scenario.model import Scenario

Kind = TypeVar("Kind", bound=Definition)

TEST_SUFFIX = ".test"
"""How the name of a file of tests ends: ``scenarios/NAME.test.yaml``."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Kind]):
    """A definition with the file it stands in, for messages and for its hash."""

    path: Path
    data: CommentedMap
    model: Kind


@dataclass(frozen=True, slots=True)
class Uses:
    """Everything that a run of one scenario uses beside the scenario itself, by name."""

    parts: Mapping[str, Loaded[Scenario]]
    robots: Mapping[str, Loaded[Robot]]
    templates: Mapping[str, Loaded[Template]]


class Library:
    """Finds scenarios, robots and OCR templates in a workspace by their names."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def scenario(self, name: str) -> Loaded[Scenario]:
        """The scenario called ``name``, or the one in the file ``name``."""
        path = Path(name)
        if path.suffix not in (".yaml", ".yml"):
            path = self._find(self.workspace.scenarios, name, _("シナリオ"))
        return load(path, Scenario)

    def robot(self, name: str) -> Loaded[Robot]:
        """The robot called ``name``."""
        return load(self._find(self.workspace.robots, name, _("ロボット")), Robot)

    def template(self, name: str) -> Loaded[Template]:
        """The OCR template called ``name``."""
        folder = self.workspace.ocr_templates
        path = folder / name / "template.yaml"
        if not path.is_file():
            raise _missing(_("帳票定義"), name, path, self.template_names())
        return load(path, Template)

    def uses(self, scenario: Scenario) -> Uses:
        """Everything that ``scenario`` and its parts name, at any depth.

        Raises :class:`InputError` for what is not there.

        A part that uses itself is passed over here: the check names it.
        """
        parts: dict[str, Loaded[Scenario]] = {}
        waiting = [step.use for step in scenario.parts()]
        while waiting:
            name = waiting.pop(0)
            if name not in parts and name != scenario.scenario:
                parts[name] = self.scenario(name)
                waiting += [step.use for step in parts[name].model.parts()]
        models = (scenario, *(part.model for part in parts.values()))
        robots = dict.fromkeys(name for model in models for name in model.robots)
        templates = dict.fromkeys(name for model in models for name in model.ocr_templates)
        return Uses(
            parts,
            {name: self.robot(name) for name in robots},
            {name: self.template(name) for name in templates},
        )

    def scenario_names(self) -> list[str]:
        """Names of all scenarios and parts."""
        return [name for name in _stems(self.workspace.scenarios) if not name.endswith(TEST_SUFFIX)]

    def robot_names(self) -> list[str]:
        """Names of all robots."""
        return _stems(self.workspace.robots)

    def template_names(self) -> list[str]:
        """Names of all OCR templates."""
        return sorted(path.parent.name for path in self.workspace.ocr_templates.glob("*/template.yaml"))

    def files(self) -> list[Path]:
        """Every definition file of the workspace."""
        workspace = self.workspace
        return [
            *sorted(workspace.scenarios.glob("*.yaml")),
            *sorted(workspace.robots.glob("*.yaml")),
            *sorted(workspace.ocr_templates.glob("*/template.yaml")),
        ]

    def _find(self, folder: Path, name: str, kind: str) -> Path:
        path = folder / f"{name}.yaml"
        if not path.is_file():
            raise _missing(kind, name, path, _stems(folder))
        return path


def load(path: Path, model: type[Kind]) -> Loaded[Kind]:
    """Read one definition file as ``model``."""
    data = load_yaml(path)
    return Loaded(path, data, validate(data, model, path))


def _stems(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml"))


def _missing(kind: str, name: str, path: Path, known: list[str]) -> InputError:
    hint = did_you_mean(name, known) or _("あるもの: {names}").format(names=", ".join(known) or _("なし"))
    return InputError(_("{kind}「{name}」がありません({path})。").format(kind=kind, name=name, path=path), hint)
