"""The scenarios of the workspace as they stand now, read again only when a file has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dxrobot.app.checking import require_sound
from dxrobot.app.versions import definition_hash
from dxrobot.config import Workspace
from dxrobot.console.here import workspace
from dxrobot.errors import DxrobotError
from dxrobot.library import Library
from dxrobot.ocr.template import Template
from dxrobot.scenario.model import Scenario

_LOOK_S = 1.0
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A scenario as its file says now."""

    name: str
    scenario: Scenario | None
    """None for a file that cannot be read as a scenario."""
    version: str
    """Its hash; empty while something is wrong with it."""
    problem: str = ""
    """What is wrong with it or with what it uses, in words."""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.scenario.title if self.scenario else self.name

    @property
    def department(self) -> str:
        """The department of its job; empty where that cannot be read."""
        return self.scenario.job.department if self.scenario and self.scenario.job else ""


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stamp: Stamp | None = None
        self.looked = 0.0
        self.scenarios: Mapping[str, Known] = {}
        self.templates: dict[str, Template] = {}


_kept = _Kept()


def scenarios() -> Mapping[str, Known]:
    """Every scenario of a job (no parts) by its name, by the files as they were a second ago at the most."""
    with _kept.lock:
        _look()
        return _kept.scenarios


def template(name: str) -> Template:
    """The OCR template called ``name`` as its file was a second ago at the most.

    Raises :class:`~dxrobot.errors.InputError` when there is none.
    """
    with _kept.lock:
        _look()
        if name not in _kept.templates:
            _kept.templates[name] = Library(workspace()).template(name).model
        return _kept.templates[name]


def _look() -> None:
    if time.monotonic() - _kept.looked > _LOOK_S:
        stamp = _stamp(workspace())
        if stamp != _kept.stamp:
            _kept.scenarios, _kept.templates, _kept.stamp = _read(workspace()), {}, stamp
        _kept.looked = time.monotonic()


def titles() -> Mapping[str, str]:
    """What people call each scenario."""
    return {name: known.title for name, known in scenarios().items()}


def _stamp(place: Workspace) -> Stamp:
    folders = (place.scenarios, place.robots, place.ocr_templates, place.learned)
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    found = ((path, path.stat()) for path in files)
    return tuple((str(path), told.st_mtime_ns, told.st_size) for path, told in found)


def _read(place: Workspace) -> Mapping[str, Known]:
    library = Library(place)
    known = (_known(place, library, name) for name in library.scenario_names())
    return {one.name: one for one in known if one is not None}


def _known(place: Workspace, library: Library, name: str) -> Known | None:
    """The scenario called ``name``; None for a part."""
    scenario = None
    try:
        loaded = library.scenario(name)
        scenario = loaded.model
        if scenario.part:
            return None
        require_sound(loaded, library)
        return Known(scenario.scenario, scenario, definition_hash(place, loaded))
    except DxrobotError as error:
        said = str(error).replace(f"{Path(place.root)}/", "")
        return Known(scenario.scenario if scenario else name, scenario, "", said)
