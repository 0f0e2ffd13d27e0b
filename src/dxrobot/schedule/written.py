"""A rule in words for staff; ``reading`` understands exactly what is written here, and more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from dxrobot.japanese.wareki import format_wareki
from dxrobot.schedule.rules import (
    EVERY_MONTH,
    LAST_DAY,
    WORKING_WEEK,
    AfterScenario,
    AtTimes,
    Cron,
    Days,
    EveryDay,
    Folder,
    FromDay,
    MonthDays,
    NthOpenDay,
    NthWeekday,
    Once,
    OnClosed,
    OnDays,
    OneDate,
    OpenDays,
    Rule,
    Times,
    Weekdays,
    usual_on_closed,
)

WEEKDAYS = "月火水木金土日"
ON_CLOSED = {
    OnClosed.SKIP: "休みなら動かさない",
    OnClosed.BEFORE: "休みなら前の開庁日",
    OnClosed.AFTER: "休みなら次の開庁日",
    OnClosed.RUN: "休みでも動かす",
}


def in_words(rule: Rule) -> str:
    """``毎月第3開庁日 8:30``: the one sentence that dxrobot itself writes for a rule."""
    match rule:
        case OnDays():
            usual = usual_on_closed(rule.days)
            closed = "" if rule.on_closed is usual else f"、{ON_CLOSED[rule.on_closed]}"
            return f"{days_in_words(rule.days)} {times_in_words(rule.times)}{closed}"
        case Cron():
            closed = "" if rule.on_closed is OnClosed.RUN else f"、{ON_CLOSED[rule.on_closed]}"
            return f"cron {rule.line}{closed}"
        case Once():
            return f"{format_wareki(rule.at.date())} {clock(rule.at.time())}に1回"
        case Folder():
            kinds = f" {'・'.join(rule.suffixes)} が" if rule.suffixes else ""
            return f"フォルダー {rule.path} に{kinds}置かれたら"
        case AfterScenario():
            return f"シナリオ {rule.scenario} が{'正常に' if rule.finished else ''}終わったら"


def days_in_words(days: Days) -> str:
    """``毎月第3開庁日``, ``平日``, ``毎月25日の3開庁日前``."""
    match days:
        case EveryDay():
            return "毎日"
        case OpenDays():
            return "開庁日"
        case Weekdays():
            if days.weekdays == WORKING_WEEK:
                return "平日"
            return "毎週" + "・".join(f"{WEEKDAYS[number]}曜" for number in days.weekdays)
        case NthOpenDay():
            return _nth_open_day(days)
        case NthWeekday():
            return f"{_months(days.months)}{_nth(days.number)}{WEEKDAYS[days.weekday]}曜"
        case MonthDays():
            numbers = ("末日" if number == LAST_DAY else f"{number}日" for number in days.days)
            return f"{_months(days.months, before_number=True)}{'・'.join(numbers)}"
        case OneDate():
            return format_wareki(days.day)
        case FromDay():
            side = "後" if days.number > 0 else "前"
            return f"{days_in_words(days.base)}の{abs(days.number)}開庁日{side}"


def _nth_open_day(days: NthOpenDay) -> str:
    if (days.number, days.months) == (1, (4,)):
        return "年度初めの開庁日"
    if (days.number, days.months) == (-1, (3,)):
        return "年度末の開庁日"
    return f"{_months(days.months)}{_nth(days.number)}開庁日"


def _nth(number: int) -> str:
    if number > 0:
        return f"第{number}"
    return "最終" if number == -1 else f"最後から{-number}番目の"


def _months(months: Iterable[int], *, before_number: bool = False) -> str:
    if tuple(months) == EVERY_MONTH:
        return "毎月"
    return f"毎年{'・'.join(f'{month}月' for month in months)}{'' if before_number else 'の'}"


def times_in_words(times: Times) -> str:
    """``8:30・13:00``, ``8:30から17:00まで15分ごと``."""
    if isinstance(times, AtTimes):
        return "・".join(map(clock, times.times))
    if times.start is None or times.end is None:
        return f"開庁時間に{times.minutes}分ごと"
    return f"{span_in_words(times.start, times.end)}{times.minutes}分ごと"


def span_in_words(start: time, end: time) -> str:
    """``22:00から翌6:00まで``."""
    return f"{clock(start)}から{'' if end > start else '翌'}{clock(end)}まで"


def clock(at: time) -> str:
    """``8:30``, as people write it."""
    return f"{at.hour}:{at.minute:02}"
