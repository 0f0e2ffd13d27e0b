"""Files on their way: handed to the site, received from it, and pages printed to PDF."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, Download, Page, Request, Response
from playwright.sync_api import Error as PlaywrightError

from dxrobot.browser.failures import timed_out
from dxrobot.browser.locate import locate
from dxrobot.browser.origins import host_of
from dxrobot.browser.waiting import wait_until
from dxrobot.errors import InputError, TargetError
from dxrobot.i18n import _
from dxrobot.robot.target import Target

_LONGEST_S = 600.0
_PDF = "application/pdf"
_FETCH = """async url => {
  const content = new Uint8Array(await (await fetch(url, { credentials: 'include' })).arrayBuffer());
  return btoa(Array.from(content, byte => String.fromCharCode(byte)).join(''));
}"""


class Transfers:
    """What any window downloads; each download is followed to its end beside the robot's own work."""

    def __init__(self, context: BrowserContext) -> None:
        self._begun: list[Download] = []
        self._ended: dict[Download, str] = {}
        """Why a download failed, or nothing, once it has come to its end."""
        self._shown: list[Request] = []
        """Requests whose answer is a PDF that the browser shows in place of handing it over."""
        context.on("page", lambda page: page.on("download", self._came))
        context.on("response", self._answered)

    @contextlib.contextmanager
    def receiving(self, page: Page, into: Path, timeout_s: float) -> Iterator[None]:
        """What is done inside makes the site send one file, which is then kept as ``into``.

        Raises :class:`TargetError` when no file begins to come within ``timeout_s`` seconds, or breaks off.
        """
        known = len(self._begun)
        self._shown.clear()
        yield
        if not wait_until(page, lambda: len(self._begun) > known or bool(self._shown), timeout_s):
            raise TargetError(_("ファイルのダウンロードが始まりませんでした。"))
        if len(self._begun) == known:
            into.write_bytes(_shown_pdf(page, self._shown[0]))
            return
        download = self._begun[known]
        if not wait_until(page, lambda: download in self._ended, _LONGEST_S):
            download.cancel()
            raise timed_out(host_of(download.url))
        if self._ended[download]:
            raise TargetError(_("ファイルのダウンロードが途中で切れました。"))
        download.save_as(into)

    def _answered(self, response: Response) -> None:
        kind = response.headers.get("content-type", "")
        attached = "attachment" in response.headers.get("content-disposition", "")
        if kind.startswith(_PDF) and not attached and response.request.is_navigation_request():
            self._shown.append(response.request)

    def _came(self, download: Download) -> None:
        self._begun.append(download)
        try:
            self._ended[download] = download.failure() or ""
        except PlaywrightError:
            self._ended[download] = "gone"


def _shown_pdf(page: Page, request: Request) -> bytes:
    """The PDF that a window shows, asked for once more by ``page``; then that window is closed.

    Raises :class:`TargetError` for one that came of sending a form: asking again could do again what the form does.
    """
    if request.method != "GET":
        raise TargetError(
            _("PDF が窓の中に表示されたため、ファイルとして受け取れませんでした。"),
            _("システムに「保存」のボタンがあれば、それを download に書いてください。"),
        )
    encoded: str = page.evaluate(_FETCH, request.url)
    window = request.frame.page
    if window != page:
        window.close()
    else:
        page.go_back()
    return base64.b64decode(encoded)


def upload(page: Page, target: Target, files: list[Path]) -> None:
    """Hand ``files`` to the file input that ``target`` means, and see that the page has taken all of them.

    Raises :class:`TargetError` when it is no such input, or takes fewer files.
    """
    control = locate(page, target)
    if not control.evaluate("e => e.matches('input[type=file]')"):
        raise TargetError(_("{what}は、ファイルを選ぶ欄ではありません。").format(what=target.describe()))
    if len(files) > 1 and not control.evaluate("e => e.multiple"):
        raise TargetError(_("{what}には、ファイルを1つしか渡せません。").format(what=target.describe()))
    control.set_input_files(files)
    taken: list[str] = control.evaluate("e => [...e.files].map(file => file.name)")
    if taken and taken != [file.name for file in files]:
        raise TargetError(_("{what}に渡したファイルが、画面に残りません。").format(what=target.describe()))


def print_pdf(page: Page, into: Path, *, headless: bool) -> None:
    """Print the page as it would go to paper (A4) into ``into``; raises :class:`InputError` in a shown browser."""
    if not headless:
        raise InputError(
            _("ブラウザーの窓を表示しているときは、画面を PDF に印刷できません。"),
            _("dxrobot.toml の [browser] headed を false にするか、--headed を付けずに実行してください。"),
        )
    into.write_bytes(page.pdf(format="A4", print_background=True, prefer_css_page_size=True))
