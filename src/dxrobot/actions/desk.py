"""A robot at its desk: one browser signed in to one target system, and the screen it stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import urlencode, urljoin

from dxrobot.actions.base import Action
from dxrobot.browser.evidence import masked_screenshot
from dxrobot.browser.locate import candidates
from dxrobot.browser.screen import expect_text, open_page, page_messages, shows_or_refuses, table_rows
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import BusinessError, InputError, TargetError
from dxrobot.i18n import _
from dxrobot.masking import redactor
from dxrobot.robot.model import Robot, Screen
from dxrobot.robot.target import Target
from dxrobot.scenario.model import Step


class CommitHooks(Protocol):
    """What the engine does around the one click that commits."""

    def before_commit(self) -> None:
        """Take the evidence and write the intent; raising here keeps the click from happening."""

    def confirmed(self) -> None:
        """The screen has confirmed that the record is there."""


class StepWatcher(Protocol):
    """Is told of every step of an operation; raising keeps the step, or those after it, from being carried out."""

    def before_step(self, desk: Desk, step: Step, action: Action) -> None:
        """``step`` comes next, as ``action`` with its arguments evaluated."""

    def after_step(self, desk: Desk, step: Step, action: Action) -> None:
        """``step`` was carried out."""


class NothingToCommit:
    """The hooks of signing in and of probes, which must not commit anything."""

    def before_commit(self) -> None:
        """Refuse."""
        raise InputError(_("登録を確定する手順(commit)は、commits: true の操作の中だけで使えます。"))

    def confirmed(self) -> None:
        """Never reached."""


class Desk:
    """Works one robot's screens in one browser session."""

    def __init__(self, robot: Robot, address: str, session: BrowserSession) -> None:
        self._robot = robot
        self._address = address
        self.session = session
        """The browser; work on its page is done by ``session.run``."""
        self._screen = ""
        self.watchers: tuple[StepWatcher, ...] = ()
        self.begin(NothingToCommit())

    def begin(self, hooks: CommitHooks) -> None:
        """Start an operation: nothing filled in yet, ``hooks`` around its committing click."""
        self.hooks = hooks
        self.entered: dict[str, str | bool] = {}
        """What was filled in during the current operation, by field of the screen."""

    @property
    def robot(self) -> Robot:
        """The robot that works here."""
        return self._robot

    @property
    def screen(self) -> Screen:
        """The screen the robot stands on."""
        return self._robot.screens[self._screen]

    def open(self, name: str, query: Mapping[str, Any]) -> None:
        """Go to the screen called ``name`` and wait until it is ready."""
        address = urljoin(self._address, self._robot.screens[name].path.lstrip("/"))
        if query:
            address = f"{address}?{urlencode(query)}"
        self.session.run(lambda page: open_page(page, address))
        self.arrive(name)

    def arrive(self, name: str) -> None:
        """Wait until the screen called ``name`` is shown.

        Raises :class:`BusinessError` with the site's own words when it refuses what was entered, else
        :class:`TargetError`.
        """
        screen = self._robot.screens[name]
        try:
            shown = self.session.run(lambda page: shows_or_refuses(page, screen.ready))
        except TargetError as error:
            raise TargetError(_("画面「{title}」が表示されません。").format(title=screen.title), str(error)) from error
        if not shown:
            raise self._refusal(self.session.run(page_messages))
        self._screen = name

    def confirm(self, text: str) -> None:
        """Wait for ``text``, by which the site says that the record is there.

        Raises :class:`BusinessError` with the site's own words when it shows an error instead, else
        :class:`TargetError`: then only a probe can tell.
        """
        try:
            self.session.run(lambda page: expect_text(page, text))
        except TargetError:
            messages = self.session.run(page_messages)
            if messages:
                raise self._refusal(messages) from None
            raise

    def finds(self, row: Mapping[str, str], table: str = "", next_page: str = "", shown: Target | None = None) -> bool:
        """Whether the record of a probe stands on the current screen, with the probe's expressions evaluated.

        ``row``: column headings and what their cells must hold, looked for in the screen's ``table`` (the only one with
        a header when empty) and on the pages that its button ``next_page`` leads to. ``shown``: instead, what is
        visible exactly when the record is there. Raises :class:`TargetError` when that cannot be told.
        """
        if shown is not None:
            return self.session.run(lambda page: candidates(page, shown).filter(visible=True).count() > 0)
        named = self.screen.tables[table] if table else None
        rows = self.session.run(lambda page: table_rows(page, named))
        return any(all(found.get(heading) == text for heading, text in row.items()) for found in rows)

    def sign_in(self, steps: Callable[[Desk], None]) -> None:
        """Sign in by ``steps`` (the robot's login with its credentials), and keep them for the next time."""
        self._login_steps = steps
        self.sign_in_again()

    def sign_in_again(self) -> None:
        """Sign in once more after the target system has ended the session; the operation then begins anew.

        Raises :class:`InputError` when the account is refused.
        """
        self.begin(NothingToCommit())
        self._login_steps(self)
        self.require_signed_in(self._robot.login.signed_in)

    def _refusal(self, messages: Sequence[str]) -> BusinessError:
        told = " / ".join(map(redactor.scrub, messages))
        return BusinessError(_("対象システムが受け付けませんでした: {messages}").format(messages=told))

    def picture(self, sensitive_values: tuple[str, ...]) -> bytes:
        """A PNG of the page with personal data covered."""
        targets = self._robot.sensitive_targets()
        return self.session.run(lambda page: masked_screenshot(page, targets, sensitive_values))

    def require_signed_in(self, target: Target) -> None:
        """Raise :class:`InputError` unless the sign of being signed in is visible."""
        if self.session.run(lambda page: shows_or_refuses(page, target)):
            return
        raise InputError(
            _("「{title}」にログインできません。").format(title=self._robot.title),
            _("利用者名とパスワードを確かめ、dxrobot secret set {name} で登録し直してください。").format(
                name=self._robot.credentials
            ),
        )
