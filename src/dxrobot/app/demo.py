"""The demo: the main job end to end on bundled scans, and a check of it that does not take dxrobot's word."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dxrobot.actions.progress import Progress
from dxrobot.app.ledger_files import write_ledger_files
from dxrobot.app.run_result import RunResult
from dxrobot.app.running import run_scenario
from dxrobot.app.sample_site import SampleSite, sample_site
from dxrobot.app.workspaces import copy_definitions, open_workspace
from dxrobot.bundled import demo_samples
from dxrobot.config import Workspace, load_workspace
from dxrobot.items import Mode
from dxrobot.ocr.reading import Form, Reading, Status
from dxrobot.settings import RobotAddress
from dxrobot.vault import KEY_VARIABLE, Vault, make_key

SCENARIO = "madoguchi_seikyu"
ROBOT = "kosodate"
QUICK = ("fax_1006.tif", "shisho_1007_1.jpg", "denshi_1008_1.png")
"""The scans of the quick demo: several pages and single ones, both forms, a fax and a good scan."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The demo held against the truth: the site's own database, and every field accepted without a person."""

    expected: int
    """Records that the site must hold."""
    right: int
    """Records that stand there exactly once with the values of the truth."""
    twice: int
    """Records that stand there more than once."""
    others: int
    """Records that should not be there or hold other values."""
    fields: int
    accepted: int
    """Fields taken without a person, blank ones among them."""
    wrongly_accepted: tuple[str, ...]
    """Where a field taken without a person is not what the truth says: file, page and field."""

    @property
    def passed(self) -> bool:
        """Whether everything is as it must be."""
        return self.right == self.expected and not (self.twice or self.others or self.wrongly_accepted)


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo shows in the end."""

    run: RunResult
    verdict: Verdict
    records_before: int
    """Records in the site before this run: a second demo finds those of the first."""
    files: tuple[Path, ...]


def run_demo(
    folder: Path, progress: Progress, *, headed: bool, quick: bool, started: Callable[[str], None]
) -> DemoResult:
    """Run the demo in ``folder``, which keeps the site's records, so that a second run enters nothing twice.

    ``quick`` takes the few scans of ``QUICK`` alone. ``started`` is told the sample site's address.
    """
    workspace = _workspace(folder)
    with sample_site(folder / "site") as site:
        started(site.address)
        workspace = _pointed_at(workspace, site, headed=headed)
        _keep_credentials(folder, workspace, site)
        open_workspace(workspace)
        truth = expected_records(quick=quick)
        before = sum(_counted(site, truth).values())
        scans = demo_samples() / "scans"
        inputs = {
            "scans": [str(scans / name) for name in QUICK] if quick else [str(scans)],
            "answers": [str(demo_samples() / "answers.json")],
        }
        result = run_scenario(workspace, SCENARIO, inputs, Mode.PRODUCTION, progress)
        verdict = _verdict(site, truth, result.tally.pages)
    files = (*result.tally.files_written, *write_ledger_files(folder, workspace))
    return DemoResult(result, verdict, before, files)


def expected_records(*, quick: bool) -> list[Mapping[str, Any]]:
    """What the site must hold in the end: ``table`` and ``columns`` of each record."""
    records: list[Mapping[str, Any]] = _json("site_records.json")
    if not quick:
        return records
    keys = {page["key"] for page in _json("truth.json") if Path(page["file"]).name in QUICK}
    return [record for record in records if record["columns"]["reference_no"] in keys]


def _workspace(folder: Path) -> Workspace:
    """The demo's own workspace, its definitions always those of this version."""
    root = folder / "workspace"
    root.mkdir(parents=True, exist_ok=True)
    copy_definitions(root)
    return load_workspace(root)


def _pointed_at(workspace: Workspace, site: SampleSite, *, headed: bool) -> Workspace:
    settings = workspace.settings
    robots = {**settings.robots, ROBOT: RobotAddress(address=site.address)}
    browser = settings.browser.model_copy(update={"headed": headed})
    return replace(workspace, settings=settings.model_copy(update={"robots": robots, "browser": browser}))


def _keep_credentials(folder: Path, workspace: Workspace, site: SampleSite) -> None:
    """Put the site's password into the vault, as an IT division would."""
    key_file = folder / "key"
    if not key_file.exists():
        make_key(key_file)
    os.environ[KEY_VARIABLE] = str(key_file)
    Vault.of_environment(workspace.vault).put(ROBOT, site.credentials)


def _json(name: str) -> Any:
    return json.loads((demo_samples() / name).read_text(encoding="utf-8"))


def _verdict(site: SampleSite, expected: list[Mapping[str, Any]], pages: list[Form]) -> Verdict:
    stands = _counted(site, expected)
    wanted = [_row(record["table"], record["columns"]) for record in expected]
    readings = [(form, reading) for form in pages for reading in form.readings]
    return Verdict(
        expected=len(wanted),
        right=sum(stands[row] == 1 for row in wanted),
        twice=sum(stands[row] > 1 for row in wanted),
        others=sum(count for row, count in stands.items() if row not in wanted),
        fields=len(readings),
        accepted=sum(reading.status is not Status.REVIEW for _form, reading in readings),
        wrongly_accepted=tuple(_wrongly_accepted(readings)),
    )


def _counted(site: SampleSite, expected: list[Mapping[str, Any]]) -> Counter[str]:
    """How often each record stands in the site, told apart by all the columns that the truth names."""
    columns = {record["table"]: list(record["columns"]) for record in expected}
    return Counter(
        _row(table, {name: row[name] for name in names})
        for table, names in columns.items()
        for row in site.records(table)
    )


def _row(table: str, columns: Mapping[str, Any]) -> str:
    return json.dumps([table, columns], ensure_ascii=False, sort_keys=True)


def _wrongly_accepted(readings: list[tuple[Form, Reading]]) -> list[str]:
    truth = {(Path(page["file"]).name, page["page"]): page["fields"] for page in _json("truth.json")}
    wrong = []
    for form, reading in readings:
        place = (Path(form.file).name, form.page)
        if reading.status is not Status.REVIEW and reading.value != truth[place][reading.field]:
            wrong.append(f"{place[0]} {place[1]} {reading.field}")
    return wrong
