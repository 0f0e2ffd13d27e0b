"""Watches a page's traffic: where it goes, and whether the target system answers."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Request, Response, Route
from playwright.sync_api import Error as PlaywrightError

from dxrobot.browser.failures import bad_answer, explain, not_allowed
from dxrobot.browser.origins import host_of, outside
from dxrobot.errors import TargetError

# A navigation given up for another one, or a download; and an error of the server, already judged by its status.
_NO_NEWS = ("ERR_ABORTED", "ERR_HTTP_RESPONSE_CODE_FAILURE")


class Watch:
    """Aborts requests to other origins and remembers the last navigation that failed."""

    def __init__(self, context: BrowserContext, origins: tuple[str, ...]) -> None:
        self._outside = outside(origins)
        self.blocked_hosts: set[str] = set()
        self.trouble: TargetError | None = None
        context.route(self._outside, _abort)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)

    def take_trouble(self) -> TargetError | None:
        """The failed navigation that nobody has heard of yet."""
        trouble, self.trouble = self.trouble, None
        return trouble

    def _asked(self, request: Request) -> None:
        if self._outside.match(request.url):
            self.blocked_hosts.add(host_of(request.url))
            if request.is_navigation_request():
                self.trouble = not_allowed(host_of(request.url))

    def _answered(self, response: Response) -> None:
        if _whole_page(response.request) and not self._outside.match(response.url):
            self.trouble = bad_answer(response.status, host_of(response.url))

    def _failed(self, request: Request) -> None:
        failure = request.failure or ""
        heard = any(sign in failure for sign in _NO_NEWS) or self._outside.match(request.url)
        if not heard and _whole_page(request):
            self.trouble = explain(failure, host_of(request.url))


def _whole_page(request: Request) -> bool:
    if not request.is_navigation_request():
        return False
    try:
        return request.frame.parent_frame is None
    except PlaywrightError:  # a window that was still opening when its request was stopped
        return False


def _abort(route: Route) -> None:
    route.abort("blockedbyclient")
