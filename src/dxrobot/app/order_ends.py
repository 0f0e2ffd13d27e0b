"""How orders end that did not come to an end of their own, for the worker and for its children alike."""

from __future__ import annotations

from dxrobot.i18n import _

STORE_REST_S = 10.0
"""An order that lost the store rests so long before it is tried again."""


def drained() -> str:
    """Why an order waits again whose worker was ended."""
    return _("ワーカーが止められたため、続きをほかのワーカーに任せました。")


def over_limit(minutes: float) -> str:
    """Why a run was ended."""
    return _("実行時間の上限({minutes:g} 分)を超えたため、止めました。").format(minutes=minutes)
