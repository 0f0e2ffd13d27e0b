"""One browser at work. Playwright's sync API lives on a thread of its own.

It occupies the event loop of the thread that started it, where Django's ORM then refuses to work.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from dxrobot.browser import processes
from dxrobot.browser.dialogs import Dialogs
from dxrobot.browser.failures import browser_gone, explain, timed_out, window_gone
from dxrobot.browser.guard import Guard
from dxrobot.browser.origins import host_of
from dxrobot.browser.own_thread import OwnThread
from dxrobot.browser.processes import ProcessId
from dxrobot.browser.relay import Relay
from dxrobot.browser.trace import Traffic, tracing
from dxrobot.browser.transfers import Transfers
from dxrobot.browser.unneeded import DISABLED
from dxrobot.browser.watch import Watch
from dxrobot.browser.windows import Windows
from dxrobot.errors import InputError, TargetError
from dxrobot.i18n import _
from dxrobot.robot.model import SafeRequest

Value = TypeVar("Value")

_QUIET = (
    DISABLED,
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)
# A page that prints itself would open a box of the system, which no robot can close; print_pdf is the way.
_NO_PRINTING = "window.print = () => undefined"
_VIEWPORT = (1280, 960)
_CLOSE_TIMEOUT_S = 10.0
_LOOK_EVERY_S = 2.0
"""How long after its driver has died an answer may still come, in seconds."""
# Playwright says so by a bare Exception when its driver dies before it has said a word.
_DRIVER_DIED = "Connection closed while reading from the driver"
_STARTING = threading.Lock()  # two sessions that start at once must not take each other's driver for their own


class BrowserSession:
    """A browser with its windows, from ``with`` to its end.

    Its parts (``dialogs``, ``windows``, ``transfers``, ``watch``) belong to the browser's thread: whoever uses them
    does so inside ``run``.

    ``base_url``: the target system; ``origins``: all the page may talk to (that of ``base_url`` is always allowed);
    ``timeout_s``: how long a screen may take to show what is waited for. ``safe_requests``: makes the session one of a
    dry run, with a guard that lets nothing else through while it is shut. ``trace``: where Playwright's trace goes,
    which cannot be masked. Raises :class:`InputError` when the browser does not start.
    """

    def __init__(
        self,
        executable: Path,
        base_url: str,
        origins: Sequence[str],
        timeout_s: float,
        *,
        headless: bool = True,
        safe_requests: Sequence[SafeRequest] | None = None,
        trace: Path | None = None,
        recording: Path | None = None,
    ) -> None:
        self._executable = executable
        self._base_url = base_url
        self._origins = (base_url, *origins)
        self.timeout_s = timeout_s
        self.headless = headless
        self._safe_requests = safe_requests
        self._trace = trace
        self._recording = recording
        self.guard: Guard | None = None
        """What holds requests back in a dry run."""
        self._thread = OwnThread("browser")
        self._closing = contextlib.ExitStack()
        self._processes: frozenset[ProcessId] = frozenset()
        self._drivers: frozenset[ProcessId] = frozenset()

    def __enter__(self) -> BrowserSession:
        try:
            self._thread.submit(self._open).result()
        except PlaywrightError as error:
            self._end()
            raise InputError(
                _("ブラウザーを起動できません: {path}").format(path=self._executable),
                _("dxrobot doctor でブラウザーを確かめてください。"),
            ) from error
        except BaseException as error:
            self._end()
            if _DRIVER_DIED in str(error):
                raise browser_gone() from error
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def run(self, work: Callable[[Page], Value], *, takes_s: float = 0.0) -> Value:
        """Do ``work`` with the page on the browser's thread; its value is returned and its exception raised here.

        ``takes_s``: how long ``work`` itself is ready to wait, beyond ``timeout_s``. Whatever the browser or the target
        system does wrong is raised as :class:`TargetError`.
        """
        patience_s = takes_s + 2 * self.timeout_s + _LOOK_EVERY_S
        return self._awaited(self._thread.submit(lambda: self._attempt(work)), patience_s)

    def process_ids(self) -> tuple[ProcessId, ...]:
        """The driver and every browser process known so far, also those that have ended."""
        self._processes |= processes.with_descendants(self._processes)
        return tuple(sorted(self._processes, key=lambda process: process.pid))

    def blocked_hosts(self) -> tuple[str, ...]:
        """Hosts that pages wanted something from and did not get."""
        return tuple(sorted(self.watch.blocked_hosts))

    def _awaited(self, future: Future[Value], patience_s: float) -> Value:
        """What ``future`` comes to, if it may come at all.

        Without a driver it may not. Neither may it while a page that was asked for has not come: until then Chromium
        answers nothing that it is asked about the present one, whatever time was set.
        """
        driver_lives = True
        while wait([future], timeout=_LOOK_EVERY_S).not_done:
            if not driver_lives:
                raise browser_gone()
            if self.watch.unanswered_s() > patience_s:
                processes.end(self.process_ids())
                raise timed_out(host_of(self._base_url))
            driver_lives = any(map(processes.is_alive, self._drivers))
        return future.result()

    def _attempt(self, work: Callable[[Page], Value]) -> Value:
        page = self.windows.current
        try:
            value = work(page)
        except TargetError as error:
            self._give_up_loading(page)
            raise self._trouble() or self.watch.take_inner_trouble() or error from None
        except PlaywrightError as error:
            self._give_up_loading(page)
            # "from None": Playwright quotes typed values, which must not reach a log by way of the cause.
            raise self._trouble() or self.watch.take_inner_trouble() or self._explain(error, page) from None
        if not self._browser.is_connected():
            raise browser_gone()
        if trouble := self._trouble():
            raise trouble
        return value

    def _give_up_loading(self, page: Page) -> None:
        """Wait no longer for a page that did not come in time, so that the present one can be looked at."""
        self.watch.give_up()
        with contextlib.suppress(PlaywrightError):
            protocol = page.context.new_cdp_session(page)
            protocol.send("Page.stopLoading")
            protocol.detach()

    def _trouble(self) -> TargetError | None:
        """What went wrong beside the work itself: a page that failed, or a question nobody expected."""
        asked, failed = self.dialogs.take_trouble(), self.watch.take_trouble()
        return asked or failed

    def _explain(self, error: PlaywrightError, page: Page) -> TargetError:
        if page.is_closed() and self.windows.number and self._browser.is_connected():
            return window_gone()
        return explain(error.message, host_of(self._base_url))

    def _open(self) -> None:
        with _STARTING:
            before = processes.drivers()
            playwright = self._closing.enter_context(sync_playwright())
            self._processes = self._drivers = processes.drivers() - before
        relay = self._closing.enter_context(Relay(self._origins))
        self._browser = self._launch(playwright, relay)
        self._processes = processes.with_descendants(self._processes)
        context = self._browser.new_context(
            base_url=self._base_url,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            service_workers="block",
            viewport={"width": _VIEWPORT[0], "height": _VIEWPORT[1]},
            record_har_path=self._recording,
            record_har_content="embed" if self._recording else None,
        )
        if self._recording is not None:
            self._closing.callback(context.close)  # only then is the recording written
        context.set_default_timeout(self.timeout_s * 1000)
        self.watch = Watch(context, self._origins)
        self.dialogs = Dialogs(context)
        self.windows = Windows(context)
        self.transfers = Transfers(context)
        context.add_init_script(_NO_PRINTING)
        self.traffic = Traffic(context)
        if self._safe_requests is not None:
            self.guard = Guard(context, relay, self._safe_requests, self._base_url)
            self._closing.callback(relay.shut)  # before the browser ends: going pages say goodbye to their site
        self._closing.enter_context(tracing(context, self._trace))
        self.windows.enter(context.new_page())

    def _launch(self, playwright: Playwright, relay: Relay) -> Browser:
        known = (*self._origins, relay.address)
        hosts = ", ".join(f"EXCLUDE {host_of(origin)}" for origin in known)
        # The relay is the only way, also to this machine itself; HTTP/2 would send a request again on its own.
        proxy = (f"--proxy-server={relay.address}", "--proxy-bypass-list=<-loopback>", "--disable-http2")
        return playwright.chromium.launch(
            executable_path=self._executable,
            headless=self.headless,
            handle_sigint=False,  # what a signal stops is for the runner to decide, between two steps
            handle_sigterm=False,
            handle_sighup=False,
            chromium_sandbox=not _is_root_on_linux(),
            # Names of other hosts do not even resolve: this also holds for what the browser itself would fetch.
            args=[*_QUIET, *proxy, f"--host-resolver-rules=MAP * ~NOTFOUND, {hosts}"],
        )

    def _end(self) -> None:
        self.process_ids()
        closed: Future[None] = self._thread.submit(self._closing.close)
        # A crashed browser or driver cannot say goodbye; what is left of it is killed below.
        with contextlib.suppress(PlaywrightError, FutureTimeoutError):
            closed.result(timeout=_CLOSE_TIMEOUT_S)
        processes.end(self.process_ids())
        self._thread.end()


def _is_root_on_linux() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0
