"""Cron lines of five fields, with the arithmetic of APScheduler and the meaning of cron.

APScheduler counts the days of the week from Monday, where cron counts from Sunday, and wants both the day of the month
and the day of the week to fit, where cron takes either: days of the week are rewritten to names, and a line with both
becomes two.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from functools import lru_cache

from apscheduler.triggers.cron import CronTrigger

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.opening import LAST_YEAR

_NAMES = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_YEARS = f"1970-{LAST_YEAR}"
_LEAP_YEAR = 2000
"""Every day of every month occurs in it."""


def require_cron(line: str) -> str:
    """``line`` with single blanks; raises :class:`InputError` for one that is none or that never fires."""
    line = " ".join(line.split()).lower()
    fields = line.split(" ")
    if len(fields) != 5:
        raise InputError(
            _("cron「{line}」は5つの欄(分 時 日 月 曜日)ではありません。").format(line=line),
            _("例: cron 30 8 * * 1-5(平日の 8:30)"),
        )
    try:
        _triggers(line)
        times = cron_minutes(line)
    except (ValueError, TypeError) as error:
        raise InputError(
            _("cron「{line}」を読めません。").format(line=line),
            _("欄は 分(0-59) 時(0-23) 日(1-31) 月(1-12) 曜日(0-7、0 と 7 は日曜)です。例: cron 30 8 * * 1-5"),
        ) from error
    if not times or not _some_day(line):
        raise InputError(
            _("cron「{line}」は、一度も動きません(2月30日のように、来ない日です)。").format(line=line),
            _("日と月の欄を直してください。"),
        )
    return line


@lru_cache(maxsize=1024)
def cron_minutes(line: str) -> tuple[int, ...]:
    """The minutes of a day, from midnight, at which ``line`` fires on the days that it means."""
    minute, hour = line.split(" ")[:2]
    trigger = CronTrigger(minute=minute, hour=hour, timezone=JAPAN)
    start = datetime(_LEAP_YEAR, 1, 1, tzinfo=JAPAN)
    found: list[int] = []
    fire = trigger.get_next_fire_time(None, start)
    while fire is not None and fire.date() == start.date():
        found.append(fire.hour * 60 + fire.minute)
        fire = trigger.get_next_fire_time(fire, fire)
    return tuple(found)


@lru_cache(maxsize=4096)
def _days(line: str, year: int, month: int) -> tuple[date, ...]:
    start = datetime(year, month, 1, tzinfo=JAPAN)
    end = start + timedelta(days=calendar.monthrange(year, month)[1])
    found: set[date] = set()
    for trigger in _triggers(line):
        fire = trigger.get_next_fire_time(None, start)
        while fire is not None and fire < end:
            found.add(fire.date())
            fire = trigger.get_next_fire_time(fire, fire)
    return tuple(sorted(found))


def cron_days(line: str, year: int, month: int) -> list[date]:
    """The days of one month on which ``line`` fires, in order."""
    return list(_days(line, year, month))


@lru_cache(maxsize=1024)
def _triggers(line: str) -> tuple[CronTrigger, ...]:
    """What fires at midnight of the days that ``line`` means."""
    day, month, weekday = line.split(" ")[2:]
    whole = {"minute": 0, "hour": 0, "month": month, "year": _YEARS, "timezone": JAPAN}
    names = _weekday_names(weekday)
    if day != "*" and names != "*":
        return CronTrigger(day=day, **whole), CronTrigger(day_of_week=names, **whole)
    return (CronTrigger(day=day, day_of_week=names, **whole),)


def _weekday_names(field: str) -> str:
    """The days of the week as a list of names: numbers count from Sunday, 7 is Sunday as well."""
    if field in ("*", "?"):
        return "*"
    named = {number for part in field.split(",") for number in _weekday_numbers(part)}
    return ",".join(_NAMES[number] for number in sorted(named))


def _weekday_numbers(part: str) -> list[int]:
    """``1-5``, ``*/2``, ``fri-mon`` as numbers from Sunday; ValueError for what is none."""
    written, _slash, step = part.partition("/")
    first, dash, last = ("0", "-", "6") if written == "*" else written.partition("-")
    start = _weekday_number(first)
    end = _weekday_number(last) if dash else (6 if step else start)
    if last == "7":
        end = 7
    if end < start:
        end += 7
    return [number % 7 for number in range(start, end + 1, int(step or 1))]


def _weekday_number(word: str) -> int:
    if word in _NAMES:
        return _NAMES.index(word)
    number = int(word)
    if not 0 <= number <= 7:
        raise ValueError("no day of the week")
    return number % 7


def _some_day(line: str) -> bool:
    start = datetime(_LEAP_YEAR, 1, 1, tzinfo=JAPAN)
    return any(trigger.get_next_fire_time(None, start) for trigger in _triggers(line))
