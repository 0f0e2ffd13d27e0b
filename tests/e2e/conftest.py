"""A workspace pointed at a real sample site, with real Chromium, and forms whose values are known."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from dxrobot.app.sample_site import SampleSite, sample_site, site_records
from dxrobot.app.workspaces import make_workspace
from dxrobot.bundled import demo_samples
from dxrobot.config import Workspace
from dxrobot.settings import RobotAddress
from dxrobot.vault import KEY_VARIABLE, Vault, make_key
from tests.e2e.entering import enter

CLAIMS = "madoguchi_childallowanceclaim"
REQUESTS = "madoguchi_residentcertificaterequest"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleSite]:
    with sample_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@dataclass(frozen=True)
class Desk:
    """Enters records through the real runner and counts what the site then holds."""

    workspace: Workspace
    site: SampleSite
    folder: Path

    def enter(self, records: Sequence[dict[str, Any]]) -> dict[str, int]:
        path = self.folder / "records.json"
        path.write_text(json.dumps(list(records), ensure_ascii=False), encoding="utf-8")
        return enter(self.workspace, path)

    def stored(self, number: str) -> list[dict[str, Any]]:
        rows = [row for table in (CLAIMS, REQUESTS) for row in site_records(self.site.database, table)]
        return [dict(row) for row in rows if row["reference_no"] == number]


@pytest.fixture
def desk(site: SampleSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "key"))
    return made_desk(site, tmp_path)


def made_desk(site: SampleSite, folder: Path) -> Desk:
    """A desk with a workspace of its own, whose key is ``folder / "key"``."""
    workspace = make_workspace(folder / "workspace")
    make_key(folder / "key")
    Vault(workspace.vault, folder / "key").put("kosodate", site.credentials)
    return Desk(pointed_at(workspace, site.address), site, folder)


def pointed_at(workspace: Workspace, address: str, timeout_s: float = 15.0) -> Workspace:
    robots = {"kosodate": RobotAddress(address=address)}
    browser = workspace.settings.browser.model_copy(update={"timeout_s": timeout_s})
    return replace(workspace, settings=workspace.settings.model_copy(update={"robots": robots, "browser": browser}))


@pytest.fixture(scope="session")
def record() -> Callable[..., dict[str, Any]]:
    """A record of the demo's truth under a number of its own."""
    truth = json.loads((demo_samples() / "truth.json").read_text(encoding="utf-8"))

    def make(number: str, template: str = "juminhyo_seikyu", **changes: Any) -> dict[str, Any]:
        page = next(page for page in truth if page["template"] == template)
        key = "claim_no" if template == "jido_teate_nintei" else "digits_fw"
        return {"template": template, "fields": {**page["fields"], key: number, **changes}}

    return make
