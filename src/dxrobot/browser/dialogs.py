"""Boxes that the browser shows over a page: expected ones are answered, no other one may hold the robot up."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from playwright.sync_api import BrowserContext, Dialog
from playwright.sync_api import Error as PlaywrightError

from dxrobot.errors import TargetError
from dxrobot.i18n import _
from dxrobot.masking import redactor
from dxrobot.robot.dialog import DialogAnswer

_LONGEST = 200


class Dialogs:
    """Answers every box of every window at once; remembers what was said and what nobody expected."""

    def __init__(self, context: BrowserContext) -> None:
        self._expected: list[DialogAnswer] = []
        self._leaving = False
        self._trouble: TargetError | None = None
        self.heard: list[str] = []
        """Words of alerts that nobody expected, since something was last pressed: the page's own messages."""
        self.earlier: list[str] = []
        """Those before, since the screen came."""
        self._before_screen = 0
        context.on("dialog", self._came)

    def take_trouble(self) -> TargetError | None:
        """The unexpected question that nobody has heard of yet."""
        trouble, self._trouble = self._trouble, None
        return trouble

    def expect(self, answers: Sequence[DialogAnswer]) -> None:
        """From now on these boxes are expected, in this order, and nothing has been heard yet."""
        self._expected = list(answers)
        self.earlier += self.heard[self._before_screen :]
        self.heard.clear()
        self._before_screen = 0

    def forget(self) -> None:
        """Another screen has come: what was heard until now does not concern it."""
        self.earlier.clear()
        self._before_screen = len(self.heard)

    @property
    def awaited(self) -> tuple[DialogAnswer, ...]:
        """The expected boxes that must come and have not come yet."""
        return tuple(answer for answer in self._expected if not answer.optional)

    @contextlib.contextmanager
    def leaving(self) -> Iterator[None]:
        """While the robot itself goes to another page, "leave this page?" is answered with yes."""
        self._leaving = True
        try:
            yield
        finally:
            self._leaving = False

    def _came(self, dialog: Dialog) -> None:
        with contextlib.suppress(PlaywrightError):  # its window has been closed meanwhile
            if (answer := self._meant(dialog)) is not None:
                _answer(dialog, answer)
            elif dialog.type == "alert":
                self.heard.append(_scrubbed(dialog.message))
                dialog.accept()
            elif dialog.type == "beforeunload" and self._leaving:
                dialog.accept()
            else:
                self._trouble = self._unexpected(dialog)
                dialog.dismiss()

    def _meant(self, dialog: Dialog) -> DialogAnswer | None:
        """The answer for ``dialog``: the next one, or one after such as may stay away."""
        for index, answer in enumerate(self._expected):
            if _is_meant(answer, dialog):
                del self._expected[: index + 1]
                return answer
            if not answer.optional:
                return None
        return None

    def _unexpected(self, dialog: Dialog) -> TargetError:
        if dialog.type == "beforeunload":
            return TargetError(_("画面が、入力の途中でほかの画面へ移ってよいかを尋ねたため、移らずに止めました。"))
        text = _scrubbed(dialog.message)
        if self.awaited:
            return TargetError(
                _("確認の文が、ロボット定義の「{expected}」と違います: 「{text}」").format(
                    expected=redactor.scrub(self.awaited[0].text), text=text
                ),
                _("「いいえ」と答えました。"),
            )
        return TargetError(
            _("画面が、予定にない確認をしてきました: 「{text}」。「いいえ」と答えました。").format(text=text),
            _("正しい確認なら、ロボット定義のその手順に dialog を書いてください。"),
        )


class DialogMissing(TargetError):
    """An expected box has not come."""

    def __init__(self, answer: DialogAnswer) -> None:
        super().__init__(_("確認「{text}」が出ませんでした。").format(text=redactor.scrub(answer.text)))


def _is_meant(answer: DialogAnswer, dialog: Dialog) -> bool:
    if dialog.type == "beforeunload" or answer.type not in (None, dialog.type):
        return False
    return _flat(answer.text) in _flat(dialog.message)


def _answer(dialog: Dialog, answer: DialogAnswer) -> None:
    if answer.answer == "cancel":
        dialog.dismiss()
    elif dialog.type == "prompt":
        dialog.accept(answer.reply)
    else:
        dialog.accept()


def _flat(text: str) -> str:
    return "".join(text.split())


def _scrubbed(text: str) -> str:
    return redactor.scrub(" ".join(text.split()))[:_LONGEST]
