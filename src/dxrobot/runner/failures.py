"""A folder for each item that failed, so that people see what the robot saw."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from loguru import logger

from dxrobot.actions.base import Action
from dxrobot.actions.desk import Desk
from dxrobot.actions.screen_action import ScreenAction
from dxrobot.browser.bundle import write_screen, write_step, write_traffic
from dxrobot.errors import DxrobotError, TargetError
from dxrobot.items import ItemState
from dxrobot.masking import redactor
from dxrobot.scenario.model import Step

_IN_ORDER = (ItemState.DONE, ItemState.SKIPPED, ItemState.PENDING, ItemState.WAITING_REVIEW)


@dataclass
class Failures:
    """Watches the steps at the desks of one run; ``folder`` gets a folder an item that failed."""

    folder: Path
    ordinal: int = 0
    """The item in hand; 0 outside items."""
    last: dict[str, object] = field(default_factory=dict)
    """The step that was begun last."""
    told: DxrobotError | None = None
    """The failure that was written down last."""

    def begin(self, ordinal: int) -> None:
        """Another item, or another attempt at it."""
        self.ordinal, self.last = ordinal, {}

    def before_step(self, desk: Desk, step: Step, action: Action) -> None:
        """Remember what is being done."""
        mentioned = action.mentions(action.model_dump()) if isinstance(action, ScreenAction) else ()
        self.last = {
            "robot": desk.robot.robot,
            "screen": desk.current_screen.title if desk.current_screen else "",
            "action": step.action,
            "title": step.title or action.name,
            "targets": [mention.name for mention in mentioned],
        }

    def after_step(self, _desk: Desk, _step: Step, _action: Action) -> None:
        """The step stays the last one."""

    def keep(self, desk: Desk, error: DxrobotError | None) -> None:
        """Write down what the screen shows, in place of what an earlier attempt has left; never an error of its own."""
        if not self.ordinal or (error is not None and error is self.told):
            return
        self.told = error
        place = self.folder / f"{self.ordinal:06d}"
        shutil.rmtree(place, ignore_errors=True)
        try:
            place.mkdir(parents=True, mode=0o700)
            kind = type(error).__name__ if error else ""
            write_step(place, {**self.last, "error": error.message if error else "", "kind": kind})
            write_traffic(place, desk.session.traffic)
            targets = desk.robot.sensitive_targets()
            with contextlib.suppress(TargetError):
                desk.session.run(lambda page: write_screen(page, place, targets, redactor.values))
        except OSError as failure:
            logger.warning("no evidence of the failure of item {}: {}", self.ordinal, failure.strerror)

    def settle(self, state: ItemState) -> None:
        """Take away what an attempt has left of an item that came through after all."""
        if state in _IN_ORDER:
            shutil.rmtree(self.folder / f"{self.ordinal:06d}", ignore_errors=True)

    def has(self) -> bool:
        """Whether something is kept of the item in hand."""
        return (self.folder / f"{self.ordinal:06d}").is_dir()
