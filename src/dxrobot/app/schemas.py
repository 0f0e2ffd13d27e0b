"""Helping editors: the schemas of definition files, and the settings by which VS Code uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dxrobot.authoring.schema import schemas
from dxrobot.sheets.safe_write import safe_write

SCHEMA_FOLDER = "schemas"
EDITOR_FOLDER = ".vscode"
YAML_EXTENSION = "redhat.vscode-yaml"


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into ``folder``; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / name, schema) for name, schema in schemas().items()]


def write_editor_settings(root: Path) -> list[Path]:
    """Write what VS Code needs in the workspace ``root``: schemas, settings, the extension it should offer.

    Settings that stand there already are the person's own and stay.
    """
    written = write_schemas(root / SCHEMA_FOLDER)
    (root / EDITOR_FOLDER).mkdir(parents=True, exist_ok=True)
    for name, content in (("settings.json", _SETTINGS), ("extensions.json", {"recommendations": [YAML_EXTENSION]})):
        path = root / EDITOR_FOLDER / name
        if not path.exists():
            written.append(_write(path, content))
    return written


_SETTINGS: dict[str, Any] = {
    "yaml.schemas": {
        "./schemas/scenario.schema.json": ["scenarios/*.yaml", "!scenarios/*.test.yaml"],
        "./schemas/test.schema.json": "scenarios/*.test.yaml",
        "./schemas/robot.schema.json": "robots/*.yaml",
        "./schemas/template.schema.json": "ocr_templates/*/template.yaml",
    },
    # Nothing is to be looked up outside.
    "yaml.schemaStore.enable": False,
    "[yaml]": {
        "editor.insertSpaces": True,
        "editor.tabSize": 2,
        "editor.quickSuggestions": {"other": True, "comments": False, "strings": True},
    },
    "files.encoding": "utf8",
}


def _write(path: Path, content: Any) -> Path:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    safe_write(path, lambda file: file.write(text.encode()))
    return path
