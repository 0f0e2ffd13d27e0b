"""Where a robot stands: the screens in its windows, how it works on them, and what a failure there means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode, urljoin

from dxrobot.actions.site_words import SiteWords
from dxrobot.browser.arrival import Arrival, Expiry, await_screen, is_visible
from dxrobot.browser.dialogs import DialogMissing
from dxrobot.browser.press import press
from dxrobot.browser.screen import click, open_page
from dxrobot.browser.session import BrowserSession
from dxrobot.browser.waiting import wait_until
from dxrobot.errors import BusinessError, DxrobotError, NotOnScreen, Refused, SessionExpired, TargetError
from dxrobot.i18n import _
from dxrobot.masking import redactor
from dxrobot.robot.dialog import DialogAnswer
from dxrobot.robot.model import Robot, Screen, ScreenField
from dxrobot.robot.target import Target

if TYPE_CHECKING:
    from playwright.sync_api import Page

Value = TypeVar("Value")
AnyTarget = TypeVar("AnyTarget", bound=Target)


class Standing:
    """One robot among the screens of its system, in one browser session."""

    def __init__(self, robot: Robot, address: str, session: BrowserSession) -> None:
        self._robot = robot
        self._address = address
        self.session = session
        """The browser; work on a screen is done by :meth:`run`."""
        self._screens: dict[int, str] = {}
        """The screen that stands in each window the robot has entered."""
        self._signed_in = False
        self._submitted = False
        self._words = SiteWords(session, robot.errors)
        session.watch.frames = robot.frames()

    @property
    def robot(self) -> Robot:
        """The robot that works here."""
        return self._robot

    @property
    def screen(self) -> Screen:
        """The screen the robot stands on; raises :class:`TargetError` where it stands on none."""
        if (screen := self.current_screen) is None:
            raise TargetError(_("ロボットは、まだどの画面にもいません。"))
        return screen

    @property
    def current_screen(self) -> Screen | None:
        """The screen the robot stands on; None before it has come to one."""
        return self._robot.screens.get(self._screens.get(self.session.windows.number, ""))

    @property
    def submitted(self) -> bool:
        """Whether the operation has pressed the button that commits."""
        return self._submitted

    def field(self, name: str) -> ScreenField:
        """The field ``name`` of the current screen, in its frame."""
        return self.placed(self.screen.fields[name])

    def button(self, name: str) -> Target:
        """The button ``name`` of the current screen, in its frame."""
        return self.placed(self.screen.buttons[name])

    def placed(self, target: AnyTarget) -> AnyTarget:
        """``target`` in the frame of the current screen, unless it names one itself."""
        screen = self.current_screen
        if target.frame or screen is None or not screen.frame:
            return target
        return target.model_copy(update={"frame": screen.frame})

    def run(self, work: Callable[[Page], Value], *, takes_s: float = 0.0) -> Value:
        """Do ``work``, which may wait ``takes_s`` seconds itself, with the page once the screen is no longer busy.

        Raises :class:`SessionExpired` when the site has signed the robot out and nothing was submitted. Another
        :class:`TargetError` also tells what the page said and which windows came up unasked.
        """
        screen = self.current_screen
        try:
            if screen is not None and screen.busy is not None:
                self._await_idle(self.placed(screen.busy))
            return self.session.run(work, takes_s=takes_s)
        except TargetError as error:
            raise self._explained(error) from error

    def follow(self, work: Callable[[Page], Value]) -> Value:
        """Do ``work``, which only looks, in the current window, and again in the one before if that window closes."""
        number = self.session.windows.number
        try:
            return self.session.run(work)
        except TargetError:
            if self.session.windows.number in (0, number):
                raise
        return self.session.run(work)

    def open(self, name: str, query: Mapping[str, Any]) -> None:
        """Go to the screen called ``name`` and wait until it is ready."""
        address = urljoin(self._address, self._robot.screens[name].path.lstrip("/"))
        if query:
            address = f"{address}?{_encoded(query, self._robot.encoding)}"

        def go(page: Page) -> None:
            self._words.note_departure()
            self.session.dialogs.expect(())
            with self.session.dialogs.leaving():
                open_page(page, address)

        self.session.run(go)
        self.arrive(name)

    def arrive(self, name: str) -> None:
        """Wait until the screen called ``name`` is shown.

        Raises :class:`BusinessError` with the site's own words when it refuses what was entered, else
        :class:`TargetError`.
        """
        screen = self._robot.screens[name]
        try:
            self._await(screen.ready_in_frame(), self._expiry(name))
        except SessionExpired:
            raise
        except TargetError as error:
            told = TargetError(_("画面「{title}」が表示されません。").format(title=screen.title), self._stayed(error))
            raise self._explained(told) from error
        self._screens[self.session.windows.number] = name
        self._words.note_arrival(screen)

    def press(self, target: Target, answers: Sequence[DialogAnswer] = (), *, opens: str = "") -> None:
        """Press ``target``, answer the boxes that follow, and enter the window that comes, with the screen ``opens``.

        Raises :class:`BusinessError` when the page gives an error in a box of its own instead of the expected one.
        """
        self.act(lambda page: click(page, target), answers, opens=opens)

    def act(self, click: Callable[[Page], None], answers: Sequence[DialogAnswer] = (), *, opens: str = "") -> None:
        """As :meth:`press`, by ``click``."""

        def work(page: Page) -> None:
            self._words.note_press(page)
            if not opens:
                press(self.session, page, lambda: click(page), answers)
                return
            with self.session.windows.opening(self.session.timeout_s):
                press(self.session, page, lambda: click(page), answers)

        try:
            self.run(work)
        except DialogMissing:
            self._refuse_heard(*self._told_since_press())
            raise
        if opens:
            self.arrive(opens)

    def come_back(self, number: int, name: str) -> None:
        """Wait until window ``number`` has closed, and for the screen ``name`` in the one before."""
        self.run(lambda _page: self.session.windows.await_closed(number, self.session.timeout_s))
        self.arrive(name)

    def _await(self, ready: Target, expiry: Expiry | None) -> None:
        """Wait for ``ready``; raises :class:`BusinessError` with the site's words, or that the session has ended."""
        timeout_s = self.session.timeout_s
        refused = (lambda page: bool(self._words.declared(page))) if self._words.has_places else None
        try:
            arrival = self.follow(lambda page: await_screen(page, ready, expiry, timeout_s, refused))
        except TargetError:
            self._refuse_heard(*self._told_since_press())
            raise
        if arrival is Arrival.REFUSED:
            self._refuse_heard(*self.session.run(self._words.shown))
        if arrival is Arrival.EXPIRED:
            raise self._expired()

    def _await_idle(self, busy: Target) -> None:
        def work(page: Page) -> None:
            if not wait_until(page, lambda: not is_visible(page, busy), self.session.timeout_s):
                raise TargetError(_("画面の処理中の表示が、時間内に消えませんでした。"))

        self.session.run(work)

    def _refuse_shown(self) -> None:
        """Raise what the page tells instead of what was waited for: the session has ended, or the site refuses."""
        expiry = self._expiry()
        if expiry is not None and self.session.run(expiry.is_shown):
            raise self._expired()
        told = [*self.session.run(self._words.shown), *self._told_since_press()]
        self._refuse_heard(*dict.fromkeys(told))

    def _told_since_press(self) -> list[str]:
        return self._words.since_press(self.current_screen, submitted=self._submitted)

    def _stayed(self, error: TargetError) -> str:
        """``error`` in words, and whether the robot stands where it stood: the likely reason then is the record."""
        if (screen := self.current_screen) is None or not self._words.is_back(screen):
            return str(error)
        hint = _(
            "画面「{title}」のままか、そこに戻っています。"
            "値が受け付けられなかったのなら、知らせの出る場所をロボット定義の errors に書いてください。"
        )
        return f"{error} {hint.format(title=screen.title)}"

    def _refuse_heard(self, *messages: str) -> None:
        """Raise the site's own words, shown or given in a box, as a :class:`BusinessError`, if there are any."""
        told = [redactor.scrub(message) for message in (*self.session.dialogs.heard, *messages)]
        expired = self._robot.login.expired
        if self._signed_in and expired is not None and expired.text and any(expired.text in text for text in told):
            raise self._expired() from None
        if told:
            raise Refused(
                _("対象システムが受け付けませんでした: {messages}").format(messages=" / ".join(told))
            ) from None

    def _expiry(self, coming: str = "") -> Expiry | None:
        """How an ended session looks; None while signing in, and where the login screen itself is waited for."""
        login = self._robot.login_screen()
        if not self._signed_in or (coming and self._robot.screens[coming] == login):
            return None
        if self._robot.login.expired is not None:
            return Expiry(self._robot.login.expired)
        return None if login is None else Expiry(login.ready_in_frame(), unless=self._robot.login.signed_in)

    def _expired(self) -> TargetError:
        message = _("「{title}」のログインの有効時間が切れました。").format(title=self._robot.title)
        return TargetError(message) if self._submitted else SessionExpired(message)

    def _explained(self, error: TargetError) -> TargetError:
        """``error`` with its likely reason: an ended session, words of the page, windows that nobody asked for."""
        expiry = self._expiry()
        try:
            if expiry is not None and self.session.run(expiry.is_shown):
                return self._expired()
            windows = self.session.run(lambda _page: self.session.windows.unasked())
        except DxrobotError:
            return error
        hints = [_("画面の知らせ: 「{text}」").format(text=text) for text in self.session.dialogs.heard]
        hints += [_("予定にない窓が開いています: {name}").format(name=name) for name in windows]
        if isinstance(error, NotOnScreen) and (name := self._screens.get(self.session.windows.number)):
            look = f"dxrobot look {self._robot.robot} {name}"
            hints.append(_("画面が変わっていないか、{look} で確かめてください。").format(look=look))
        if hints and not isinstance(error, DialogMissing):
            return type(error)(error.message, " ".join([error.remedy, *hints]).strip())
        return error


def _encoded(query: Mapping[str, Any], encoding: str) -> str:
    """``query`` as it stands in an address; raises :class:`BusinessError` for a character that has no code there."""
    try:
        return urlencode(query, encoding=encoding, errors="strict")
    except UnicodeEncodeError as error:
        raise BusinessError(
            _("検索の文字「{character}」は、対象システムの文字コードにありません。").format(
                character=error.object[error.start : error.end]
            )
        ) from None
