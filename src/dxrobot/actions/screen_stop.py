"""Giving a record to a person from within an operation: what the screen shows does not fit it."""

from __future__ import annotations

from typing import ClassVar

from dxrobot.actions.desk import Desk
from dxrobot.actions.flow import StopItem
from dxrobot.actions.screen_action import ScreenAction
from dxrobot.errors import BusinessError


class StopOperation(ScreenAction):
    """Give the item to a person, as a scenario's ``stop_item`` does."""

    name: ClassVar[str] = StopItem.name
    sentence: ClassVar[str] = StopItem.sentence
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "reason"

    reason: str

    def perform(self, desk: Desk) -> None:
        """Raises :class:`BusinessError`."""
        raise BusinessError(self.reason)
