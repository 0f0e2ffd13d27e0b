"""Recording a target system while a scenario tries it, so that tests can play it back without the system."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from dxrobot.actions.progress import Progress
from dxrobot.app.run_result import RunResult
from dxrobot.app.running import run_scenario
from dxrobot.app.workspaces import open_workspace
from dxrobot.authoring.recorded_site import BASE_PATH
from dxrobot.config import Workspace
from dxrobot.definition import did_you_mean
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.library import Library
from dxrobot.masking import MASK
from dxrobot.runner.options import RunOptions
from dxrobot.sheets.safe_write import safe_write
from dxrobot.vault import Credentials, Vault


def record_site(
    workspace: Workspace, name: str, robot: str, inputs: Mapping[str, Sequence[str]], progress: Progress
) -> tuple[RunResult, Path]:
    """Run the scenario called ``name`` as a trial and keep all that passes between ``robot`` and its test system.

    A recording holds whatever the pages show: it is made at the test address only. User and password are covered.
    Raises :class:`InputError` when the scenario does not use the robot, or nothing could be started.
    """
    library = Library(workspace)
    robots = library.uses(library.scenario(name).model).robots
    if robot not in robots:
        known = _("あるもの: {names}").format(names=", ".join(robots))
        hint = did_you_mean(robot, list(robots)) or known
        raise InputError(
            _("シナリオ「{name}」はロボット「{robot}」を使いません。").format(name=name, robot=robot), hint
        )
    open_workspace(workspace)
    raw = workspace.private / f"recording_{robot}.har"
    try:
        result = run_scenario(workspace, name, inputs, Mode.TRIAL, progress, RunOptions(recordings={robot: raw}))
        if not raw.exists():
            raise InputError(_("記録できませんでした。"), result.message)
        recording = json.loads(raw.read_text("utf-8"))
        recording["log"][BASE_PATH] = _base_path(workspace, robot)
        if secret := robots[robot].model.credentials:
            recording = _covered(recording, Vault.of_environment(workspace.vault).get(secret))
        path = workspace.scenarios / f"{name}.{robot}.har"
        covered = json.dumps(recording, ensure_ascii=False, indent=1)
        safe_write(path, lambda file: file.write(covered.encode()))
    finally:
        raw.unlink(missing_ok=True)
    return result, path


def _base_path(workspace: Workspace, robot: str) -> str:
    """The path of the address that was recorded; ends with a slash."""
    return f"{urlsplit(workspace.settings.robots[robot].test_address).path.rstrip('/')}/"


def _covered(recording: dict[str, Any], credentials: Credentials) -> dict[str, Any]:
    """The recording with user and password covered wherever they were sent."""
    secret = credentials.password.reveal()
    for entry in recording["log"]["entries"]:
        data = entry["request"].get("postData")
        if data is None:
            continue
        data["params"] = []  # a second copy of the text
        fields = parse_qsl(str(data.get("text", "")), keep_blank_values=True)
        if any(value == secret for _name, value in fields):
            hidden = [(name, MASK if value in (secret, credentials.user) else value) for name, value in fields]
            data["text"] = urlencode(hidden)
    return recording
