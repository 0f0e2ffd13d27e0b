"""What people are told of without asking: failures in a row, and a digest of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.masking import redactor
from dxrobot.store.schedule_ends import (
    DayOfSchedules,
    Outcome,
    claim_alert,
    claim_digest,
    day_of_schedules,
    end_alert,
    failures_in_a_row,
    schedules_that_ended,
)

_OVERLAP = timedelta(minutes=10)
"""An order that was settled may come to be seen a little later."""
_DAY = timedelta(days=1)
_LATEST_DIGEST = timedelta(hours=12)
"""A digest that could not be sent for longer is left out."""
_LISTED = 20
Send = Callable[[str, str], None]
"""Tells people under a title."""


@dataclass(slots=True)
class Alerts:
    """Tells of failures in a row, once until the schedule comes through again."""

    after: int
    send: Send
    _looked_at: datetime | None = None

    def look(self, now: datetime) -> None:
        """Look at the schedules that something has ended of since the last look."""
        since = (self._looked_at or now - _DAY) - _OVERLAP
        for schedule in schedules_that_ended(min(since, now - _OVERLAP)):
            failures = failures_in_a_row(schedule)
            if not failures:
                end_alert(schedule)
            elif len(failures) >= self.after and claim_alert(schedule):
                self.send(
                    _("スケジュール「{name}」が {count} 回続けて動きませんでした").format(
                        name=schedule.name, count=len(failures)
                    ),
                    "\n".join(_lines(failures)),
                )
        self._looked_at = now


@dataclass(slots=True)
class Digest:
    """Tells once a day, from ``at`` on, what schedules have done since the day before."""

    at: time
    send: Send

    def look(self, now: datetime) -> None:
        """Send the digest of today when its time has come and nobody has sent it."""
        local = now.astimezone(JAPAN)
        due = datetime.combine(local.date(), self.at, tzinfo=JAPAN)
        if not due <= local < due + _LATEST_DIGEST:
            return
        day = day_of_schedules(due - _DAY, due)
        if not day.is_empty and claim_digest(local.date(), now):
            title = _("dxrobot {day} のまとめ: 済み {finished}、職員待ち {waiting}、失敗 {failed}、見送り {missed}")
            numbers = {"finished": day.finished, "waiting": day.waiting}
            shorts = {"failed": len(day.failed), "missed": len(day.missed)}
            self.send(title.format(day=f"{local:%Y-%m-%d}", **numbers, **shorts), digest_text(day))


def digest_text(day: DayOfSchedules) -> str:
    """A day in lines for staff, without personal data."""
    parts: list[str] = []
    for title, outcomes in ((_("■ 失敗したもの"), day.failed), (_("■ 動かさなかったもの"), day.missed)):
        if outcomes:
            parts += [title, *_lines(outcomes)]
    if day.put_aside:
        parts.append(_("■ 受け付けなかったファイル"))
        parts += [redactor.scrub(f"  {one}") for one in day.put_aside[:_LISTED]]
    parts.append(_("■ スケジュールごとの回数"))
    parts += [f"  {name}: {count}" for name, count in day.counts.most_common(_LISTED)]
    if day.open_now:
        parts.append(_("まだ終わっていない実行依頼: {count}").format(count=day.open_now))
    return "\n".join(parts)


def _lines(outcomes: Iterable[Outcome]) -> list[str]:
    outcomes = list(outcomes)
    lines = [
        redactor.scrub(f"  {_when(one.fire_at)} {one.schedule}: {one.reason.partition(chr(10))[0]}")
        for one in outcomes[:_LISTED]
    ]
    if len(outcomes) > _LISTED:
        lines.append(_("  ほか {count} 件").format(count=len(outcomes) - _LISTED))
    return lines


def _when(moment: datetime | None) -> str:
    return f"{moment.astimezone(JAPAN):%m/%d %H:%M}" if moment else ""
