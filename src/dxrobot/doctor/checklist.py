"""Everything `dxrobot doctor` looks at, in the order in which it is shown."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from dxrobot.config import Workspace
from dxrobot.doctor import machine, places, probes, software
from dxrobot.doctor.check import Check
from dxrobot.settings import Settings


def checks(workspace: Workspace | None = None) -> list[Check]:
    """What is installed on this machine and, when one is given, whether the workspace can be worked in."""
    root = workspace.root if workspace else Path.cwd()
    settings = workspace.settings if workspace else Settings()
    found = [
        software.python_version(sys.version_info[:3]),
        software.packages(software.locked_versions(probes.lock_text()), probes.installed_versions()),
        software.opencv(probes.opencv_distributions(), probes.import_failure("cv2")),
        software.ocr_models(probes.damaged_files("rapidocr", ".onnx")),
        software.second_engine(settings.ocr, probes.second_engine_failure(settings.ocr)),
        machine.browser(probes.browser(settings.browser.executable)),
        machine.font(probes.japanese_fonts()),
        machine.memory(probes.memory_bytes()),
        machine.disk(root, probes.free_bytes(root)),
        places.key_file(os.environ.get("DXROBOT_KEY_FILE", ""), workspace.root if workspace else None),
    ]
    if workspace:
        found.append(places.writable(workspace.root))
        found.append(_store(workspace))
    return found


def _store(workspace: Workspace) -> Check:
    store = workspace.settings.store
    if store.url:
        return places.store_server(store.url, probes.server_failure(store, workspace.vault))
    return places.store_disk(workspace.store, probes.filesystem(workspace.root))
