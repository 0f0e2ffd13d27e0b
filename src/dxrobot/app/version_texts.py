"""How the files of a version read: kept so that people can see what a later version has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from dxrobot.app.versions import definition_files
from dxrobot.config import Workspace
from dxrobot.library import Loaded
from dxrobot.scenario.model import Scenario

_TEXTS = (".yaml", ".csv", ".txt")
_LONGEST = 200_000
"""Bytes; of longer ones, and of pictures, only a digest is kept."""
DIGEST = "sha256:"
"""How the place of a file begins that is not kept as text."""


def texts_of_version(workspace: Workspace, loaded: Loaded[Scenario]) -> dict[str, str]:
    """Every file of the scenario as it stands now, by ``folder/name``."""
    return {f"{path.parent.name}/{path.name}": _text(path) for path in definition_files(workspace, loaded)}


def changed_files(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The names of the files that are not the same in both."""
    return sorted(name for name in {**before, **after} if before.get(name) != after.get(name))


def _text(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix in _TEXTS and len(content) <= _LONGEST:
        return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    return f"{DIGEST}{hashlib.sha256(content).hexdigest()}"
