"""Which installed packages a run's actions come from: a part of its version."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from dxrobot.actions.registry import ENTRY_POINTS, SCENARIO_ACTIONS, SCREEN_ACTIONS


def packages_of(names: Iterable[str]) -> list[str]:
    """The packages, with their versions, that add the actions called ``names``; our own actions need none."""
    foreign = set(names) - {*SCENARIO_ACTIONS, *SCREEN_ACTIONS}
    if not foreign:  # then all that is installed need not be gone through
        return []
    return sorted(_described(found) for found in entry_points(group=ENTRY_POINTS) if found.name in foreign)


def _described(found: EntryPoint) -> str:
    package = f"{found.dist.name}=={found.dist.version}" if found.dist else ""
    return f"{found.name} {package} {found.value}"
