"""What is sent once arrives once, also where the browser on its own would send it again."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from dxrobot.browser.find import find_browser
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import TargetError

FORM = b"<form method=post action=/save><button>register</button></form>"


@dataclass
class SilentSite:
    """Shows a form over connections that stay open, and hangs up on whoever sends it, after saving."""

    saved: list[bytes] = field(default_factory=list)
    port: int = 0

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as received:
            while request := received.readline():
                while received.readline().strip():
                    continue
                if request.startswith(b"POST"):
                    self.saved.append(request)
                    return
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(FORM)
                connection.sendall(head + FORM)


@pytest.fixture
def silent_site() -> Iterator[SilentSite]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site = SilentSite(port=listener.getsockname()[1])
        threading.Thread(target=site.serve, args=(listener,), daemon=True).start()
        yield site


def test_registration_whose_answer_never_comes_is_not_sent_again(silent_site: SilentSite) -> None:
    address = f"http://127.0.0.1:{silent_site.port}/"
    with BrowserSession(find_browser(), address, [], timeout_s=2.0) as session:
        for _visit in range(3):
            session.run(lambda page: page.goto(address))
        with pytest.raises(TargetError):
            session.run(lambda page: page.get_by_role("button").click())
            session.run(lambda page: page.get_by_text("saved").wait_for(timeout=2000))
    assert len(silent_site.saved) == 1
