"""What must stay true of the lists in the repository: locks, licences, floors."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
Load = Callable[[str], ModuleType]


def test_every_locked_package_stands_in_the_licence_list_with_its_version(load_tool: Load) -> None:
    text = (ROOT / "THIRD_PARTY_LICENSES.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| (\S+) \| (\d\S*) \| .+ \|$", text, re.M))
    locked = load_tool("licences.py").locked()
    assert len(locked) > 50
    assert listed == set(locked), "make licences"


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.M))
    wanted = {re.split(r"[<>=~! ;\[]", line)[0].replace(".", "-") for line in project["project"]["dependencies"]}
    assert wanted <= locked, "make lock"


def test_locks_name_no_index_and_hash_every_package() -> None:
    for lock in (ROOT / "requirements.lock", ROOT / "requirements-dev.lock", ROOT / "tools/bundle/extra.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        for package in re.split(r"\n(?=\S)", text.strip()):
            assert "--hash=sha256:" in package, package


def test_every_module_stands_on_a_floor() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    layers = contracts["importlinter:contract:floors"]["layers"]
    floors = tuple(name.removeprefix("dxrobot.") for name in re.findall(r"dxrobot[\w.]+", layers))
    package = ROOT / "src" / "dxrobot"
    modules = [
        ".".join(path.relative_to(package).with_suffix("").parts)
        for path in package.rglob("*.py")
        if path.name != "__init__.py" and "_bundled" not in path.parts
    ]
    homeless = [name for name in modules if not any(name == floor or name.startswith(f"{floor}.") for floor in floors)]
    assert homeless == []
