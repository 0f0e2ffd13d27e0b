"""What runs of a scenario use and how long they take, for planning: read once for each version."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dxrobot.app.dispatching import ASSUMED_MINUTES, bounded_minutes
from dxrobot.console.definitions import Known, scenarios
from dxrobot.console.here import workspace
from dxrobot.errors import DxrobotError
from dxrobot.items import Mode
from dxrobot.library import Library
from dxrobot.robot.model import Robot
from dxrobot.runner.addresses import login_locks
from dxrobot.store.schedules import usual_minutes

_FRESH_S = 600.0
"""So long the time that runs took lately is not asked for again, as the dispatcher does."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run uses."""

    robots: tuple[str, ...] = ()
    locks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What only one run may use at a time, with what people call it."""
    minutes: float = ASSUMED_MINUTES
    """How long it is expected to take."""


_lock = threading.Lock()
_robots: dict[tuple[str, str], tuple[Robot, ...]] = {}
_minutes: dict[tuple[str, str], tuple[float, float]] = {}
_MOST = 2000


def usage_of(scenario: str, mode: str) -> Usage:
    """What a run of ``scenario`` in ``mode`` uses; nothing for a scenario that is gone or has mistakes."""
    known = scenarios().get(scenario)
    if known is None or known.scenario is None or not known.version:
        return Usage(minutes=_usual(scenario, mode) or ASSUMED_MINUTES)
    robots = robots_of(known)
    locks = {name: name for name in known.scenario.locks}
    for robot in robots:
        locks |= dict.fromkeys(_login_locks(robot, mode), robot.title)
    minutes = _usual(scenario, mode) or bounded_minutes(known.scenario)
    return Usage(tuple(robot.robot for robot in robots), locks, minutes)


def robots_of(known: Known) -> tuple[Robot, ...]:
    """The robots that a sound scenario and its parts use."""
    key = known.name, known.version
    with _lock:
        if key not in _robots:
            if len(_robots) > _MOST:
                _robots.clear()
            _robots[key] = _read(known)
        return _robots[key]


def _read(known: Known) -> tuple[Robot, ...]:
    if known.scenario is None or not known.version:
        return ()
    try:
        return tuple(loaded.model for loaded in Library(workspace()).uses(known.scenario).robots.values())
    except DxrobotError:  # a file was changed at this moment: its mistake is told with the scenario
        return ()


def _login_locks(robot: Robot, mode: str) -> tuple[str, ...]:
    try:
        return login_locks(workspace(), [robot], Mode.TRIAL if mode == Mode.DRY else Mode(mode))
    except DxrobotError:  # without an address in this mode no run comes so far as to want the lock
        return ()


def _usual(scenario: str, mode: str) -> float:
    """How long runs took lately, in minutes; 0 when there were none."""
    key, now = (scenario, mode), time.monotonic()
    told, until = _minutes.get(key, (0.0, 0.0))
    if now >= until:
        told = usual_minutes(scenario, mode) or 0.0
        _minutes[key] = told, now + _FRESH_S
    return told
