"""Checking the tests of a scenario: everything that a case names must be there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dxrobot.actions.check import Findings
from dxrobot.authoring.cases import Case, KnownForm, ScenarioTest
from dxrobot.config import Workspace
from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.library import TEST_SUFFIX, Library, Loaded
from dxrobot.robot.model import Robot
from dxrobot.scenario.model import Input, InputType, Loc, Scenario

_FILES = (InputType.FILES, InputType.FILE)


def check_cases(loaded: Loaded[ScenarioTest], library: Library) -> list[Problem]:
    """Every mistake in a file of tests whose shape is right."""
    findings = Findings(str(loaded.path), loaded.data)
    name = f"{loaded.model.test}{TEST_SUFFIX}.yaml"
    if loaded.path.name != name:
        findings.add(("test",), _('ファイル名を "{name}" にしてください。').format(name=name))
    try:
        scenario = library.scenario(loaded.model.test).model
    except DefinitionError:
        return findings.in_order()  # the scenario's own check reports what is wrong in it
    except InputError:
        findings.unknown(("test",), _("シナリオ"), loaded.model.test, library.scenario_names())
        return findings.in_order()
    if scenario.part:
        findings.add(("test",), _("部品は、それを使うシナリオの試験で確かめてください。"))
    cases = _Cases(findings, scenario, library)
    for index, case in enumerate(loaded.model.cases):
        cases.check(("cases", index), case)
    return findings.in_order()


class _Cases:
    def __init__(self, findings: Findings, scenario: Scenario, library: Library) -> None:
        self._findings = findings
        self._scenario = scenario
        self._library = library
        self._robots = _robots_of(scenario, library)

    def check(self, loc: Loc, case: Case) -> None:
        """Note what ``case`` names that is not there."""
        for name in case.inputs:
            if name not in self._scenario.inputs:
                self._findings.unknown((*loc, "inputs", name), _("シナリオの入力"), name, self._scenario.inputs)
        self._missing_inputs(loc, case)
        self._paths(loc, case)
        for index, form in enumerate(case.forms):
            self._form((*loc, "forms", index), form)
        if self._robots is not None:
            self._sites(loc, case, self._robots)
            self._entered(loc, case, self._robots)

    def _sites(self, loc: Loc, case: Case, robots: Mapping[str, Robot]) -> None:
        for name in case.sites:
            if name not in robots:
                self._findings.unknown((*loc, "sites", name), _("このシナリオのロボット"), name, robots)
        if missing := [name for name in robots if name not in case.sites]:
            place = (*loc, "sites") if case.sites else loc
            names = ", ".join(missing)
            self._findings.add(place, _("対象システムの代わり(sites)がないロボット: {names}").format(names=names))

    def _missing_inputs(self, loc: Loc, case: Case) -> None:
        for name, wanted in self._scenario.inputs.items():
            by_forms = bool(case.forms) and wanted.type is InputType.FILES
            if wanted.required and not wanted.default and name not in case.inputs and not by_forms:
                self._findings.add(loc, _("入力「{name}」がありません。inputs に書いてください。").format(name=name))

    def _paths(self, loc: Loc, case: Case) -> None:
        """Files and folders are named from the workspace, and nothing outside it."""
        for name, given in case.inputs.items():
            if _is_file(self._scenario.inputs.get(name)):
                for path in [given] if isinstance(given, str) else given:
                    self._path((*loc, "inputs", name), path)
        for index, path in enumerate(case.files):
            self._path((*loc, "files", index), path)
        for name, site in case.sites.items():
            if written := site.pages or site.recording:
                self._path((*loc, "sites", name, "pages" if site.pages else "recording"), written)

    def _path(self, loc: Loc, written: str) -> None:
        workspace: Workspace = self._library.workspace
        if Path(written).is_absolute() or ".." in Path(written).parts:
            self._findings.add(loc, _("作業フォルダーからの道筋で書いてください: {path}").format(path=written))
        elif not (workspace.root / written).exists():
            self._findings.add(loc, _("ファイルがありません: {path}").format(path=written))

    def _form(self, loc: Loc, form: KnownForm) -> None:
        if form.template not in self._scenario.ocr_templates:
            known = self._scenario.ocr_templates
            self._findings.unknown((*loc, "template"), _("このシナリオの一覧(ocr_templates)"), form.template, known)
            return
        try:
            fields = {field.name for field in self._library.template(form.template).model.fields}
        except InputError:
            return  # the check of the scenario or of the template reports it
        for name in form.values:
            if name not in fields:
                self._findings.unknown((*loc, "values", name), _("帳票の項目"), name, fields)
        for index, name in enumerate(form.doubtful):
            if name not in fields:
                self._findings.unknown((*loc, "doubtful", index), _("帳票の項目"), name, fields)

    def _entered(self, loc: Loc, case: Case, robots: Mapping[str, Robot]) -> None:
        """What is expected of entries is named by parameters of the robots' operations."""
        parameters = {
            name
            for robot in robots.values()
            for operation in robot.operations.values()
            for name in operation.parameters
        }
        for key, item in (case.expect.items or {}).items():
            for name in item.entered:
                if name not in parameters:
                    place = (*loc, "expect", "items", key, "entered", name)
                    self._findings.unknown(place, _("操作の値"), name, parameters)


def _robots_of(scenario: Scenario, library: Library) -> dict[str, Robot] | None:
    """The robots of the scenario and its parts; None when something it uses cannot be read, which is told there."""
    try:
        return {name: robot.model for name, robot in library.uses(scenario).robots.items()}
    except InputError:
        return None


def _is_file(wanted: Input | None) -> bool:
    return wanted is not None and wanted.type in _FILES
