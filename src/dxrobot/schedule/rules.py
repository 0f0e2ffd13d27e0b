"""When a schedule fires, as data: what the sentence "毎月第3開庁日 8:30" says.

Times are those of the clock in Japan (Asia/Tokyo), which knows no summer time.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, TypeAdapter, model_validator

from dxrobot.definition import Definition
from dxrobot.i18n import _

EVERY_MONTH = tuple(range(1, 13))
LAST_DAY = -1
"""末日 among the days of a month."""
WORKING_WEEK = (0, 1, 2, 3, 4)


class OnClosed(StrEnum):
    """What happens to a fire whose day is a closed one."""

    SKIP = "skip"
    BEFORE = "before"
    """It moves to the business day before."""
    AFTER = "after"
    """It moves to the business day after."""
    RUN = "run"
    """It stays: robots need no open offices."""


def _ordered(values: tuple[int, ...]) -> tuple[int, ...]:
    """In order, each once; ``LAST_DAY`` behind all others."""
    return tuple(sorted(set(values), key=lambda value: (value < 0, value)))


def _in_turn(values: tuple[time, ...]) -> tuple[time, ...]:
    return tuple(sorted(set(values)))


def _counts(number: int) -> int:
    if number == 0:
        raise ValueError(_("0 番目はありません。"))
    return number


Months = Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], Field(min_length=1), AfterValidator(_ordered)]
DayOfWeek = Annotated[int, Field(ge=0, le=6)]
"""0 is Monday."""
Ordinal = Annotated[int, Field(ge=-31, le=31), AfterValidator(_counts)]
"""1 is the first, -1 the last."""


class EveryDay(Definition):
    """毎日, open or not."""

    kind: Literal["every_day"] = "every_day"


class OpenDays(Definition):
    """Every business day."""

    kind: Literal["open_days"] = "open_days"


class Weekdays(Definition):
    """Days of the week; 平日 are those from Monday to Friday."""

    kind: Literal["weekdays"] = "weekdays"
    weekdays: Annotated[tuple[DayOfWeek, ...], Field(min_length=1), AfterValidator(_ordered)]


class NthOpenDay(Definition):
    """The nth business day of a month, counted from its end for a negative number; not in a month with fewer."""

    kind: Literal["nth_open_day"] = "nth_open_day"
    number: Ordinal
    months: Months = EVERY_MONTH


class MonthDays(Definition):
    """Days of a month by their numbers; a month without such a day is passed over."""

    kind: Literal["month_days"] = "month_days"
    days: Annotated[
        tuple[Annotated[int, Field(ge=-1, le=31), AfterValidator(_counts)], ...],
        Field(min_length=1),
        AfterValidator(_ordered),
    ]
    months: Months = EVERY_MONTH


class NthWeekday(Definition):
    """The second Tuesday of a month, or the last."""

    kind: Literal["nth_weekday"] = "nth_weekday"
    number: Annotated[int, Field(ge=-5, le=5), AfterValidator(_counts)]
    weekday: DayOfWeek
    months: Months = EVERY_MONTH


class OneDate(Definition):
    """One day of one year."""

    kind: Literal["date"] = "date"
    day: date


class CronDays(Definition):
    """The days on which a cron line fires."""

    kind: Literal["cron"] = "cron"
    line: str


Base = Annotated[MonthDays | OneDate, Field(discriminator="kind")]


class FromDay(Definition):
    """So many business days after a day, or before it for a negative number; the day itself is not counted."""

    kind: Literal["from_day"] = "from_day"
    base: Base
    number: Annotated[int, Field(ge=-60, le=60), AfterValidator(_counts)]


Days = Annotated[
    EveryDay | OpenDays | Weekdays | NthOpenDay | MonthDays | NthWeekday | OneDate | FromDay,
    Field(discriminator="kind"),
]


class AtTimes(Definition):
    """At these times of the day."""

    kind: Literal["at"] = "at"
    times: Annotated[tuple[time, ...], Field(min_length=1), AfterValidator(_in_turn)]


class Every(Definition):
    """Every so many minutes from ``start``, as long as it is not past ``end``; without both, within office hours.

    An end that is not after the start is one of the day after.
    """

    kind: Literal["every"] = "every"
    minutes: int = Field(ge=1, le=1440)
    start: time | None = None
    end: time | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Every:
        if (self.start is None) != (self.end is None):
            raise ValueError(_("始まりと終わりの時刻は、両方を書くか、両方を省いてください。"))
        return self


Times = Annotated[AtTimes | Every, Field(discriminator="kind")]


class OnDays(Definition):
    """On some days, at some times."""

    kind: Literal["on_days"] = "on_days"
    days: Days
    times: Times
    on_closed: OnClosed = OnClosed.SKIP


class Cron(Definition):
    """A cron line of five fields; both a day of the month and a day of the week mean either, as cron has it."""

    kind: Literal["cron"] = "cron"
    line: str
    on_closed: OnClosed = OnClosed.RUN


class Once(Definition):
    """At one moment, and never again."""

    kind: Literal["once"] = "once"
    at: datetime
    """Without a time zone: the clock in Japan."""


class Folder(Definition):
    """Whenever a file has been put into a folder."""

    kind: Literal["folder"] = "folder"
    path: str
    suffixes: tuple[str, ...] = ()
    """Kinds of file that are taken (``csv``); none means all."""


class AfterScenario(Definition):
    """Whenever a run of another scenario in the same mode has ended."""

    kind: Literal["after_scenario"] = "after_scenario"
    scenario: str
    finished: bool = False
    """Whether only a run counts that came through; otherwise a stopped or failed one does too."""


Rule = Annotated[OnDays | Cron | Once | Folder | AfterScenario, Field(discriminator="kind")]
TimedRule = OnDays | Cron | Once
RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
"""Reads and writes a rule as JSON."""

_ALWAYS_OPEN = ("open_days", "nth_open_day", "from_day")


def usual_on_closed(days: Days) -> OnClosed:
    """What is meant where nothing is said about closed days: 毎日 and a date of its own stay, others are skipped."""
    return OnClosed.RUN if days.kind in ("every_day", "date") else OnClosed.SKIP


def on_days(days: Days, times: Times, on_closed: OnClosed | None = None) -> OnDays | Once:
    """A rule in its one form: what is said about closed days is dropped where the days are always open."""
    if on_closed is None or days.kind in _ALWAYS_OPEN:
        on_closed = usual_on_closed(days)
    if isinstance(days, OneDate) and isinstance(times, AtTimes) and on_closed is OnClosed.RUN and not times.times[1:]:
        return Once(at=datetime.combine(days.day, times.times[0]))
    return OnDays(days=days, times=times, on_closed=on_closed)
