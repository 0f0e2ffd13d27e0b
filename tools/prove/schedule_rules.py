"""Rules of every kind, drawn by a seeded generator."""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random

from dxrobot.schedule.rules import (
    EVERY_MONTH,
    AtTimes,
    Cron,
    Days,
    Every,
    EveryDay,
    FromDay,
    MonthDays,
    NthOpenDay,
    NthWeekday,
    Once,
    OnClosed,
    OnDays,
    OneDate,
    OpenDays,
    Times,
    Weekdays,
    on_days,
)

YEAR = (date(2027, 4, 1), date(2028, 3, 31))
"""Fiscal year 2027 holds a 29 February."""


def drawn_rule(random: Random) -> OnDays | Cron | Once:
    """A rule that waits for a time."""
    if random.random() < 0.12:
        return Cron(line=_cron(random), on_closed=random.choice(list(OnClosed)))
    on_closed = random.choice([None, *OnClosed])
    return on_days(_days(random), _times(random), on_closed)


def _some(random: Random, first: int, last: int, most: int) -> tuple[int, ...]:
    return tuple(sorted(random.sample(range(first, last + 1), random.randint(1, most))))


def _months(random: Random) -> tuple[int, ...]:
    return EVERY_MONTH if random.random() < 0.7 else _some(random, 1, 12, 3)


def _month_days(random: Random) -> MonthDays:
    days = _some(random, 1, 31, 3)
    if random.random() < 0.15:
        return MonthDays(days=(29,), months=(2,))
    return MonthDays(days=(*days, -1) if random.random() < 0.3 else days, months=_months(random))


def _date(random: Random) -> OneDate:
    return OneDate(day=YEAR[0] + timedelta(days=random.randint(0, 365)))


def _days(random: Random) -> Days:
    kind = random.randint(0, 9)
    if kind == 0:
        return EveryDay()
    if kind == 1:
        return OpenDays()
    if kind == 2:
        return Weekdays(weekdays=_some(random, 0, 6, 5))
    if kind in (3, 4):
        return NthOpenDay(number=random.choice([*range(1, 22), *range(-8, 0)]), months=_months(random))
    if kind == 5:
        return NthWeekday(
            number=random.choice([1, 2, 3, 4, 5, -1, -2]), weekday=random.randint(0, 6), months=_months(random)
        )
    if kind == 6:
        return _date(random)
    if kind == 7:
        base = _month_days(random) if random.random() < 0.8 else _date(random)
        return FromDay(base=base, number=random.choice([*range(-12, 0), *range(1, 13)]))
    return _month_days(random)


def _time(random: Random) -> time:
    return time(random.randint(0, 23), random.choice([0, 15, 30, 45, random.randint(0, 59)]))


def _times(random: Random) -> Times:
    if random.random() < 0.85:
        return AtTimes(times=tuple(_time(random) for _number in range(random.randint(1, 3))))
    minutes = random.choice([20, 30, 45, 60, 90, 240])
    if random.random() < 0.3:
        return Every(minutes=minutes)
    return Every(minutes=minutes, start=_time(random), end=_time(random))


def _cron(random: Random) -> str:
    minute = random.choice(["0", "30", "5,35", "*/30"])
    hour = random.choice(["8", "9-11", "*/6", "22"])
    day = random.choice(["*", "1", "15,25", "29", "*/10", "28-31"])
    month = random.choice(["*", "*", "2", "4,10", "1-3"])
    weekday = random.choice(["*", "*", "1-5", "0", "7", "1,3,5", "5-7", "*/2"])
    return f"{minute} {hour} {day} {month} {weekday}"
