"""Telling people by the addresses of dxrobot.toml, on a thread of its own: mail that hangs holds nothing up."""

from __future__ import annotations

import queue
import threading

from loguru import logger

from dxrobot.actions.notify import address_url
from dxrobot.config import Workspace
from dxrobot.errors import DxrobotError, InputError
from dxrobot.i18n import _
from dxrobot.masking import Secret, redactor
from dxrobot.notice import send_notice

_LAST_WORDS_S = 10.0


def notice_url(workspace: Workspace, name: str) -> Secret:
    """The address called ``name``; raises :class:`InputError` when dxrobot.toml has none."""
    address = workspace.settings.notices.get(name)
    if address is None:
        raise InputError(
            _("知らせる宛先「{to}」がありません。").format(to=name),
            _("dxrobot.toml の [notices.{to}] に url を書いてください。").format(to=name),
        )
    return address_url(workspace, address)


class Teller:
    """Sends notices one after another; what cannot be sent stands in the log."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._waiting: queue.Queue[tuple[str, str, str] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._work, name="notices", daemon=True)
        self._thread.start()

    def tell(self, to: str, title: str, text: str) -> None:
        """Have a notice sent to the address called ``to``; nobody is told when there is none."""
        logger.info("notice: {}", title)
        if to:
            self._waiting.put((to, redactor.scrub(title), redactor.scrub(text)))

    def end(self) -> None:
        """Send what waits, for a little while."""
        self._waiting.put(None)
        self._thread.join(timeout=_LAST_WORDS_S)

    def _work(self) -> None:
        while (notice := self._waiting.get()) is not None:
            to, title, text = notice
            try:
                if not send_notice(notice_url(self._workspace, to), title, text):
                    logger.warning("notice to {} failed", to)
            except DxrobotError as error:
                logger.warning("notice to {} failed: {}", to, error)
            except Exception as error:  # whatever a foreign library meets out there
                logger.warning("notice to {} failed: {}", to, type(error).__name__)
