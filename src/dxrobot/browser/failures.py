"""What went wrong between browser and target system, in a sentence for staff.

Playwright's own messages quote typed values and addresses, so they are recognised here and never passed on.
"""

from __future__ import annotations

from dxrobot.errors import TargetError
from dxrobot.i18n import _

_GONE = ("has been closed", "Target crashed", "Page crashed", "Connection closed", "Browser closed")
_UNREACHABLE = (
    "ERR_CONNECTION",
    "ERR_EMPTY_RESPONSE",
    "ERR_NAME_NOT_RESOLVED",
    "ERR_ADDRESS",
    "ERR_INTERNET_DISCONNECTED",
    "ERR_NETWORK",
    "ERR_SOCKET",
    "ERR_SOCKS",
)
_MISSING = (403, 404, 410)


def explain(playwright_message: str, host: str) -> TargetError:
    """The failure that ``playwright_message`` means, for the system at ``host``."""
    if any(sign in playwright_message for sign in _GONE):
        return browser_gone()
    if any(sign in playwright_message for sign in _UNREACHABLE):
        return TargetError(
            _("{host} につながりません。").format(host=host),
            _("システムが動いているか、アドレスとネットワークを確かめてください。"),
        )
    if "ERR_CERT" in playwright_message or "ERR_SSL" in playwright_message:
        return TargetError(_("{host} の証明書を確かめられません。").format(host=host))
    if "ERR_BLOCKED_BY_CLIENT" in playwright_message:
        return not_allowed(host)
    if "Timeout" in playwright_message or "ERR_TIMED_OUT" in playwright_message:
        return timed_out(host)
    return TargetError(_("{host} の画面の操作に失敗しました。").format(host=host))


def browser_gone() -> TargetError:
    """The browser ended while the robot was at work."""
    return TargetError(_("ブラウザーが途中で終了しました。"))


def window_gone() -> TargetError:
    """The window closed while the robot was at work in it."""
    return TargetError(_("作業していた窓(ウィンドウ)が途中で閉じました。"))


def timed_out(host: str) -> TargetError:
    """The screen did not come in time."""
    return TargetError(
        _("{host} の応答が時間内にありませんでした。").format(host=host),
        _("しばらくしてからやり直してください。"),
    )


def not_allowed(host: str) -> TargetError:
    """The page led somewhere the robot may not go."""
    return TargetError(
        _("許可されていないアドレスへ移動しようとしたため止めました: {host}").format(host=host),
        _("ロボットが訪ねてよいのは、dxrobot.toml に書いた場所だけです。"),
    )


def bad_answer(status: int, host: str) -> TargetError | None:
    """What an HTTP status of a whole page means; None when the page can be worked with."""
    if status >= 500:
        return TargetError(
            _("{host} の中でエラーが起きました(状態 {status})。").format(host=host, status=status),
            _("システムの担当者に知らせ、直ってからやり直してください。"),
        )
    if status in _MISSING:
        return TargetError(
            _("{host} にこの画面がないか、見る権限がありません(状態 {status})。").format(host=host, status=status)
        )
    return None
