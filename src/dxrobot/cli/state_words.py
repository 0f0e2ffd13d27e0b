"""How items, runs and orders stand, in the words of the design."""

from __future__ import annotations

from dxrobot.i18n import _
from dxrobot.items import ItemState, OrderState, RunStatus


def state_labels() -> dict[ItemState, str]:
    """The states of items in the words of the design."""
    return {
        ItemState.DONE: _("登録"),
        ItemState.SKIPPED: _("登録済みのため省略"),
        ItemState.WAITING_REVIEW: _("職員の確認待ち"),
        ItemState.BUSINESS_ERROR: _("内容の誤り(職員へ)"),
        ItemState.SYSTEM_ERROR: _("システムの異常"),
        ItemState.UNKNOWN: _("登録されたか不明(職員へ)"),
        ItemState.PENDING: _("未処理"),
    }


def status_labels() -> dict[RunStatus, str]:
    """How a run stands, in words for staff."""
    return {
        RunStatus.RUNNING: _("実行中"),
        RunStatus.FINISHED: _("終わりました"),
        RunStatus.STOPPED: _("止まりました"),
        RunStatus.CANCELLED: _("中止しました"),
        RunStatus.WAITING: _("職員の確認待ち"),
        RunStatus.FAILED: _("失敗しました"),
    }


def order_labels() -> dict[OrderState, str]:
    """The states of orders in words for staff."""
    return {
        OrderState.WAITING: _("順番待ち"),
        OrderState.RUNNING: _("実行中"),
        OrderState.ENDED: _("終わりました"),
        OrderState.CANCELLED: _("取り消されました"),
        OrderState.MISSED: _("見送り"),
        OrderState.REFUSED: _("始められませんでした"),
    }
