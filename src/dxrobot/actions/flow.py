"""Actions that steer a scenario: naming a value, insisting on a condition, giving an item to a person."""

from __future__ import annotations

from typing import Any, ClassVar

from dxrobot.actions.base import RunContext, ScenarioAction
from dxrobot.errors import BusinessError
from dxrobot.i18n import _


class Set(ScenarioAction):
    """Give values names for the steps that follow."""

    name: ClassVar[str] = "値に名前を付ける"
    sentence: ClassVar[str] = "計算した値に名前を付けます。あとの手順でその名前を使えます。"
    main_argument: ClassVar[str] = "values"
    implied_argument: ClassVar[str] = "values"
    names_its_values: ClassVar[bool] = True

    values: dict[str, Any]

    @classmethod
    def arguments(cls, written: Any) -> Any:
        """The names stand directly below ``set``."""
        return {"values": written}

    def perform(self, context: RunContext) -> dict[str, Any]:
        """The values by name."""
        return self.values


class Assert(ScenarioAction):
    """Insist on a condition; an item for which it does not hold goes to a person."""

    name: ClassVar[str] = "条件を確かめる"
    sentence: ClassVar[str] = "条件が成り立つことを確かめます。成り立たない件は登録せず、職員に回します。"
    main_argument: ClassVar[str] = "that"
    condition: ClassVar[str] = "that"

    that: Any
    message: str = ""
    """What the person is told, e.g. 「金額が0円です」."""

    def perform(self, context: RunContext) -> None:
        """Raises :class:`BusinessError` unless the condition is true."""
        if not self.that:
            raise BusinessError(self.message or _("シナリオの条件(assert)が成り立ちません。"))


class StopItem(ScenarioAction):
    """Give the item to a person."""

    name: ClassVar[str] = "この件を職員に回す"
    sentence: ClassVar[str] = "この件の処理をやめ、理由を付けて職員に回します。ほかの件は続けます。"
    main_argument: ClassVar[str] = "reason"

    reason: str

    def perform(self, context: RunContext) -> None:
        """Raises :class:`BusinessError`."""
        raise BusinessError(self.reason)
