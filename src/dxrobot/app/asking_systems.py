"""Whether a target system answers at its address: asked once, without signing in."""

from __future__ import annotations

import socket
import ssl
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from dxrobot.i18n import _

_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    answers: bool
    words: str
    """In words for staff."""


def ask(address: str, timeout_s: float = _TIMEOUT_S) -> Answer:
    """Ask for the page at ``address`` once; whatever comes back by HTTP is an answer, and is not followed."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    try:
        with closing(kind(parts.hostname or "", parts.port, timeout=timeout_s)) as connection:
            connection.request("GET", parts.path or "/")
            return Answer(True, _("応答しました({status})。").format(status=connection.getresponse().status))
    except (OSError, HTTPException, ValueError) as error:
        return Answer(False, _why_not(error))


def _why_not(reason: Exception) -> str:
    if isinstance(reason, TimeoutError):
        return _("時間内に応答がありません。システムが動いているか、通信の経路を確かめてください。")
    if isinstance(reason, ssl.SSLError):
        return _("サーバーの証明書を確かめられません。証明書の期限と、この機械が信頼する証明書を確かめてください。")
    if isinstance(reason, socket.gaierror):
        return _("アドレスの名前が見つかりません。dxrobot.toml のアドレスを確かめてください。")
    if isinstance(reason, ConnectionRefusedError):
        return _("つながりません(受け付けられませんでした)。システムが動いているかを確かめてください。")
    return _("つながりません。システムが動いているか、通信の経路を確かめてください。")
