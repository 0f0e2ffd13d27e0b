"""Actions that press something: a button, a link, the one button that commits, a window's end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Field, Tag, model_validator

from dxrobot.actions.desk import Desk
from dxrobot.actions.recheck import require_entries, settle_entries, unsent_entries
from dxrobot.actions.screen_action import Mention, ScreenAction
from dxrobot.browser.arrival import is_visible, shows_text
from dxrobot.browser.sure_click import click_unchanged
from dxrobot.definition import Definition
from dxrobot.errors import BusinessError, TargetError
from dxrobot.i18n import _
from dxrobot.masking import redactor
from dxrobot.robot.dialog import DialogAnswer, DialogAnswers
from dxrobot.robot.target import Target


class ByScreen(Definition):
    """A record is there once this screen is shown."""

    screen: str


class ByDialog(Definition):
    """A record is there once the page says so in a box."""

    dialog: str = Field(min_length=1)


def _sign_kind(written: Any) -> str:
    if isinstance(written, str):
        return "text sign"
    keys = written if isinstance(written, dict) else getattr(type(written), "model_fields", ())
    return next((f"{key} sign" for key in ("screen", "dialog") if key in keys), "target sign")


Confirmation = Annotated[
    Annotated[str, Tag("text sign"), Field(min_length=1)]
    | Annotated[ByScreen, Tag("screen sign")]
    | Annotated[ByDialog, Tag("dialog sign")]
    | Annotated[Target, Tag("target sign")],
    Discriminator(_sign_kind),
]


class Click(ScreenAction):
    """Press a button or follow a link that commits nothing."""

    name: ClassVar[str] = "押す"
    sentence: ClassVar[str] = (
        "ボタンやリンクを押します。確認に答え、開いた窓に移り、閉じた窓から戻ります。登録を確定するボタンには使いません。"
    )
    enters: ClassVar[bool] = False
    implied_argument: ClassVar[str] = "target"

    button: str = ""
    target: Target | None = None
    """Something that has no name among the screen's buttons, such as a link in a row of a list."""
    dialog: DialogAnswers = ()
    """The boxes that the page then shows (``confirm`` and the like), in their order, and the answers to them."""
    opens: str = ""
    """The screen that then comes in a window of its own; the robot goes on there."""
    returns_to: str = ""
    """The screen in the window before, to which the robot comes back when this window closes."""

    @classmethod
    def arguments(cls, written: Any) -> Any:
        """A button's name, or a description of what to press, with what comes of it."""
        if not isinstance(written, dict):
            return {"button": written}
        own = {key: value for key, value in written.items() if key in cls.model_fields}
        target = {key: value for key, value in written.items() if key not in cls.model_fields}
        return {**own, "target": target} if target else own

    @model_validator(mode="after")
    def _one_thing(self) -> Click:
        if bool(self.button) == (self.target is not None):
            raise ValueError(_("押すものを、ボタンの名前か探し方のどちらか1つで書いてください。"))
        if self.opens and self.returns_to:
            raise ValueError(_("opens と returns_to は、どちらか1つだけ書けます。"))
        return self

    def perform(self, desk: Desk) -> None:
        """Click it, and follow the windows."""
        target = desk.placed(self.target) if self.target else desk.button(self.button)
        settle_entries(desk)
        desk.unsent.clear()
        window = desk.session.windows.number
        desk.press(target, self.dialog, opens=self.opens)
        if self.returns_to:
            desk.come_back(window, self.returns_to)


class Commit(ScreenAction):
    """Press the one button that registers the record."""

    name: ClassVar[str] = "登録を確定する"
    sentence: ClassVar[str] = "登録のボタンを押します。押す前に実行記録を書き、登録された表示が出るまで待ちます。"
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "button"
    commits: ClassVar[bool] = True

    button: str
    dialog: DialogAnswers = ()
    """The boxes that the page shows before it registers, in their order, and the answers to them."""
    confirmed_by: Confirmation
    """What the site shows once the record is there: text, a screen, a box, or a thing on the screen."""

    @classmethod
    def mentions(cls, arguments: Mapping[str, Any]) -> Iterator[Mention]:
        """Its button, and the screen that confirms."""
        yield from super().mentions(arguments)
        sign = arguments.get("confirmed_by")
        if isinstance(sign, Mapping) and isinstance(sign.get("screen"), str):
            yield Mention("screens", ("confirmed_by", "screen"), sign["screen"])

    @classmethod
    def leads_to(cls, arguments: Mapping[str, Any]) -> str | None:
        """The screen that confirms."""
        return next((mention.name for mention in cls.mentions(arguments) if mention.kind == "screens"), None)

    def perform(self, desk: Desk) -> None:
        """Write the intent, click, and wait for the site's confirmation."""
        target = desk.button(self.button)
        self._require_unconfirmed(desk)
        _refuse_invalid(require_entries(desk, target))
        entries = unsent_entries(desk)
        desk.submit()
        expected = (DialogAnswer(text=self.confirmed_by.dialog),) if isinstance(self.confirmed_by, ByDialog) else ()
        desk.act(lambda page: click_unchanged(page, target, entries), (*self.dialog, *expected))
        if isinstance(self.confirmed_by, str):
            desk.confirm(self.confirmed_by)
        elif isinstance(self.confirmed_by, ByScreen):
            desk.arrive(self.confirmed_by.screen)
        elif isinstance(self.confirmed_by, Target):
            desk.confirm_by(desk.placed(self.confirmed_by))
        desk.hooks.confirmed()

    def _require_unconfirmed(self, desk: Desk) -> None:
        """Raise :class:`TargetError` when the confirmation can be seen already: it would confirm nothing."""
        sign = self.confirmed_by
        if isinstance(sign, ByDialog):
            return
        if isinstance(sign, str):
            shown = desk.run(lambda page: shows_text(page, sign))
        else:
            target = desk.robot.screens[sign.screen].ready_in_frame() if isinstance(sign, ByScreen) else sign
            shown = desk.run(lambda page: is_visible(page, desk.placed(target)))
        if shown:
            raise TargetError(
                _("登録を確かめる表示が、登録のボタンを押す前から画面に出ています。"),
                _("ロボット定義の confirmed_by に、登録した後にだけ出る表示を書いてください。"),
            )


def _refuse_invalid(fields: Sequence[str]) -> None:
    """Raise :class:`BusinessError` where the browser would not send the form, and only show why for a moment."""
    if fields:
        told = " / ".join(redactor.scrub(reason) for reason in fields)
        raise BusinessError(_("画面の決まりに合わない欄があるため、登録できません: {fields}").format(fields=told))


class CloseWindow(ScreenAction):
    """Close the window the robot works in."""

    name: ClassVar[str] = "窓を閉じる"
    sentence: ClassVar[str] = "開いている窓を閉じて、その前にいた窓の画面に戻ります。"
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "returns_to"

    returns_to: str
    """The screen in the window before."""

    def perform(self, desk: Desk) -> None:
        """Close it, and wait for the screen in the window before."""
        window = desk.session.windows.number
        desk.run(lambda _page: desk.session.windows.close())
        desk.come_back(window, self.returns_to)
