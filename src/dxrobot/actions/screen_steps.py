"""Actions on a screen of the target system: the steps of a robot's operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field

from dxrobot.actions.desk import Desk
from dxrobot.actions.screen_action import Mention, ScreenAction
from dxrobot.browser import screen as gate
from dxrobot.browser.control import same
from dxrobot.errors import BusinessError, TargetError
from dxrobot.i18n import _
from dxrobot.masking import Secret
from dxrobot.robot.target import Target


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
        fields = desk.screen.fields
        work = [(fields[name], _plain(value)) for name, value in self.values.items()]
        desk.session.run(lambda page: gate.fill(page, work))
        desk.entered.update({name: _plain(value) for name, value in self.values.items() if not _secret(value)})


class Click(ScreenAction):
    """Press a button or follow a link that commits nothing."""

    name: ClassVar[str] = "押す"
    sentence: ClassVar[str] = "ボタンやリンクを押します。登録を確定するボタンには使いません。"
    enters: ClassVar[bool] = False
    implied_argument: ClassVar[str] = "target"

    button: str = ""
    target: Target | None = None
    """Something that has no name among the screen's buttons, such as a link in a row of a list."""

    @classmethod
    def arguments(cls, written: Any) -> Any:
        """A button's name, or a description of what to press."""
        return {"target": written} if isinstance(written, dict) else {"button": written}

    def perform(self, desk: Desk) -> None:
        """Click it."""
        target = self.target or desk.screen.buttons[self.button]
        desk.session.run(lambda page: gate.click(page, target))


class Commit(ScreenAction):
    """Press the one button that registers the record."""

    name: ClassVar[str] = "登録を確定する"
    sentence: ClassVar[str] = "登録のボタンを押します。押す前に実行記録を書き、登録された表示が出るまで待ちます。"
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "button"
    commits: ClassVar[bool] = True

    button: str
    confirmed_by: str
    """Text that the site shows once the record is there."""

    def perform(self, desk: Desk) -> None:
        """Write the intent, click, and wait for the site's confirmation."""
        target = desk.screen.buttons[self.button]
        self._require_unchanged(desk)
        desk.hooks.before_commit()
        desk.session.run(lambda page: gate.click(page, target))
        desk.confirm(self.confirmed_by)
        desk.hooks.confirmed()

    def _require_unchanged(self, desk: Desk) -> None:
        """Raise :class:`TargetError` naming the fields that the page has rewritten since they were filled in."""
        entered = [(field, desk.entered[name]) for name, field in desk.screen.fields.items() if name in desk.entered]
        changed = desk.session.run(lambda page: gate.verify(page, entered)) if entered else []
        if changed:
            names = "、".join(target.describe() for target in changed)
            raise TargetError(_("入力した値が、登録する前に画面で変わりました: {fields}").format(fields=names))


class Expect(ScreenAction):
    """Check that the screen shows something."""

    name: ClassVar[str] = "表示を確かめる"
    sentence: ClassVar[str] = "画面にその文字が出ていることを確かめます。"
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "text"

    text: str

    def perform(self, desk: Desk) -> None:
        """Wait for the text."""
        desk.session.run(lambda page: gate.expect_text(page, self.text))


class ReadBack(ScreenAction):
    """Compare what the site has saved with what was entered."""

    name: ClassVar[str] = "登録内容を読み返す"
    sentence: ClassVar[str] = "登録された画面の値を読み返し、入力した値と1項目ずつ照合します。"
    enters: ClassVar[bool] = False

    def perform(self, desk: Desk) -> None:
        """Raises :class:`BusinessError` naming the fields that differ (never their values)."""
        fields = desk.screen.fields
        shared = [name for name in desk.entered if name in fields]
        shown = desk.session.run(lambda page: gate.read_all(page, [fields[name] for name in shared]))
        pairs = zip(shared, shown, strict=True)
        differing = [fields[name].describe() for name, value in pairs if not same(value, desk.entered[name])]
        if differing or not shared:
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
