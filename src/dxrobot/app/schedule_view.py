"""What schedules will do: their next moments, and what will become of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from dxrobot.app.dispatching import prepare
from dxrobot.calendar_files.city import city_of
from dxrobot.config import Workspace
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.city import City
from dxrobot.schedule.fires import fires_after
from dxrobot.schedule.moments import Moment, never_runs
from dxrobot.schedule.rules import Cron, Once, OnDays, Rule
from dxrobot.scheduler.desk import Prepared
from dxrobot.scheduler.placing import why_not
from dxrobot.scheduler.tick import terms_of, timed
from dxrobot.store.models import Order, Schedule
from dxrobot.store.schedules import all_schedules, find_schedule, latest_orders_of, next_moments

_TRIED = 400
"""So many moments must all meet a blackout before a schedule is told that it can never run."""
_JUST_BEFORE = timedelta(microseconds=1)


def moments_of_schedule(workspace: Workspace, name: str, start: datetime, number: int) -> list[Moment]:
    """The next moments of the schedule called ``name``, with what will become of each."""
    schedule = find_schedule(name)
    city = city_of(workspace, start.astimezone(JAPAN).date())
    return list(islice(_moments(workspace, city, schedule, start), number))


def moments_of_all(number: int) -> list[Moment]:
    """The next moment of each schedule that is not paused, the first ones first."""
    return [Moment(moment, name) for name, moment in next_moments(number)]


def _moments(workspace: Workspace, city: City, schedule: Schedule, start: datetime) -> Iterator[Moment]:
    rule = timed(schedule)
    if rule is None:
        return
    prepared, skips = prepare(workspace, schedule), terms_of(schedule).skips
    for fire in fires_after(rule, start - _JUST_BEFORE, city.opening, city.hours):
        if schedule.paused:
            remark = _("停止中のため動きません")
        elif fire.astimezone(UTC) in skips:
            remark = _("とばします(schedule skip)")
        else:
            remark = prepared.refused or why_not(city, prepared, fire)
        yield Moment(fire, remark=remark)


def why_it_never_runs(city: City, rule: Rule, prepared: Prepared, now: datetime) -> str:
    """Why a rule can never be kept, in words for staff; empty when it can."""
    if not isinstance(rule, OnDays | Cron | Once):
        return ""
    reason = never_runs()
    for fire in islice(fires_after(rule, now, city.opening, city.hours), _TRIED):
        reason = why_not(city, prepared, fire)
        if not reason:
            return ""
    return reason


@dataclass(frozen=True, slots=True)
class Standing:
    """A schedule with the last order that it placed."""

    schedule: Schedule
    last: Order | None

    def as_json(self) -> dict[str, Any]:
        """One schedule for ``--json``."""
        one = self.schedule
        return {
            "name": one.name,
            "scenario": one.scenario,
            "mode": one.mode,
            "rule": one.words,
            "inputs": one.inputs,
            "next_fire_at": _local(one.next_fire_at) if not one.paused else None,
            "paused": one.paused,
            "on_missed": one.on_missed,
            "deadline_minutes": one.deadline_minutes,
            "minutes": one.minutes,
            "window": one.window or None,
            "queue": one.queue or None,
            "priority": one.priority,
            "skips": [_local(datetime.fromisoformat(skip)) for skip in one.skips],
            "trouble": one.trouble or None,
            "created_by": one.created_by,
            "created_at": _local(one.created_at),
            "last": self._last(),
        }

    def _last(self) -> dict[str, Any] | None:
        if self.last is None:
            return None
        run = self.last.run
        return {
            "order": self.last.pk,
            "fire_at": _local(self.last.fire_at),
            "state": self.last.state,
            "reason": self.last.reason or None,
            "run": run.name if run else None,
            "run_status": run.status if run else None,
        }


def standings() -> list[Standing]:
    """Every schedule, those that fire next first."""
    schedules = all_schedules()
    last = latest_orders_of(schedules)
    return [Standing(schedule, last.get(schedule.name)) for schedule in schedules]


def standing_of(schedule: Schedule) -> Standing:
    """One schedule with its last order."""
    return Standing(schedule, latest_orders_of([schedule]).get(schedule.name))


def _local(moment: datetime | None) -> str | None:
    return moment.astimezone(JAPAN).isoformat() if moment else None
