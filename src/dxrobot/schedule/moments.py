"""Moments at which schedules fire, as people and programs are shown them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from dxrobot.i18n import _
from dxrobot.japanese.days import day_of_week
from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.city import City
from dxrobot.schedule.fires import fires_after
from dxrobot.schedule.rules import Cron, Once, OnDays, Rule

_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment at which something fires, and why it will not be run, if it will not."""

    fire_at: datetime
    schedule: str = ""
    remark: str = ""

    def as_json(self) -> dict[str, Any]:
        """One moment for ``--json``."""
        found = {"fire_at": self.fire_at.astimezone(JAPAN).isoformat(), "remark": self.remark or None}
        return {"schedule": self.schedule, **found} if self.schedule else found

    def __str__(self) -> str:
        local = self.fire_at.astimezone(JAPAN)
        shown = f"{local:%Y-%m-%d}({day_of_week(local.date())}) {local:%H:%M}"
        return f"{shown}{'  ' + self.schedule if self.schedule else ''}{'  ※' + self.remark if self.remark else ''}"


def moments_of_rule(rule: Rule, city: City, start: datetime, number: int) -> list[Moment]:
    """The next moments of a rule from ``start`` on, ``start`` included; none for one that waits for no time."""
    if not isinstance(rule, OnDays | Cron | Once):
        return []
    fires = fires_after(rule, start - _JUST_BEFORE, city.opening, city.hours)
    return [Moment(fire) for fire in islice(fires, number)]


def never_runs() -> str:
    """What is told of a rule that has no moment left, and what may help."""
    return _(
        "この決まりでは、これから一度も動きません(日が過ぎたか、いつも閉庁日です)。"
        "閉庁日にも動かすなら「、休みでも動かす」を付けます。"
    )
