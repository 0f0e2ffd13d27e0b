"""Changing what a schedule does: the rule, the scenario, its inputs, its terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dxrobot.app.schedules import NewSchedule, checked_schedule
from dxrobot.calendar_files.city import city_of
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.fires import next_fire
from dxrobot.scheduler.tick import timed
from dxrobot.store.lengths import must_fit
from dxrobot.store.models import Schedule
from dxrobot.store.schedules import LATE_COMMIT, change_schedule, find_schedule

_WANTED = (
    *("scenario", "mode", "inputs", "words", "rule", "on_missed", "deadline_minutes", "minutes", "window", "queue"),
    *("priority", "follows", "folder", "file_input", "next_fire_at"),
)
_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change of a schedule, found sound and not yet written."""

    kept: Schedule
    """The schedule as it stood."""
    changes: Mapping[str, object]


def change_schedule_to(workspace: Workspace, name: str, wanted: NewSchedule, revision: int) -> Schedule:
    """Let the schedule called ``name`` be as ``wanted`` from now on; its name and who made it stay.

    Moments that passed are not made up for by the new rule. Raises :class:`InputError` as
    :func:`dxrobot.app.schedules.checked_schedule` does, and when somebody has changed it since ``revision``.
    """
    return keep_change(planned_change(workspace, name, wanted, revision))


def planned_change(workspace: Workspace, name: str, wanted: NewSchedule, revision: int) -> PlannedChange:
    """The change that :func:`change_schedule_to` makes; raises as it does. Files are read here alone."""
    must_fit(Schedule, _("列の名前"), queue=wanted.queue)
    new = checked_schedule(workspace, wanted)
    kept, now = find_schedule(name), new.created_at
    if kept.revision != revision:
        raise _somebody_was_quicker(name)
    changes = {field: getattr(new, field) for field in _WANTED}
    changes |= {"skips": _skips_left(workspace, kept, new, now), "handled_at": now, "trouble": ""}
    if new.follows != kept.follows:
        # What ended before is nothing that the new rule waited for, though it may only now come to be seen.
        changes["seen_until"] = now + LATE_COMMIT
    return PlannedChange(kept, changes)


def keep_change(planned: PlannedChange) -> Schedule:
    """Write the change; raises :class:`InputError` when somebody has changed the schedule meanwhile."""
    kept = planned.kept
    if not change_schedule(kept, **planned.changes):
        raise _somebody_was_quicker(kept.name)
    kept.refresh_from_db()
    return kept


def _somebody_was_quicker(name: str) -> InputError:
    return InputError(
        _("スケジュール「{name}」は、ほかの人が先に変えました。").format(name=name),
        _("いまの内容を見てから、もう一度変えてください。"),
    )


def _skips_left(workspace: Workspace, kept: Schedule, new: Schedule, now: datetime) -> list[str]:
    """The moments that people took out and at which the new rule fires too."""
    rule = timed(new)
    city = city_of(workspace, now.astimezone(JAPAN).date())
    moments = sorted(datetime.fromisoformat(one) for one in kept.skips)
    return [
        moment.astimezone(UTC).isoformat()
        for moment in moments
        if rule and moment > now and next_fire(rule, moment - _JUST_BEFORE, city.opening, city.hours) == moment
    ]
