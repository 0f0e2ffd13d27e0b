"""Actions on a screen of the target system: the steps of a robot's operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, model_validator

from dxrobot.actions.desk import Desk
from dxrobot.actions.screen_action import Mention, ScreenAction
from dxrobot.browser import screen as gate
from dxrobot.browser.arrival import expect_text, is_visible
from dxrobot.browser.sameness import same
from dxrobot.browser.waiting import wait_until
from dxrobot.errors import BusinessError, TargetError
from dxrobot.i18n import _
from dxrobot.masking import Secret
from dxrobot.robot.target import Target

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Open(ScreenAction):
    """Go to a screen by its address."""

    name: ClassVar[str] = "画面を開く"
    sentence: ClassVar[str] = "画面のアドレスを開き、使えるようになるまで待ちます。"
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "screen"

    screen: str
    query: dict[str, Any] = Field(default_factory=dict)
    """Search words in the address, by name."""

    def perform(self, desk: Desk) -> None:
        """Go there and wait for the screen's ready sign."""
        desk.open(self.screen, self.query)


class On(ScreenAction):
    """Wait until another screen has come."""

    name: ClassVar[str] = "画面が変わるのを待つ"
    sentence: ClassVar[str] = "次の画面が表示されるのを待ちます。対象システムが誤りを示したら、その件を職員に回します。"
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "screen"

    screen: str

    def perform(self, desk: Desk) -> None:
        """Wait for the screen's ready sign."""
        desk.arrive(self.screen)


class Fill(ScreenAction):
    """Enter values into the fields of the screen."""

    name: ClassVar[str] = "入力する"
    sentence: ClassVar[str] = "画面の項目に値を入れ、入った値を読み返して確かめます。"
    main_argument: ClassVar[str] = "values"
    implied_argument: ClassVar[str] = "values"

    values: dict[str, Any]

    @classmethod
    def arguments(cls, written: Any) -> Any:
        """The fields stand directly below ``fill``."""
        return {"values": written}

    @classmethod
    def mentions(cls, arguments: Mapping[str, Any]) -> Iterator[Mention]:
        """Every field it fills."""
        values = arguments.get("values")
        for name in values if isinstance(values, Mapping) else ():
            yield Mention("fields", ("values", name), str(name))

    def perform(self, desk: Desk) -> None:
        """Fill and read back; a secret is revealed only here."""
        work = [(desk.field(name), _plain(value)) for name, value in self.values.items()]
        desk.run(lambda page: gate.fill(page, work))
        entered = {name: _plain(value) for name, value in self.values.items() if not _secret(value)}
        desk.entered.update(entered)
        desk.unsent.update(entered)


class Expect(ScreenAction):
    """Check that the screen shows something."""

    name: ClassVar[str] = "表示を確かめる"
    sentence: ClassVar[str] = "画面にその文字が出ていることを確かめます。"
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "text"

    text: str

    def perform(self, desk: Desk) -> None:
        """Wait for the text."""
        desk.run(lambda page: expect_text(page, self.text, desk.session.timeout_s))


class StaysEmpty(BusinessError):
    """A field that the site fills in by itself has got no value."""


