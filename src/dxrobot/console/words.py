"""How states and modes are called on the console; the words of the design."""

from __future__ import annotations

from dxrobot.i18n import _
from dxrobot.items import Mode


def mode_word(mode: str) -> str:
    """What people call a mode."""
    return {Mode.DRY: _("予行"), Mode.TRIAL: _("試行"), Mode.PRODUCTION: _("本番")}[Mode(mode)]


def mode_meaning(mode: str) -> str:
    """What a run in that mode does, in a sentence."""
    return {
        Mode.DRY: _("画面に入れるところまで行い、登録のボタンは押しません。予行の一覧(Excel)ができます。"),
        Mode.TRIAL: _("試験用の場所に登録して、結果を確かめます。台帳には数えません。"),
        Mode.PRODUCTION: _("本番のシステムに登録し、台帳に数えます。"),
    }[Mode(mode)]


def state_word(state: str) -> str:
    """What people call a state of a run, an order or an item."""
    words = {
        "running": _("実行中"),
        "finished": _("完了"),
        "stopped": _("途中で停止"),
        "cancelled": _("中止"),
        "withdrawn": _("取り消し"),
        "waiting": _("確認待ち"),
        "queued": _("順番待ち"),
        "failed": _("失敗"),
        "ended": _("終了"),
        "missed": _("見送り"),
        "refused": _("受付不可"),
        "pending": _("これから"),
        "done": _("登録済み"),
        "business_error": _("職員へ"),
        "system_error": _("失敗"),
        "unknown": _("登録の有無が不明"),
        "waiting_review": _("確認待ち"),
        "skipped": _("登録済み(以前)"),
    }
    return words[state]
