"""Testing scenarios: each case is a real run in a workspace of its own, against something that plays the target."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dxrobot.actions.progress import Progress
from dxrobot.app.checking import check_file, require_sound
from dxrobot.app.run_result import RunResult
from dxrobot.app.running import resume_run, run_scenario
from dxrobot.app.test_workspace import Stage, TestWorkspace
from dxrobot.authoring.cases import Case, ScenarioTest
from dxrobot.authoring.compare import Actual, differences
from dxrobot.authoring.known_forms import known_pages
from dxrobot.config import Workspace
from dxrobot.errors import DefinitionError, InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.library import TEST_SUFFIX, Library, Loaded, load
from dxrobot.runner.options import RunOptions
from dxrobot.scenario.model import InputType, Scenario
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.table import Layout, rows_of
from dxrobot.store.outcomes import ItemOutcome, outcomes
from dxrobot.store.questions import answer, open_questions
from dxrobot.store.setup import close_store

_TESTER = "試験"
"""Who answers questions in a test."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How one case has come out."""

    scenario: str
    title: str
    differences: tuple[str, ...]
    seconds: float
    evidence: Path | None = None
    """The folder of a failed case, with its workspace and the run's pictures."""

    @property
    def passed(self) -> bool:
        """Whether everything came as it was expected."""
        return not self.differences

    def as_json(self) -> dict[str, Any]:
        """The object of ``dxrobot test --json``."""
        return {
            "scenario": self.scenario,
            "case": self.title,
            "passed": self.passed,
            "differences": list(self.differences),
            "seconds": round(self.seconds, 1),
            "evidence": str(self.evidence) if self.evidence else None,
        }


def run_tests(workspace: Workspace, names: Sequence[str], report: Callable[[CaseResult], None]) -> list[CaseResult]:
    """Run every case of the scenarios called ``names`` (all that have tests when empty); ``report`` is told of each.

    Raises :class:`InputError` when there are no tests, :class:`DefinitionError` for mistakes in them or the scenarios.
    """
    library = Library(workspace)
    tests = [_sound(path, library) for path in _files(workspace, names)]
    results = []
    for test in tests:
        for case in test.model.cases:
            results.append(_run_case(library, library.scenario(test.model.test), case))
            report(results[-1])
    return results


def _files(workspace: Workspace, names: Sequence[str]) -> list[Path]:
    found = {path.name.removesuffix(f"{TEST_SUFFIX}.yaml"): path for path in _all_files(workspace)}
    if not found:
        raise InputError(
            _("試験が1つもありません。"), _("scenarios/シナリオ名.test.yaml に書いてください(docs/ja/3-scenario.md)。")
        )
    if missing := [name for name in names if name not in found]:
        raise InputError(
            _("シナリオ「{name}」の試験がありません。").format(name=missing[0]),
            _("あるもの: {names}").format(names=", ".join(found)),
        )
    return [found[name] for name in names or found]


def _all_files(workspace: Workspace) -> Iterable[Path]:
    return sorted(workspace.scenarios.glob(f"*{TEST_SUFFIX}.yaml"))


def _sound(path: Path, library: Library) -> Loaded[ScenarioTest]:
    """The tests in ``path``; mistakes in them and in what they run are told before anything is started."""
    if problems := check_file(path, library):
        raise DefinitionError(problems)
    loaded = load(path, ScenarioTest)
    require_sound(library.scenario(loaded.model.test), library)
    return loaded


def _run_case(library: Library, scenario: Loaded[Scenario], case: Case) -> CaseResult:
    started, folder = time.perf_counter(), Path(tempfile.mkdtemp(prefix="dxrobot-test-"))
    try:
        found = tuple(_differences(library, scenario.model, case, folder))
    finally:
        close_store()
    if not found:
        shutil.rmtree(folder, ignore_errors=True)
    seconds = time.perf_counter() - started
    return CaseResult(scenario.model.scenario, case.title, found, seconds, folder if found else None)


def _differences(library: Library, scenario: Scenario, case: Case, folder: Path) -> Iterator[str]:
    with ExitStack() as closing:
        stage = closing.enter_context(TestWorkspace(library, scenario, case, folder))
        pages = known_pages(case.forms, folder / "forms", stage.library)
        options = RunOptions(limit=case.limit)
        if pages is not None:
            options = replace(options, read_pages=pages.reading)
        try:
            result = _answered(stage.workspace, scenario, _inputs(scenario, case, stage, folder), case, options)
        except InputError as error:
            yield str(error)
            return
        yield from differences(case, _actual(result, case, stage))


def _inputs(scenario: Scenario, case: Case, stage: Stage, folder: Path) -> dict[str, list[str]]:
    """The inputs as a person would give them; files lie in the workspace of the test."""
    given: dict[str, list[str]] = {}
    for name, wanted in scenario.inputs.items():
        written = case.inputs.get(name)
        if written is None and case.forms and wanted.type is InputType.FILES:
            given[name] = [str(folder / "forms")]
        elif written is not None:
            several = [written] if isinstance(written, str) else list(written)
            is_path = wanted.type in (InputType.FILES, InputType.FILE)
            given[name] = [str(stage.workspace.root / one) if is_path else one for one in several]
    return given


def _answered(
    workspace: Workspace, scenario: Scenario, inputs: Mapping[str, Sequence[str]], case: Case, options: RunOptions
) -> RunResult:
    """Run, and go on as long as the case answers questions that the scenario asks."""
    quiet = Progress(lambda _kind, _done, _total: None)
    result = run_scenario(workspace, scenario.scenario, inputs, Mode(case.mode), quiet, options)
    while _answer(case):
        result = resume_run(workspace, result.run, "", {}, quiet, options)
    return result


def _answer(case: Case) -> int:
    """Give every answer that the case has for the open questions; how many there were."""
    given = 0
    for asked in open_questions():
        for known in case.answers:
            if known.item in ("", asked.item_key) and known.question in asked.question:
                given += answer(asked.id, known.answer, _TESTER)
                break
    return given


def _actual(result: RunResult, case: Case, stage: Stage) -> Actual:
    dry = [entry for entries in result.dry.entries.values() for entry in entries] if result.dry else []
    blocked = [f"{request.method} {request.path}" for entry in dry for request in entry.blocked]
    return Actual(
        status=result.status.value,
        message=result.message,
        items=[_with_dry_values(item, ordinal, result) for ordinal, item in enumerate(outcomes(result.run), start=1)],
        records={place: stage.records(place) for place in case.expect.records},
        blocked=blocked,
        files={file.file: _rows(result.evidence, stage.workspace, file.file) for file in case.expect.files},
    )


def _with_dry_values(item: ItemOutcome, ordinal: int, result: RunResult) -> ItemOutcome:
    """A dry run keeps what it would have entered in its own place."""
    entries = result.dry.entries.get(ordinal, []) if result.dry else []
    values = {value.entered.parameter: value.entered.value for entry in entries for value in entry.values}
    return replace(item, entered={**item.entered, **values})


def _rows(evidence: Path, workspace: Workspace, written: str) -> list[dict[str, str]] | None:
    """The rows of a file that the run has written; None when it is not there, nothing when it is no table."""
    path = (evidence if len(Path(written).parts) == 1 else workspace.root) / written
    if not path.is_file():
        return None
    if path.suffix.lower() not in (".xlsx", ".xlsm", ".xls", ".csv"):
        return []
    return [{name: str(value) for name, value in row.values.items()} for row in rows_of(read_grid(path), Layout())]
