"""A robot at its desk: one browser signed in to one target system, and the screen it stands on."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dxrobot.actions.base import Action
from dxrobot.actions.run_files import RunFiles
from dxrobot.actions.standing import Standing
from dxrobot.browser.arrival import expect_text, is_visible
from dxrobot.browser.empty_list import Listing, shows_no_rows
from dxrobot.browser.evidence import masked_screenshot
from dxrobot.browser.paging import pages_of
from dxrobot.browser.press import press
from dxrobot.browser.screen import click
from dxrobot.browser.session import BrowserSession
from dxrobot.browser.tables import Table, read_table
from dxrobot.browser.waiting import wait_until
from dxrobot.errors import BusinessError, DxrobotError, InputError, NotOnScreen, TargetError
from dxrobot.i18n import _
from dxrobot.robot.dialog import DialogAnswer
from dxrobot.robot.model import Robot
from dxrobot.robot.target import Target
from dxrobot.scenario.model import Step

if TYPE_CHECKING:
    from playwright.sync_api import Page


class CommitHooks(Protocol):
    """What the engine does around the one click that commits."""

    def before_commit(self) -> None:
        """Take the evidence and write the intent; raising here keeps the click from happening."""

    def confirmed(self) -> None:
        """The screen has confirmed that the record is there."""


class StepWatcher(Protocol):
    """Is told of every step of an operation; raising keeps the step, or those after it, from being carried out."""

    def before_step(self, desk: Desk, step: Step, action: Action, /) -> None:
        """``step`` comes next, as ``action`` with its arguments evaluated."""

    def after_step(self, desk: Desk, step: Step, action: Action, /) -> None:
        """``step`` was carried out."""


class NothingToCommit:
    """The hooks of signing in and of probes, which must not commit anything."""

    def before_commit(self) -> None:
        """Refuse."""
        raise InputError(_("登録を確定する手順(commit)は、commits: true の操作の中だけで使えます。"))

    def confirmed(self) -> None:
        """Never reached."""


class Desk(Standing):
    """Carries out operations on one robot's screens, signed in to its system."""

    def __init__(self, robot: Robot, address: str, session: BrowserSession) -> None:
        super().__init__(robot, address, session)
        self.watchers: tuple[StepWatcher, ...] = ()
        self.files: RunFiles | None = None
        """Files that may be handed over, and where received ones go."""
        self.begin(NothingToCommit())

    def begin(self, hooks: CommitHooks) -> None:
        """Start an operation in the first window: nothing filled in yet, ``hooks`` around its committing click."""
        self.hooks = hooks
        self.entered: dict[str, str | bool] = {}
        """What was filled in during the current operation, by field of the screen."""
        self.unsent: set[str] = set()
        """Those of these fields that no click has sent yet."""
        self._submitted = False
        if self._screens:
            with contextlib.suppress(TargetError):  # the first step says so if the browser is gone
                self.session.run(lambda _page: self.session.windows.close_others())

    def submit(self) -> None:
        """Write the intent: from here on a failure leaves in doubt whether the record is there."""
        self.hooks.before_commit()
        self._submitted = True

    def confirm(self, text: str) -> None:
        """Wait for ``text``, by which the site says that the record is there.

        Raises :class:`BusinessError` with the site's own words when it shows an error instead, else
        :class:`TargetError`: then only a probe can tell.
        """
        try:
            self.follow(lambda page: expect_text(page, text, self.session.timeout_s))
        except TargetError:
            self._refuse_shown()
            raise

    def confirm_by(self, target: Target) -> None:
        """As :meth:`confirm`, by something that the site shows."""
        self._await(target, self._expiry())

    def tables(self, table: str, next_page: str, headings: Sequence[str], at_most: int | None = None) -> list[Table]:
        """What the screen's ``table`` (the only one with headings when empty) shows, page after page.

        ``next_page``: the button that turns the page; empty for a list of one page. ``at_most``: rows that are enough.
        Raises :class:`TargetError` when the list cannot be read to its end.
        """
        named = self.placed(self.screen.tables[table]) if table else None
        button = self.button(next_page) if next_page else None
        frame = self.screen.frame

        def work(page: Page) -> list[Table]:
            pages: list[Table] = []
            for read in pages_of(self.session, page, lambda: read_table(page, named, headings, frame), button):
                pages.append(read)
                if at_most is not None and sum(len(known.rows) for known in pages) >= at_most:
                    break
            return pages

        return self.run(work)

    def finds(self, row: Mapping[str, str], table: str = "", next_page: str = "", shown: Target | None = None) -> bool:
        """Whether the record of a probe stands on the current screen, with the probe's expressions evaluated.

        ``row``: column headings and what their cells must hold, looked for in the screen's ``table`` (the only one with
        headings when empty) and on the pages that its button ``next_page`` leads to. ``shown``: instead, what is
        visible exactly when the record is there. Raises :class:`TargetError` when that cannot be told.
        """
        if shown is None:
            return self.found_row(row, table, next_page) is not None
        target = self.placed(shown)

        def look(page: Page) -> bool:
            wait_until(page, lambda: self.session.watch.is_quiet, self.session.timeout_s)
            return is_visible(page, target)

        return self.run(look)

    def found_row(
        self, row: Mapping[str, str], table: str = "", next_page: str = "", empty: Target | None = None
    ) -> Mapping[str, str] | None:
        """The first row as :meth:`finds` looks for it, by its headings; None when there is none.

        ``empty``: what is visible exactly when the list has no rows, and perhaps no table at all.
        """
        wanted = {heading: str(text) for heading, text in row.items()}
        named = self.placed(self.screen.tables[table]) if table else None
        frame = named.frame if named else self.screen.frame
        listing = Listing(self.screen.ready_in_frame(), frame, named, self.placed(empty) if empty else None)
        if self.run(lambda page: shows_no_rows(self.session, page, listing, wanted)):
            return None
        for found in self.tables(table, next_page, list(wanted)):
            for index in found.matching(wanted):
                return found.rows[index]
        return None

    def download(self, button: Target, into: Path, answers: Sequence[DialogAnswer]) -> None:
        """Press ``button`` and keep the file that the system then sends.

        Raises :class:`BusinessError` with the site's own words when it shows an error instead, else
        :class:`TargetError`.
        """

        def work(page: Page) -> None:
            with self.session.transfers.receiving(page, into, self.session.timeout_s):
                press(self.session, page, lambda: click(page, button), answers)

        try:
            self.run(work)
        except TargetError:
            self._refuse_shown()
            raise

    def sign_in(self, steps: Callable[[Desk], None]) -> None:
        """Sign in by ``steps`` (the robot's login with its credentials), and keep them for the next time."""
        self._login_steps = steps
        self.sign_in_again()

    def sign_in_again(self) -> None:
        """Sign in once more after the target system has ended the session; the operation then begins anew.

        Raises :class:`InputError` when the account is refused.
        """
        self._signed_in = False
        self.begin(NothingToCommit())
        with self._account_checked(NotOnScreen):
            self._login_steps(self)
        with self._account_checked():
            self._await(self._robot.login.signed_in, None)
        self.session.run(lambda _page: self.session.windows.settle_down())
        self._signed_in = True

    def picture(self, sensitive_values: tuple[str, ...]) -> bytes:
        """A PNG of the page with personal data covered."""
        targets = self._robot.sensitive_targets()
        return self.session.run(lambda page: masked_screenshot(page, targets, sensitive_values))

    @contextlib.contextmanager
    def _account_checked(self, *others: type[TargetError]) -> Iterator[None]:
        """Raise an :class:`InputError` where the account is refused, which ``others`` never mean.

        The site says so, or its login screen still stands there although nothing is on its way.
        """
        try:
            yield
        except others:
            raise
        except (BusinessError, TargetError) as error:
            stays = self._login_stays()
            if isinstance(error, TargetError) and not self.session.dialogs.heard and not stays:
                raise
            why = _("(ログインの画面のままです)") if stays else ""
            told = error.message if isinstance(error, BusinessError) else ""
            raise InputError(
                _("「{title}」にログインできません{why}。{told}").format(title=self._robot.title, why=why, told=told),
                _("利用者名とパスワードを確かめ、dxrobot secret set {name} で登録し直してください。").format(
                    name=self._robot.credentials
                ),
            ) from error

    def _login_stays(self) -> bool:
        login = self._robot.login_screen()
        if login is None:
            return False
        ready = login.ready_in_frame()
        try:
            return self.session.run(lambda page: self.session.watch.is_quiet and is_visible(page, ready))
        except DxrobotError:
            return False
