"""The workspace of one case: definitions copied, credentials and addresses of its own, something to play the target."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from dxrobot.app.sample_site import SampleSite, sample_site
from dxrobot.app.workspaces import open_workspace
from dxrobot.authoring.cases import Case, Site
from dxrobot.authoring.page_site import PageSite, page_site
from dxrobot.authoring.recorded_site import recorded_site
from dxrobot.config import CONFIG_FILE, Workspace, load_workspace
from dxrobot.library import Library
from dxrobot.masking import Secret
from dxrobot.scenario.model import InputType, Scenario
from dxrobot.settings import RobotAddress, StoreSettings
from dxrobot.vault import KEY_VARIABLE, Credentials, Vault, make_key

_FOLDERS = ("robots", "scenarios", "ocr_templates", "ledger")
_TIMEOUT_S = 5.0
"""How long a screen may take at most: what plays the target stands on this machine."""
_STUB = Credentials("test", Secret("test"))


@dataclass(frozen=True)
class Stage:
    """What a case runs in."""

    workspace: Workspace
    sites: Mapping[str, PageSite | SampleSite]

    @property
    def library(self) -> Library:
        """The definitions of the test's workspace."""
        return Library(self.workspace)

    def records(self, place: str) -> list[dict[str, str]]:
        """All that stands at ``place``: a path of the pages, or a table of a sample system."""
        found: list[dict[str, str]] = []
        for site in self.sites.values():
            if isinstance(site, PageSite):
                found += site.records.get(place, [])
            elif not place.startswith("/"):
                rows: Sequence[Mapping[str, object]] = site.records(place)
                found += [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
        return found


class TestWorkspace:
    """Sets the stage for one case in ``folder``, and takes it down."""

    __test__ = False  # not for pytest

    def __init__(self, library: Library, scenario: Scenario, case: Case, folder: Path) -> None:
        self._source = library.workspace
        self._robots = {name: robot.model for name, robot in library.uses(scenario).robots.items()}
        self._scenario = scenario
        self._case = case
        self._folder = folder
        self._closing = ExitStack()

    def __enter__(self) -> Stage:
        with ExitStack() as closing:
            workspace = self._copied()
            self._take_key(closing)
            sites = {name: self._site(name, site, closing) for name, site in self._case.sites.items()}
            workspace = _pointed_at(workspace, {name: site.address for name, site in sites.items()})
            self._keep_credentials(workspace, sites)
            open_workspace(workspace)
            self._closing = closing.pop_all()
        return Stage(workspace, sites)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    def _copied(self) -> Workspace:
        """A copy of the definitions and of the files that the case names; nothing else of the workspace is needed."""
        root = self._folder / "workspace"
        root.mkdir()
        for name in (*_FOLDERS, CONFIG_FILE, *self._case.files, *self._input_files()):
            source, target = self._source.root / name, root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            elif source.exists():
                shutil.copy2(source, target)
        return load_workspace(root)

    def _input_files(self) -> list[str]:
        found: list[str] = []
        for name, written in self._case.inputs.items():
            if self._scenario.inputs[name].type in (InputType.FILES, InputType.FILE):
                found += [written] if isinstance(written, str) else written
        return found

    def _take_key(self, closing: ExitStack) -> None:
        """A key of the test's own; that of the person at the desk comes back afterwards."""
        earlier = os.environ.get(KEY_VARIABLE)

        def put_back() -> None:
            os.environ.pop(KEY_VARIABLE, None)
            if earlier is not None:
                os.environ[KEY_VARIABLE] = earlier

        make_key(self._folder / "key")
        os.environ[KEY_VARIABLE] = str(self._folder / "key")
        closing.callback(put_back)

    def _site(self, name: str, site: Site, closing: ExitStack) -> PageSite | SampleSite:
        if site.sample:
            return closing.enter_context(sample_site(self._folder / f"site_{name}", site.sample))
        if site.recording:
            return closing.enter_context(recorded_site(self._source.root / site.recording))
        return closing.enter_context(page_site(self._source.root / site.pages))

    def _keep_credentials(self, workspace: Workspace, sites: Mapping[str, PageSite | SampleSite]) -> None:
        vault = Vault.of_environment(workspace.vault)
        for name, robot in self._robots.items():
            site = sites[name]
            if robot.credentials:
                vault.put(robot.credentials, site.credentials if isinstance(site, SampleSite) else _STUB)


def _pointed_at(workspace: Workspace, addresses: Mapping[str, str]) -> Workspace:
    """The workspace with no address but those of the test, and with a store of its own."""
    robots = {name: RobotAddress(test_address=address) for name, address in addresses.items()}
    seconds = min(workspace.settings.browser.timeout_s, _TIMEOUT_S)
    browser = workspace.settings.browser.model_copy(update={"headed": False, "timeout_s": seconds})
    of_the_test = {"store": StoreSettings(), "robots": robots, "browser": browser}
    return replace(workspace, settings=workspace.settings.model_copy(update=of_the_test))
