"""What becomes of the moments of a schedule that are due: which are run, which are recorded as missed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dxrobot.i18n import _

IN_TIME = timedelta(seconds=60)
"""A moment that is looked at so soon after it is not a missed one."""


class OnMissed(StrEnum):
    """What is made up for when nobody looked after a schedule in time."""

    LAST = "last"
    NONE = "none"
    ALL = "all"


class Fate(StrEnum):
    """What becomes of a moment."""

    RUN = "run"
    MISSED = "missed"
    TAKEN_OUT = "taken_out"
    """A person took it out beforehand."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one moment, with the reason in words for staff where it is not run."""

    fire_at: datetime
    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a schedule says about moments that are not kept."""

    on_missed: OnMissed = OnMissed.LAST
    deadline: timedelta | None = None
    """So long after its moment it is pointless to begin."""
    skips: Collection[datetime] = ()


def judge(fires: Sequence[datetime], now: datetime, terms: Terms, *, more: bool = False) -> list[Verdict]:
    """What becomes of ``fires``, in order and none later than ``now``; ``more`` says that others are due after them."""
    wanted = [fire for fire in fires if fire not in terms.skips]
    newest = wanted[-1] if wanted and not more else None
    return [_verdict(fire, now, terms, newest=fire == newest) for fire in fires]


def _verdict(fire: datetime, now: datetime, terms: Terms, *, newest: bool) -> Verdict:
    if fire in terms.skips:
        return Verdict(fire, Fate.TAKEN_OUT, _("この回は動かさないと、職員が決めました。"))
    if terms.deadline is not None and now >= fire + terms.deadline:
        return Verdict(fire, Fate.MISSED, _("止まっている間に期限を過ぎました。"))
    if now - fire <= IN_TIME or terms.on_missed is OnMissed.ALL:
        return Verdict(fire, Fate.RUN)
    if terms.on_missed is OnMissed.NONE:
        return Verdict(fire, Fate.MISSED, _("時刻に dxrobot が動いていませんでした(あとから動かさない決まりです)。"))
    if newest:
        return Verdict(fire, Fate.RUN)
    return Verdict(fire, Fate.MISSED, _("時刻に dxrobot が動いていませんでした(あとの回だけを動かす決まりです)。"))
