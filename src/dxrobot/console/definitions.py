"""The scenarios of the workspace as they stand now, read again only when a file has changed."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dxrobot.app.checking import require_sound
from dxrobot.app.step_lines import StepLine, step_lines
from dxrobot.app.versions import definition_hash
from dxrobot.config import Workspace
from dxrobot.console.here import workspace
from dxrobot.errors import DxrobotError
from dxrobot.library import Library, Loaded, Uses
from dxrobot.ocr.template import Template
from dxrobot.robot.model import Robot
from dxrobot.scenario.model import Scenario

_LOOK_S = 1.0
Stamp = tuple[tuple[str, int, int, int], ...]


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
    loaded: Loaded[Scenario] | None = None
    uses: Uses | None = None
    """Its parts, robots and templates; None while something is wrong with it."""

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
        self.credentials: Mapping[str, tuple[str, ...]] = {}
        self.templates: dict[str, Template] = {}


_kept = _Kept()
_asking = threading.local()


@contextmanager
def as_they_stand() -> Iterator[None]:
    """Look at the files now and not again inside: for who is about to keep all others from writing to the store."""
    scenarios()
    _asking.as_they_stand = True
    try:
        yield
    finally:
        _asking.as_they_stand = False


def scenarios() -> Mapping[str, Known]:
    """Every scenario of a job (no parts) by its name, by the files as they were a second ago at the most."""
    with _kept.lock:
        _look()
        return _kept.scenarios


def outline_of(known: Known) -> list[StepLine]:
    """The steps of a sound scenario, read from top to bottom; of one with mistakes none."""
    if known.scenario is None or known.uses is None:
        return []
    return step_lines(known.scenario, parts_of(known), robots_of(known))


def parts_of(known: Known) -> dict[str, Scenario]:
    """The parts that a scenario uses, by name."""
    return {name: loaded.model for name, loaded in known.uses.parts.items()} if known.uses else {}


def robots_of(known: Known) -> dict[str, Robot]:
    """The robots that a scenario and its parts use, by name."""
    return {name: loaded.model for name, loaded in known.uses.robots.items()} if known.uses else {}


def robots_with_credentials() -> Mapping[str, tuple[str, ...]]:
    """The titles of the robots that sign in, by the name of the credentials that they ask for."""
    with _kept.lock:
        _look()
        return _kept.credentials


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
    if getattr(_asking, "as_they_stand", False):
        return
    if time.monotonic() - _kept.looked > _LOOK_S:
        stamp = _stamp(workspace())
        if stamp != _kept.stamp:
            _kept.scenarios, _kept.credentials = _read(workspace()), _credentials(workspace())
            _kept.templates, _kept.stamp = {}, stamp
        _kept.looked = time.monotonic()


def titles() -> Mapping[str, str]:
    """What people call each scenario."""
    return {name: known.title for name, known in scenarios().items()}


def _stamp(place: Workspace) -> Stamp:
    folders = (place.scenarios, place.robots, place.ocr_templates, place.learned)
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    found = ((path, path.stat()) for path in files)
    return tuple((str(path), told.st_mtime_ns, told.st_ctime_ns, told.st_size) for path, told in found)


def _read(place: Workspace) -> Mapping[str, Known]:
    library = Library(place)
    known = (_known(place, library, name) for name in library.scenario_names())
    return {one.name: one for one in known if one is not None}


def _credentials(place: Workspace) -> Mapping[str, tuple[str, ...]]:
    library, found = Library(place), defaultdict[str, list[str]](list)
    for name in library.robot_names():
        try:
            robot = library.robot(name).model
        except DxrobotError:
            continue
        if robot.credentials:
            found[robot.credentials].append(robot.title)
    return {name: tuple(titles) for name, titles in found.items()}


def _known(place: Workspace, library: Library, name: str) -> Known | None:
    """The scenario called ``name``; None for a part."""
    scenario = None
    try:
        loaded = library.scenario(name)
        scenario = loaded.model
        if scenario.part:
            return None
        require_sound(loaded, library)
        version = definition_hash(place, loaded)
        return Known(scenario.scenario, scenario, version, loaded=loaded, uses=library.uses(scenario))
    except DxrobotError as error:
        said = str(error).replace(f"{Path(place.root)}/", "")
        return Known(scenario.scenario if scenario else name, scenario, "", said)
