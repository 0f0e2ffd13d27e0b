"""When a run stops before it does harm. Pure: it is told how each item ended and how long the run has taken."""

from __future__ import annotations

from dxrobot.i18n import _
from dxrobot.items import ItemState
from dxrobot.scenario.model import Limits

_FAILED = (ItemState.SYSTEM_ERROR, ItemState.BUSINESS_ERROR)
_WORKED_ON = (*_FAILED, ItemState.DONE, ItemState.UNKNOWN)


class StopRule:
    """Counts how the items of one run ended and says when to stop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._in_a_row = 0
        self._failed = 0
        self._worked_on = 0

    def item_ended(self, state: ItemState, reason: str = "") -> str:
        """Why the run must stop now that an item ended so, as a sentence for staff; empty while it may go on.

        Items left to people before any work (skipped, waiting) neither count nor interrupt a row of errors.
        """
        if state not in _WORKED_ON:
            return ""
        self._worked_on += 1
        self._failed += state in _FAILED
        self._in_a_row = self._in_a_row + 1 if state is ItemState.SYSTEM_ERROR else 0
        return self._too_many_in_a_row(reason) or self._too_large_a_share()

    def time_passed(self, seconds: float) -> str:
        """Why the run must stop after ``seconds``, as a sentence for staff; empty while it may go on."""
        if seconds < self._limits.run_minutes * 60:
            return ""
        return _("実行時間の上限({minutes:g} 分)に達したため、止めました。残りは再開すると続きます。").format(
            minutes=self._limits.run_minutes
        )

    def _too_many_in_a_row(self, reason: str) -> str:
        if self._in_a_row < self._limits.system_errors_in_a_row:
            return ""
        return _("対象システムの異常が {count} 件続いたため、止めました。最後の異常: {reason}").format(
            count=self._in_a_row, reason=reason
        )

    def _too_large_a_share(self) -> str:
        if self._worked_on < self._limits.failed_share_after:
            return ""
        if self._failed <= self._limits.failed_share * self._worked_on:
            return ""
        return _(
            "処理した {worked_on} 件のうち {failed} 件が失敗したため、止めました。"
            "入力の内容か対象システムを確かめてから、再開してください。"
        ).format(worked_on=self._worked_on, failed=self._failed)