class WaitFor(ScreenAction):
    """Wait until the screen shows something, or no longer shows it."""

    name: ClassVar[str] = "待つ"
    sentence: ClassVar[str] = (
        "画面に何かが出るか、消えるか、項目に値が入るまで待ちます。処理中の表示や、後から出る一覧や住所に使います。"
    )
    enters: ClassVar[bool] = False

    shown: Target | None = None
    gone: Target | None = None
    text: str = ""
    filled: str = ""
    """A field of the screen that the site fills in by itself, such as the address of a postal code."""
    seconds: float | None = Field(default=None, gt=0, le=3600)
    """The longest wait; as long as any screen may take when left out."""

    @model_validator(mode="after")
    def _one_sign(self) -> WaitFor:
        if sum(map(bool, (self.shown, self.gone, self.text, self.filled))) != 1:
            raise ValueError(_("shown、gone、text、filled のどれか1つを書いてください。"))
        return self

    @classmethod
    def mentions(cls, arguments: Mapping[str, Any]) -> Iterator[Mention]:
        """The field that is filled."""
        yield from super().mentions(arguments)
        if isinstance(name := arguments.get("filled"), str) and name:
            yield Mention("fields", ("filled",), name)

    def perform(self, desk: Desk) -> None:
        """Raises :class:`TargetError` when the time is over, :class:`BusinessError` for a field that stays empty."""
        seconds = self.seconds or desk.session.timeout_s
        if self.filled:
            self._await_filled(desk, desk.field(self.filled), seconds)
        elif self.text:
            desk.run(lambda page: expect_text(page, self.text, seconds), takes_s=seconds)
        elif self.shown is not None and not self._comes(desk, self.shown, True, seconds):
            raise TargetError(_("{what}が、時間内に表示されませんでした。").format(what=self.shown.describe()))
        elif self.gone is not None and not self._comes(desk, self.gone, False, seconds):
            raise TargetError(_("{what}が、時間内に消えませんでした。").format(what=self.gone.describe()))

    @staticmethod
    def _await_filled(desk: Desk, field: Target, seconds: float) -> None:
        def has_value(page: Page) -> bool:
            value = gate.read(page, field)
            return bool(value.strip()) if isinstance(value, str) else value

        if not desk.run(lambda page: wait_until(page, lambda: has_value(page), seconds), takes_s=seconds):
            heard = desk.run(lambda _page: list(desk.session.dialogs.heard))
            told = _("画面の知らせ: 「{text}」").format(text=" / ".join(heard)) if heard else ""
            raise StaysEmpty(_("{what}に値が入りません。").format(what=field.describe()), told)

    def _comes(self, desk: Desk, target: Target, wanted: bool, seconds: float) -> bool:
        placed = desk.placed(target)

        def look(page: Page) -> bool:
            return wait_until(page, lambda: is_visible(page, placed) == wanted, seconds)

        return desk.run(look, takes_s=seconds)


class Read(ScreenAction):
    """Read values of the screen."""

    name: ClassVar[str] = "読み取る"
    sentence: ClassVar[str] = "画面の項目の値を読み取ります。as で名前を付けると、後の手順や操作の結果に使えます。"
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "fields"

    fields: tuple[str, ...] = Field(min_length=1)

    @classmethod
    def mentions(cls, arguments: Mapping[str, Any]) -> Iterator[Mention]:
        """Every field it reads."""
        fields = arguments.get("fields")
        for index, name in enumerate(fields if isinstance(fields, list | tuple) else ()):
            yield Mention("fields", ("fields", index), str(name))

    def perform(self, desk: Desk) -> dict[str, str | bool]:
        """The values by field."""
        fields = [desk.field(name) for name in self.fields]
        return dict(zip(self.fields, desk.run(lambda page: gate.read_all(page, fields)), strict=True))


class ReadBack(ScreenAction):
    """Compare what the site has saved with what was entered."""

    name: ClassVar[str] = "登録内容を読み返す"
    sentence: ClassVar[str] = "登録された画面の値を読み返し、入力した値と1項目ずつ照合します。"
    enters: ClassVar[bool] = False

    def perform(self, desk: Desk) -> None:
        """Raises :class:`BusinessError` naming the fields that differ (never their values)."""
        fields = {name: desk.field(name) for name in desk.entered if name in desk.screen.fields}
        shown = desk.run(lambda page: gate.read_all(page, list(fields.values())))
        pairs = zip(fields.items(), shown, strict=True)
        differing = [field.describe() for (name, field), value in pairs if not same(value, desk.entered[name])]
        if differing or not fields:
            raise BusinessError(
                _("登録後の画面の値が、入力した値と違います: {fields}").format(fields="、".join(differing))
            )


def _secret(value: object) -> bool:
    return isinstance(value, Secret)


def _plain(value: Any) -> str | bool:
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, bool):
        return value
    return "" if value is None else str(value)
