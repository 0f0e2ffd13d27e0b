"""What the site checks of a typed value, in the words of its alert()."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

Check = Callable[[str], str]
"""What is wrong with a value that is not blank, after 「項目名」; blank when nothing is."""

_FIRST_YEARS = {"3": 1926, "4": 1989, "5": 2019}
_ERAS = {"3": "昭和", "4": "平成", "5": "令和"}
# 全銀協 規定文字 as this system knows them: no small kana, no lower case, no full-width character.
_ZENGIN = re.compile(r"[0-9A-Zｱ-ﾝﾞﾟｦ ()/.\-]+")


def anything(_value: str) -> str:
    """Every value is right."""
    return ""


def matching(pattern: str, demand: str) -> Check:
    """A check that the whole value has the shape ``pattern``; ``demand`` says which one."""
    compiled = re.compile(pattern)
    return lambda value: "" if compiled.fullmatch(value) else demand


def one_of(*choices: str) -> Check:
    """A check that the value is one of ``choices``."""
    return lambda value: "" if value in choices else "を選択してください。"


def day(value: str) -> str:
    """A date of seven digits whose first is the era's number: 5080415 is 令和8年4月15日."""
    try:
        parse_day(value)
    except ValueError:
        return "に誤りがあります。(例:令和8年4月15日 → 5080415)"
    return ""


def zengin_kana(value: str) -> str:
    """Half-width kana as banks exchange it, 30 characters at most."""
    if not _ZENGIN.fullmatch(value):
        return "は半角カナ(小文字を除く)で入力してください。"
    return "" if len(value) <= 30 else "は30文字以内で入力してください。"


def parse_day(value: str) -> date:
    """The date of seven digits; ValueError when it is none."""
    if not re.fullmatch(r"[345][0-9]{6}", value):
        raise ValueError(value)
    return date(_FIRST_YEARS[value[0]] + int(value[1:3]) - 1, int(value[3:5]), int(value[5:7]))


def shown_day(value: str) -> str:
    """Seven digits as lists show them: 令和8年4月15日."""
    found = parse_day(value)
    year = int(value[1:3])
    return f"{_ERAS[value[0]]}{'元' if year == 1 else year}年{found.month}月{found.day}日"
