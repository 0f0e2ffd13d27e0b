"""What was seen of a page, compared with the screens of a robot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dxrobot.authoring.screen_text import new_required, screen_text, target_text
from dxrobot.browser.offers import Known, OfferedFrame, missing, offered, stands_in
from dxrobot.robot.model import Robot, Screen
from dxrobot.robot.target import Target

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

_UNNAMED = "screen_1"
_MOST_OF_IT = 0.5
"""The share of a screen's things from which a page is taken for it although its ready sign is gone."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen; ``trouble`` says why the robot did not come as far as it was meant to."""

    address: str
    text: str
    missing: tuple[str, ...] = ()
    """What the robot's screens name and the page does not have, or not only once."""
    added: tuple[str, ...] = ()
    """Fields that the page requires and the robot's screens do not name."""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class RobotView:
    """A robot's eyes on a page: every frame as that of its screens which stands there."""

    robot: Robot
    base: str
    """The path of the robot's address."""
    asked: str = ""
    """The screen to compare with even when its ready sign is gone."""
    current: Screen | None = None
    """The screen the robot stands on; preferred where several could be meant."""

    def seen_on(self, page: Page, was_posted: Callable[[Frame], bool]) -> Looked:
        """What ``page`` offers now, by the robot's names."""
        paths: dict[str, str] = {}

        def known_in(path: str) -> Known:
            paths[path] = self._screen_in(page, path)
            return self._known(paths[path])

        frames = [_below(self.base, frame) for frame in offered(page, known_in, was_posted)]
        shown = {frame.frame: paths[frame.frame] for frame in frames if paths[frame.frame]}
        names = dict.fromkeys([*([self.asked] if self.asked else []), *shown.values()])
        prefix = len(names) > 1
        gone = [
            f"{name}.{line}" if prefix else line for name in names for line in _missing_lines(page, self._known(name))
        ]
        added = [line for frame in frames if frame.frame in shown for line in new_required(frame)]
        return replace(_looked(page, frames, shown), missing=tuple(gone), added=tuple(added))

    def _known(self, name: str) -> Known:
        return known_things(self.robot.screens[name]) if name else {}

    def _screen_in(self, page: Page, path: str) -> str:
        """The name of the screen that stands in the frame called ``path``; empty for none."""
        fitting = self._ready_in(page, path)
        if self.asked and (self.asked in fitting or not fitting):
            return self.asked
        current = [name for name in fitting if self.robot.screens[name] is self.current]
        if current:
            return current[0]
        shares = {name: self._share(page, name, path) for name in fitting or self.robot.screens}
        best = max(shares, key=lambda name: shares[name], default="")
        return best if fitting or (best and shares[best] > _MOST_OF_IT) else ""

    def _ready_in(self, page: Page, path: str) -> list[str]:
        screens = self.robot.screens.items()
        return [name for name, screen in screens if stands_in(page, screen.ready_in_frame(), path)]

    def _share(self, page: Page, name: str, path: str) -> float:
        known = self._known(name)
        return sum(stands_in(page, target, path) for target in known.values()) / len(known)


def seen_on(page: Page, name: str, was_posted: Callable[[Frame], bool]) -> Looked:
    """What ``page`` offers now, as a screen called ``name`` that no robot knows yet."""
    return _looked(page, offered(page, lambda _path: {}, was_posted), {}, name)


def known_things(screen: Screen) -> dict[str, Target]:
    """Everything that the robot's screen names, where it stands: ``fields.name`` and the like."""
    sections: dict[str, Mapping[str, Target]] = {
        "fields": screen.fields,
        "buttons": screen.buttons,
        "tables": screen.tables,
    }
    known = {f"{key}.{name}": target for key, targets in sections.items() for name, target in targets.items()}
    known["ready"] = screen.ready
    return {
        place: target if target.frame else target.model_copy(update={"frame": screen.frame})
        for place, target in known.items()
    }


def _looked(page: Page, frames: list[OfferedFrame], shown: Mapping[str, str], unnamed: str = _UNNAMED) -> Looked:
    several = len(frames) > 1
    texts = [
        screen_text(
            frame,
            shown.get(frame.frame) or (f"{unnamed}_{number}" if several else unnamed),
            compared=frame.frame in shown,
        )
        for number, frame in enumerate(frames, start=1)
    ]
    return Looked(page.url, "\n".join(["screens:", *texts]))


def _missing_lines(page: Page, known: Known) -> list[str]:
    return [
        f"{place}: {target_text(known[place])}" + (f" ({reason})" if reason else "")
        for place, reason in missing(page, known).items()
    ]


def _below(base: str, frame: OfferedFrame) -> OfferedFrame:
    """The path of a screen is written from the robot's address on."""
    return replace(frame, path=f"/{frame.path.removeprefix(base).lstrip('/')}")
