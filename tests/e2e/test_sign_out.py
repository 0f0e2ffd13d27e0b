"""A system that keeps an account busy until it is signed out."""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from pathlib import Path

import pytest

from dxrobot.app.sample_site import sample_site
from dxrobot.app.workspaces import make_workspace, open_workspace
from dxrobot.items import Mode
from dxrobot.library import Library
from dxrobot.runner.desks import Desks
from dxrobot.settings import RobotAddress
from dxrobot.store.journal import Journal
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
        robot = Library(workspace).robot("zeimu").model.model_copy(update={"one_login": False})  # nobody waits for it
        for _run in range(2):
            with Desks(workspace, {"zeimu": robot}, Mode.TRIAL, new_run()) as desks:
                desks.desk("zeimu")


def new_run() -> Journal:
    return Journal.start(
        name=secrets.token_hex(6), scenario="koza_furikae", job="", mode=Mode.TRIAL, definition_hash="", pid=os.getpid()
    )
