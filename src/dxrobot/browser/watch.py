"""Watches the traffic of all windows: where it goes, what is still under way, and whether the target system answers."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Frame, Page, Request, Response, Route
from playwright.sync_api import Error as PlaywrightError

from dxrobot.browser.failures import bad_answer, explain, not_allowed
from dxrobot.browser.frames import is_named
from dxrobot.browser.origins import host_of, outside
from dxrobot.errors import TargetError

# A navigation given up for another one, or a download; and an error of the server, already judged by its status.
_NO_NEWS = ("ERR_ABORTED", "ERR_HTTP_RESPONSE_CODE_FAILURE")
# What changes a screen once it is answered; pictures and styles do not, and event streams are never done.
_OF_SCREENS = frozenset({"document", "xhr", "fetch"})


class Watch:
    """Aborts requests to other origins and remembers the last navigation that failed."""

    def __init__(self, context: BrowserContext, origins: tuple[str, ...]) -> None:
        self._outside = outside(origins)
        self._pending: set[Request] = set()
        self._asked_at: dict[Request, float] = {}
        self._given_up = False
        self._inner_trouble: TargetError | None = None
        self._troubled: Frame | None = None
        self._posted: set[Frame] = set()
        self.heard = 0
        """How many requests that may change a screen were seen to begin or to end."""
        self.blocked_hosts: set[str] = set()
        self.trouble: TargetError | None = None
        self.frames: tuple[str, ...] = ()
        """The frames that the robot works in: what fails there concerns it as much as a whole page."""
        context.route(self._outside, _abort)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)
        context.on("requestfinished", self._finished)
        context.on("page", self._came)

    def take_trouble(self) -> TargetError | None:
        """The failed navigation that nobody has heard of yet."""
        trouble, self.trouble = self.trouble, None
        return trouble

    def take_inner_trouble(self) -> TargetError | None:
        """What failed in a frame that the robot does not work in: the reason, if the robot's work failed as well."""
        trouble, self._inner_trouble = self._inner_trouble, None
        return trouble

    @property
    def is_quiet(self) -> bool:
        """Whether no screen waits for an answer of the site, or was given up before one came."""
        return not self._given_up and not any(map(_is_awaited, self._pending))

    @property
    def is_navigating(self) -> bool:
        """Whether a window or a frame waits for another page."""
        return any(request.is_navigation_request() and _is_awaited(request) for request in self._pending)

    def give_up(self) -> None:
        """Take notice that nobody waits any longer for the page that is on its way, if one is."""
        self._given_up = self.is_navigating

    def unanswered_s(self) -> float:
        """How long the oldest request for another page has had no answer, in seconds; any thread may ask."""
        return time.monotonic() - min(tuple(self._asked_at.values()), default=time.monotonic())

    def was_posted(self, frame: Frame) -> bool:
        """Whether the page in ``frame`` answers something that was sent, so that its address alone does not open it."""
        return frame in self._posted

    def _came(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._stray(socket.url))
        page.on("close", self._gone)

    def _gone(self, page: Page) -> None:
        self._forget(lambda frame: frame.page == page)

    def _asked(self, request: Request) -> None:
        self._stray(request.url)
        navigates = request.is_navigation_request()
        frame = _frame(request)
        if navigates and frame is not None:
            self._forget(lambda other: other == frame)  # what the old page was waiting for is no longer of interest
            self._asked_at[request] = time.monotonic()
            self._given_up = False
        if navigates and self._outside.match(request.url):
            self.trouble, self._troubled = not_allowed(host_of(request.url)), frame
        elif request.resource_type in _OF_SCREENS:
            self.heard += 1
            self._pending.add(request)

    def _stray(self, url: str) -> None:
        if self._outside.match(url):
            self.blocked_hosts.add(host_of(url))

    def _answered(self, response: Response) -> None:
        self._asked_at.pop(response.request, None)
        if self._outside.match(response.url) or not response.request.is_navigation_request():
            return
        if (frame := _frame(response.request)) is not None:
            (self._posted.discard if response.request.method == "GET" else self._posted.add)(frame)
        if response.status == 204:
            self._pending.discard(response.request)
        self._judge(response.request, bad_answer(response.status, host_of(response.url)))

    def _failed(self, request: Request) -> None:
        self._finished(request)
        failure = request.failure or ""
        heard = any(sign in failure for sign in _NO_NEWS) or self._outside.match(request.url)
        if request.is_navigation_request() and not heard:
            self._judge(request, explain(failure, host_of(request.url)))

    def _finished(self, request: Request) -> None:
        self.heard += request in self._pending
        self._pending.discard(request)
        self._asked_at.pop(request, None)

    def _judge(self, request: Request, verdict: TargetError | None) -> None:
        frame = _frame(request)
        if frame is not None and frame.parent_frame is not None and not is_named(frame, self.frames):
            self._inner_trouble = verdict
        elif verdict is not None or frame is None or frame.parent_frame is None or frame == self._troubled:
            self.trouble, self._troubled = verdict, frame

    def _forget(self, of_frame: Callable[[Frame], bool]) -> None:
        old = {known for known in self._pending if (frame := _frame(known)) is None or of_frame(frame)}
        for request in old:
            self._finished(request)


def _frame(request: Request) -> Frame | None:
    """The frame that asks; None for a window that is only about to be opened."""
    try:
        return request.frame
    except PlaywrightError:
        return None


def _is_awaited(request: Request) -> bool:
    frame = _frame(request)
    return frame is not None and not frame.is_detached()


def _abort(route: Route) -> None:
    route.abort("blockedbyclient")
