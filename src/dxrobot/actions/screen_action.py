"""What every action on a screen has: what it does at a desk, and which things of the robot its arguments name."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from dxrobot.actions.base import Action
from dxrobot.actions.desk import Desk

ThingKind = Literal["screens", "fields", "buttons", "tables"]

_BY_KEY: Mapping[str, ThingKind] = {
    "screen": "screens",
    "opens": "screens",
    "returns_to": "screens",
    "button": "buttons",
    "next_page": "buttons",
    "table": "tables",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A screen of the robot, or a thing of the screen it stands on, that an action's arguments name."""

    kind: ThingKind
    loc: tuple[str | int, ...]
    """Where the name stands below the action."""
    name: str


class ScreenAction(Action):
    """An action that stands in a robot's operation."""

    enters: ClassVar[bool] = True
    """Whether it puts something into the screen: from the first such step of a committing operation on, a dry run holds
    requests back. An action that only goes somewhere or looks says no."""

    @abstractmethod
    def perform(self, desk: Desk) -> Any:
        """Do it on the desk's current screen; what is returned can be named by ``as``."""

    @classmethod
    def mentions(cls, arguments: Mapping[str, Any]) -> Iterator[Mention]:
        """What ``arguments`` (as :meth:`arguments` gives them, not evaluated) name, for checking before any run."""
        for key, kind in _BY_KEY.items():
            name = arguments.get(key)
            if isinstance(name, str) and name:
                yield Mention(kind, (key,), name)

    @classmethod
    def leads_to(cls, arguments: Mapping[str, Any]) -> str | None:
        """The screen that the robot stands on afterwards; None when it stays or nobody can tell."""
        names = (arguments.get(key) for key, kind in _BY_KEY.items() if kind == "screens")
        return next((name for name in names if isinstance(name, str) and name), None)
