"""Schedules as lines of a list: how each stands, in a handful of queries for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from dxrobot.console import definitions
from dxrobot.console.access import may_change
from dxrobot.console.city import city
from dxrobot.console.models import User
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.schedule.fires import fires_after
from dxrobot.scheduler.tick import timed
from dxrobot.store.approvals import approved_versions
from dxrobot.store.models import Order, Schedule
from dxrobot.store.schedules import latest_orders_of


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One schedule of a list."""

    schedule: Schedule
    title: str
    """What people call its scenario."""
    department: str
    next_at: datetime | None
    """When it fires next, moments that were taken out left out; None while it rests or waits for no time."""
    skipped: tuple[datetime, ...]
    """The coming moments that were taken out."""
    last: Order | None
    troubles: tuple[str, ...]
    """What keeps it from its work, in words."""
    mine: bool
    """Whether the person may change it."""

    @property
    def state(self) -> str:
        """``paused``, ``trouble``, ``coming``, ``waiting`` (for no time) or ``over``."""
        if self.schedule.paused:
            return "paused"
        if self.troubles:
            return "trouble"
        if self.next_at is not None:
            return "coming"
        return "waiting" if self.schedule.folder or self.schedule.follows else "over"


def state_words(state: str) -> str:
    """What people call the state of a schedule."""
    return {
        "paused": _("停止中"),
        "trouble": _("直すところがあります"),
        "coming": _("予定どおり"),
        "waiting": _("きっかけを待っています"),
        "over": _("もう動きません"),
    }[state]


def schedule_lines(person: User, schedules: Iterable[Schedule]) -> list[ScheduleLine]:
    """``schedules`` as lines for the person, in their order."""
    found = list(schedules)
    known = definitions.scenarios()
    last = latest_orders_of(found)
    approved = approved_versions(one.scenario for one in found if one.mode == Mode.PRODUCTION)
    lines = []
    for one in found:
        scenario = known.get(one.scenario)
        lines.append(
            ScheduleLine(
                one,
                scenario.title if scenario else one.scenario,
                scenario.department if scenario else "",
                *_coming(one),
                last.get(one.name),
                tuple(troubles_of(one, approved)),
                may_change(person, one),
            )
        )
    return lines


def troubles_of(schedule: Schedule, approved: Iterable[tuple[str, str]]) -> Iterable[str]:
    """What keeps a schedule from its work, in words; ``approved`` are the approved versions of its scenario."""
    if schedule.trouble:
        yield schedule.trouble
    known = definitions.scenarios().get(schedule.scenario)
    if known is None:
        yield _("シナリオがなくなりました。次の回は受け付けられません。")
    elif not known.version:
        yield _("シナリオに誤りがあります。次の回は受け付けられません。")
    elif schedule.mode == Mode.PRODUCTION and (known.name, known.version) not in approved:
        yield _("シナリオのいまの版は、本番の承認がまだです。次の回は受け付けられません。")


def _coming(schedule: Schedule) -> tuple[datetime | None, tuple[datetime, ...]]:
    """When it fires next and the coming moments that were taken out."""
    now = datetime.now(UTC)
    skips = sorted(moment for one in schedule.skips if (moment := datetime.fromisoformat(one)) > now)
    upcoming = schedule.next_fire_at if not schedule.paused else None
    if upcoming in skips and (rule := timed(schedule)) is not None:
        here = city()
        fires = fires_after(rule, now, here.opening, here.hours)
        upcoming = next((fire for fire in fires if fire not in skips), None)
    return upcoming, tuple(skips)
