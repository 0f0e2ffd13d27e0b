"""Baselines are never edited: what the ledger has counted by must still stand in the scenario."""

from __future__ import annotations

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger.entry import AppliedBaseline
from dxrobot.scenario.model import Scenario
from dxrobot.store.ledger_baselines import last_baseline


def require_kept(scenario: Scenario) -> None:
    """Raise :class:`InputError` where the baseline of the newest production run was edited or taken out.

    A figure that an auditor recounts would otherwise rest on two baselines that began on the same day.
    """
    applied = last_baseline(scenario.scenario)
    if applied is None or applied in map(AppliedBaseline.of, scenario.baseline):
        return
    raise InputError(
        _(
            "台帳が数えた基準時間(valid_from: {day}、minutes_per_item: {minutes})が、"
            "シナリオの baseline にそのまま残っていません。"
        ).format(day=applied.valid_from.isoformat(), minutes=f"{applied.minutes_per_item.normalize():f}"),
        _("元に戻し、新しい基準時間を、新しい valid_from で下に書き足してください。"),
    )
