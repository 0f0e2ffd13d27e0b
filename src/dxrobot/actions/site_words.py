"""What a target system says to the robot instead of showing the screen that was waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dxrobot.browser.arrival import is_visible
from dxrobot.browser.messages import declared_messages, new_errors, page_messages, texts_of
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import DxrobotError
from dxrobot.robot.model import Screen
from dxrobot.robot.target import Targets

if TYPE_CHECKING:
    from playwright.sync_api import Page


class SiteWords:
    """Tells errors of the site from what has always stood on its screens, in one browser session.

    ``errors``: where the system tells them on any screen.
    """

    def __init__(self, session: BrowserSession, errors: Targets) -> None:
        self._session = session
        self._everywhere = errors
        self._places: Targets = errors
        self._standing: frozenset[str] = frozenset()
        self._before: frozenset[str] = frozenset()
        self._window = 0

    def note_arrival(self, screen: Screen) -> None:
        """``screen`` has come: what is told there now is no answer to anything."""
        self._window = 0
        self._places = (*self._everywhere, *screen.errors)

        def work(page: Page) -> list[str]:
            self._session.dialogs.forget()
            return declared_messages(page, self._places) if self._places else []

        self._standing = frozenset(self._session.run(work))

    def note_departure(self) -> None:
        """The robot goes elsewhere by an address: nothing was pressed."""
        self._window = 0

    def note_press(self, page: Page) -> None:
        """Something is about to be pressed on ``page``."""
        self._before, self._window = texts_of(page), self._session.windows.number

    @property
    def has_places(self) -> bool:
        """Whether it was said where errors are told."""
        return bool(self._places)

    def declared(self, page: Page) -> list[str]:
        """What is told in the places that were named, and was not there when the screen came."""
        return [text for text in declared_messages(page, self._places) if text not in self._standing]

    def shown(self, page: Page) -> list[str]:
        """The errors that can be seen without any doubt."""
        return list(dict.fromkeys([*page_messages(page), *self.declared(page)]))

    def since_press(self, stood_on: Screen | None, *, submitted: bool) -> list[str]:
        """What the site tells if the robot stands on ``stood_on`` still or again, with nothing on its way.

        Boxes that came before the press count unless the record was ``submitted`` by it.
        """
        if not self.is_back(stood_on):
            return []

        def work(page: Page) -> list[str]:
            news = new_errors(page, self._before) if self._session.windows.number == self._window else []
            heard = [] if submitted else self._session.dialogs.earlier
            return list(dict.fromkeys([*heard, *self.shown(page), *news]))

        try:
            return self._session.run(work)
        except DxrobotError:
            return []

    def is_back(self, screen: Screen | None) -> bool:
        """Whether ``screen`` can be seen now, and nothing is on its way."""
        if screen is None:
            return False
        ready = screen.ready_in_frame()
        try:
            return self._session.run(lambda page: self._session.watch.is_quiet and is_visible(page, ready))
        except DxrobotError:
            return False
