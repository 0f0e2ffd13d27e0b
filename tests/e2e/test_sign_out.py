"""A system that keeps an account busy until it is signed out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dxrobot.actions.progress import Progress
from dxrobot.app.running import run_scenario
from dxrobot.app.sample_site import sample_site
from dxrobot.app.workspaces import make_workspace, open_workspace
from dxrobot.config import RobotAddress
from dxrobot.items import Mode, RunStatus
from dxrobot.runner.options import RunOptions
from dxrobot.vault import KEY_VARIABLE, Vault, make_key


def test_next_run_can_sign_in_where_an_account_may_be_used_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_key(tmp_path / "key")
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "key"))
    workspace = make_workspace(tmp_path / "workspace")
    with sample_site(tmp_path / "site", "zeimu", options=["--second-login", "refuse"]) as site:
        Vault(workspace.vault, tmp_path / "key").put("zeimu", site.credentials)
        robots = {"zeimu": RobotAddress(test_address=site.address)}
        workspace = replace(workspace, settings=workspace.settings.model_copy(update={"robots": robots}))
        open_workspace(workspace)
        orders = {"orders": [str(workspace.root / "samples/koza_furikae/口座振替依頼_20261007.csv")]}
        for entered in (1, 2):
            result = run_scenario(
                workspace,
                "koza_furikae",
                orders,
                Mode.TRIAL,
                Progress(lambda *_counts: None),
                options=RunOptions(limit=1),
            )
            assert (result.status, result.message) == (RunStatus.FINISHED, result.message)
            assert len(site.records("transfer_order")) == entered
