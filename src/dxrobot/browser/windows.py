"""The windows of a session: the one the robot works in, those it came from, and those nobody asked for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from dxrobot.browser.waiting import wait_until
from dxrobot.errors import TargetError
from dxrobot.i18n import _
from dxrobot.masking import redactor

_BLANK = "about:blank"
# By then a second window that the same click opened would be known as well.
_SECOND_MS = 50


class Windows:
    """Every open window; the robot works in the one it entered last and that is still open."""

    def __init__(self, context: BrowserContext) -> None:
        self._open: list[Page] = []
        self._entered: list[tuple[Page, int]] = []
        self._moves: dict[Page, int] = {}
        self._count = 0
        context.on("page", self._came)

    @property
    def current(self) -> Page:
        """The window that the robot works in; raises :class:`TargetError` when none is left."""
        self._forget_closed()
        if not self._entered:
            raise TargetError(_("対象システムの窓(ウィンドウ)がすべて閉じました。"))
        return self._entered[-1][0]

    @property
    def number(self) -> int:
        """A number that tells the current window from every other one of this session; 0 when none is left."""
        self._forget_closed()
        return self._entered[-1][1] if self._entered else 0

    @property
    def several(self) -> bool:
        """Whether the robot has a window to go back to."""
        return len(self._entered) > 1

    def unasked(self) -> list[str]:
        """Open windows that the robot has not entered, each by its title or the end of its address."""
        entered = {page for page, _number in self._entered}
        return [_called(page) for page in self._open if page not in entered and page.url != _BLANK]

    def enter(self, page: Page) -> None:
        """Work in ``page`` from now on."""
        self._count += 1
        self._entered = [known for known in self._entered if known[0] != page]
        self._entered.append((page, self._count))
        with contextlib.suppress(PlaywrightError):
            page.bring_to_front()

    @contextlib.contextmanager
    def opening(self, timeout_s: float) -> Iterator[None]:
        """What is done inside opens a window, or sends a window opened before to another page: it is entered.

        Raises :class:`TargetError` when neither happens within ``timeout_s`` seconds.
        """
        before = dict(self._moves)
        here = self.current
        yield
        found: list[Page] = []

        def has_come() -> bool:
            found[:] = [page for page in self._open if page != here and self._moves[page] > before.get(page, -1)]
            return bool(found)

        if not wait_until(self.current, has_come, timeout_s):
            raise TargetError(_("新しい窓(ウィンドウ)が開きませんでした。"))
        with contextlib.suppress(PlaywrightError):
            here.wait_for_timeout(_SECOND_MS)
        has_come()
        if len(found) > 1:
            names = "、".join(map(_called, found))
            raise TargetError(
                _("窓(ウィンドウ)が一度に {count} 個開きました: {names}").format(count=len(found), names=names)
            )
        self.enter(found[0])
        with contextlib.suppress(PlaywrightError):
            found[0].wait_for_load_state("domcontentloaded")

    def close(self) -> None:
        """Close the current window and go back to the one before; raises :class:`TargetError` if there is none."""
        if not self.several:
            raise TargetError(_("閉じて戻る先の窓(ウィンドウ)がありません。"))
        self.current.close()

    def await_closed(self, number: int, timeout_s: float) -> None:
        """Wait until the window ``number`` has closed by itself; raises :class:`TargetError` if it stays open."""
        waiting = next((page for page in self._open if page != self._page(number)), None)
        if waiting is not None and wait_until(waiting, lambda: self.number != number, timeout_s):
            return
        raise TargetError(_("窓(ウィンドウ)が閉じませんでした。"))

    def settle_down(self) -> None:
        """From now on the current window counts as the first one, such as when it was opened by signing in."""
        self._forget_closed()
        self._entered = self._entered[-1:]

    def close_others(self) -> None:
        """Close every window but the one entered first."""
        self._forget_closed()
        first = self._entered[0][0] if self._entered else None
        for page in list(self._open):
            if page != first:
                page.close()

    def _page(self, number: int) -> Page | None:
        return next((page for page, known in self._entered if known == number), None)

    def _came(self, page: Page) -> None:
        self._open.append(page)
        self._moves[page] = 0
        page.on("close", self._went)
        page.on("framenavigated", lambda frame: self._moved(page) if frame == page.main_frame else None)

    def _moved(self, page: Page) -> None:
        self._moves[page] = self._moves.get(page, 0) + 1

    def _went(self, page: Page) -> None:
        if page in self._open:
            self._open.remove(page)
        self._moves.pop(page, None)

    def _forget_closed(self) -> None:
        self._entered = [(page, number) for page, number in self._entered if not page.is_closed()]


def _called(page: Page) -> str:
    """The window as a person would call it; an address without its query, which may hold personal data."""
    title = ""
    with contextlib.suppress(PlaywrightError):
        title = page.title()
    parts = urlsplit(page.url)
    return f"「{redactor.scrub(title.strip() or f'{parts.hostname or parts.scheme}{parts.path}')}」"
