"""The robots of the workspace as their files say now, read again only when one has changed."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dxrobot.console.here import workspace
from dxrobot.errors import DxrobotError
from dxrobot.library import Library
from dxrobot.robot.model import Robot

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class KnownRobot:
    """A robot as its file says now."""

    name: str
    robot: Robot | None
    """None for a file with mistakes."""
    problem: str = ""
    """What is wrong with it, in words."""

    @property
    def title(self) -> str:
        """What people call its system."""
        return self.robot.title if self.robot else self.name


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stamp: Stamp | None = None
        self.robots: Mapping[str, KnownRobot] = MappingProxyType({})


_kept = _Kept()


def robots() -> Mapping[str, KnownRobot]:
    """Every robot by its name."""
    with _kept.lock:
        found = ((path, path.stat()) for path in sorted(workspace().robots.glob("*.yaml")))
        stamp = tuple((path.name, told.st_mtime_ns, told.st_size) for path, told in found)
        if stamp != _kept.stamp:
            library = Library(workspace())
            _kept.robots = {name: _known(library, name) for name in library.robot_names()}
            _kept.stamp = stamp
        return _kept.robots


def robot_titles() -> dict[str, str]:
    """What people call the system of each robot."""
    return {name: known.title for name, known in robots().items()}


def _known(library: Library, name: str) -> KnownRobot:
    try:
        return KnownRobot(name, library.robot(name).model)
    except DxrobotError as error:
        return KnownRobot(name, None, str(error).replace(f"{library.workspace.root}/", ""))
