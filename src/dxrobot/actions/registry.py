"""Every action there is, by the name it has in YAML."""

from __future__ import annotations

from collections.abc import Mapping

from dxrobot.actions.base import ScenarioAction
from dxrobot.actions.forms import ReadForms, SettleReviews, WriteRegister
from dxrobot.actions.screen_steps import Click, Commit, Expect, Fill, On, Open, ReadBack, ScreenAction

SCENARIO_ACTIONS: Mapping[str, type[ScenarioAction]] = {
    "read_forms": ReadForms,
    "settle_reviews": SettleReviews,
    "write_register": WriteRegister,
}

SCREEN_ACTIONS: Mapping[str, type[ScreenAction]] = {
    "open": Open,
    "on": On,
    "fill": Fill,
    "click": Click,
    "commit": Commit,
    "expect": Expect,
    "read_back": ReadBack,
}
