"""Days in words: 毎月第3開庁日, 平日, 毎週月曜, 毎月25日の3開庁日前, 年度初めの開庁日, 令和8年4月1日."""

from __future__ import annotations

import re
from collections.abc import Callable

from dxrobot.japanese.wareki import parse_date
from dxrobot.schedule.rules import (
    EVERY_MONTH,
    LAST_DAY,
    WORKING_WEEK,
    Days,
    EveryDay,
    FromDay,
    MonthDays,
    NthOpenDay,
    NthWeekday,
    OneDate,
    OpenDays,
    Weekdays,
)
from dxrobot.schedule.written import WEEKDAYS

OPEN_DAY = r"(?:開庁日|営業日|業務日|執務日|稼働日|開所日)"
_MONTHS = r"(?:(?:毎年度?の?)?(?P<months>(?:\d+月?[・、,と])*\d+月)|毎月|各月|月々|月)の?"
_NTH = (
    r"(?:第?(?P<nth>\d+)(?:番目の?|回目?の?)?|(?P<first>最初の?|月?初(?:め|日)?の?)"
    r"|最後から(?P<from_end>\d+)番目の?|(?P<last>最終の?|最後の?|月?末日?の?))"
)
_DAY_NUMBERS = r"(?P<days>(?:\d+日[・、,と])*(?:\d+日|末日?|晦日))"
_PLAIN_DAYS = r"(?P<plain>(?:\d+日[・、,と])*(?:\d+日|末日|月末日?))"
_MONTH_DAYS = rf"(?:{_MONTHS}{_DAY_NUMBERS}|{_PLAIN_DAYS})"
_DATE = r"(?P<date>(?:(?:明治|大正|昭和|平成|令和|[MTSHR])(?:\d+|元)|(?:西暦)?\d{4})(?:年|[./-])\d+(?:月|[./-])\d+日?)"
_COUNT = (
    rf"(?:(?:の|より|から)?(?P<count>\d+){OPEN_DAY}(?P<side>前|後|まえ|あと)"
    rf"|の(?:直?(?P<beside>前|後)|(?P<next>次|翌))の?{OPEN_DAY})"
)
_TURN = r"新?年度の?(?:(?P<turn>初め|始め|はじめ|当初|最初|初日|頭)|(?P<year_end>末日?|最終日?|最後|終わり|おわり))の?"
_WEEK = rf"[{WEEKDAYS}]"
_WEEKDAYS = rf"(?P<weekdays>{_WEEK}(?:曜日?)?(?:(?:[・、,と~-]|から)?{_WEEK}(?:曜日?)?)*)"


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


def _months(match: re.Match[str]) -> tuple[int, ...]:
    return _numbers(match["months"]) if match["months"] else EVERY_MONTH


def _ordinal(match: re.Match[str]) -> int:
    if match["last"]:
        return -1
    if match["from_end"]:
        return -int(match["from_end"])
    return 1 if match["first"] else int(match["nth"])


def _nth_open_day(match: re.Match[str]) -> Days:
    return NthOpenDay(number=_ordinal(match), months=_months(match))


def _nth_weekday(match: re.Match[str]) -> Days:
    return NthWeekday(number=_ordinal(match), weekday=WEEKDAYS.index(match["weekday"]), months=_months(match))


def _month_days(match: re.Match[str]) -> MonthDays:
    written = match["days"] or match["plain"]
    last = () if re.search(r"\d日$", written) else (LAST_DAY,)
    return MonthDays(days=(*_numbers(written), *last), months=_months(match))


def _one_date(match: re.Match[str]) -> OneDate:
    return OneDate(day=parse_date(match["date"]))


def _counted(match: re.Match[str], base: MonthDays | OneDate) -> Days:
    number = int(match["count"] or 1)
    after = match["side"] in ("後", "あと") or match["beside"] == "後" or bool(match["next"])
    return FromDay(base=base, number=number if after else -number)


def _fiscal_base(match: re.Match[str]) -> MonthDays:
    return MonthDays(days=(1,), months=(4,)) if match["turn"] else MonthDays(days=(31,), months=(3,))


def _fiscal_open_day(match: re.Match[str]) -> Days:
    if match["fiscal_nth"]:
        return NthOpenDay(number=int(match["fiscal_nth"]), months=(4,))
    return NthOpenDay(number=1, months=(4,)) if match["turn"] else NthOpenDay(number=-1, months=(3,))


def _weekdays(match: re.Match[str]) -> Days:
    written = re.sub(r"曜日?", "", match["weekdays"])
    if through := re.fullmatch(rf"({_WEEK})(?:~|から|-)({_WEEK})", written):
        first, last = (WEEKDAYS.index(day) for day in through.groups())
        last += 7 if last < first else 0
        return Weekdays(weekdays=tuple(number % 7 for number in range(first, last + 1)))
    if re.search(r"[~-]|から", written):
        raise ValueError("several ranges")
    return Weekdays(weekdays=tuple(WEEKDAYS.index(day) for day in written if day in WEEKDAYS))


def _named_weekdays(match: re.Match[str]) -> Days:
    if "曜" not in match["weekdays"] and match["weekdays"] != "土日":
        raise ValueError("月 and 日 alone are no days of the week")
    return _weekdays(match)


KINDS: tuple[tuple[str, Callable[[re.Match[str]], Days]], ...] = (
    (rf"{_TURN}{_COUNT}", lambda match: _counted(match, _fiscal_base(match))),
    (
        rf"(?:{_TURN}(?:最初の?|最後の?|最終)?|新?年度の?第?(?P<fiscal_nth>\d+)(?:番目の?)?){OPEN_DAY}",
        _fiscal_open_day,
    ),
    (rf"{_DATE}{_COUNT}", lambda match: _counted(match, _one_date(match))),
    (_DATE, _one_date),
    (rf"{_MONTH_DAYS}{_COUNT}", lambda match: _counted(match, _month_days(match))),
    (rf"(?:{_MONTHS})?{_NTH}{OPEN_DAY}", _nth_open_day),
    (rf"(?:{_MONTHS})?{_NTH}(?P<weekday>{_WEEK})曜日?", _nth_weekday),
    (_MONTH_DAYS, _month_days),
    (r"毎週?平日|平日(?:の?毎日)?", lambda _match: Weekdays(weekdays=WORKING_WEEK)),
    (rf"(?:毎|各)?{OPEN_DAY}(?:ごと|毎日?|の?毎日)?", lambda _match: OpenDays()),
    (rf"毎週の?{_WEEKDAYS}", _weekdays),
    (_WEEKDAYS, _named_weekdays),
    (r"毎日|毎朝|毎晩|毎夜", lambda _match: EveryDay()),
)
"""The ways to say on which days, in the order in which they are tried."""
