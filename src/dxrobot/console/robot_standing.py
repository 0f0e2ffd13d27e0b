"""How the robots' systems, the workers and the locks stand, for the page of robots' health."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dxrobot.console import definitions
from dxrobot.console.city import city
from dxrobot.console.definitions import Known
from dxrobot.console.here import workspace
from dxrobot.console.robots import KnownRobot, robots
from dxrobot.console.schedule_usage import robots_of
from dxrobot.errors import DxrobotError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.runner.addresses import login_locks
from dxrobot.schedule.hours import Blackout
from dxrobot.schedule.written import days_in_words, span_in_words
from dxrobot.settings import RobotAddress
from dxrobot.store.models import Lock


@dataclass(frozen=True, slots=True)
class SystemStanding:
    """One robot with its system."""

    known: KnownRobot
    address: str
    test_address: str
    blackouts: tuple[str, ...]
    """When it must be left alone, in words."""
    used_by: tuple[Known, ...]
    """The scenarios that use it."""


def system_standings() -> list[SystemStanding]:
    """Every robot, by the name of its system."""
    using: dict[str, list[Known]] = {}
    for known in definitions.scenarios().values():
        for robot in robots_of(known):
            using.setdefault(robot.robot, []).append(known)
    found = [_standing(known, using.get(known.name, ())) for known in robots().values()]
    return sorted(found, key=lambda one: one.known.title)


def _standing(known: KnownRobot, used_by: Iterable[Known]) -> SystemStanding:
    settings = workspace().settings.robots.get(known.name, RobotAddress())
    blackouts = tuple(blackout_words(one) for one in city().blackouts.every if one.robot == known.name)
    return SystemStanding(known, settings.address, settings.test_address, blackouts, tuple(used_by))


def blackout_words(blackout: Blackout) -> str:
    """``毎日 22:00から翌6:00まで 夜間バックアップ``."""
    span = span_in_words(blackout.span.start, blackout.span.end)
    return f"{days_in_words(blackout.days)} {span} {blackout.name}".strip()


def blackouts_of_all() -> list[str]:
    """When every system must be left alone, in words."""
    return [blackout_words(one) for one in city().blackouts.every if not one.robot]


@dataclass(frozen=True, slots=True)
class HeldLock:
    """Something that a run holds now."""

    what: str
    lock: Lock
    title: str
    """What people call the scenario of the run."""


def held_locks() -> list[HeldLock]:
    """Every lock that is held, the longest first."""
    logins = _logins()
    titles = definitions.titles()
    return [
        HeldLock(logins.get(lock.name, lock.name), lock, titles.get(lock.run.scenario, lock.run.scenario))
        for lock in Lock.objects.select_related("run").order_by("acquired_at")
    ]


def _logins() -> dict[str, str]:
    """What people call the locks that keep one login to one run."""
    found: dict[str, str] = {}
    for known in robots().values():
        for mode in (Mode.PRODUCTION, Mode.TRIAL):
            if known.robot is None:
                continue
            try:
                names = login_locks(workspace(), [known.robot], mode)
            except DxrobotError:  # a system without an address in this mode has no lock there
                continue
            words = _("{title}のログイン(本番)") if mode is Mode.PRODUCTION else _("{title}のログイン(試験)")
            found |= {name: words.format(title=known.title) for name in names}
    return found
