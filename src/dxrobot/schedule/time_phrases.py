"""Times of the day in words: 8:30, 午後1時半, 正午, 22:00から翌6:00, 15分ごと."""

from __future__ import annotations

import re
from datetime import time

_CLOCK = (
    r"(?:翌日?の?)?(?:(?P<{0}half>午前|午後|AM|PM|朝|夕方|夜|昼)の?)?"
    r"(?:(?P<{0}hour>\d+)(?:時(?:(?P<{0}minute>\d+)分|(?P<{0}thirty>半))?|:(?P<{0}colon>\d\d))|(?P<{0}noon>正午))"
)
TIME = _CLOCK.format("")
SPAN = rf"{_CLOCK.format('from_')}(?:から|~|-|より){_CLOCK.format('to_')}(?:まで)?"
MINUTES = r"(?P<number>\d+)(?P<unit>分|時間)(?:ごと|毎|おき|間隔)"
OFFICE_HOURS = r"(?:開庁|執務|業務|勤務|営業)時間(?:内|中|帯)?"
_AFTERNOON = ("午後", "PM", "夕方", "夜", "昼")
_NOON = 12


def time_of(match: re.Match[str], of: str = "") -> time:
    """The time of day, 0:00 for 24:00; ValueError where there is none such, or where two may be meant (午後12時)."""
    if match[f"{of}noon"]:
        return time(_NOON)
    hour = int(match[f"{of}hour"])
    minute = 30 if match[f"{of}thirty"] else int(match[f"{of}minute"] or match[f"{of}colon"] or 0)
    half = match[f"{of}half"] or ""
    if half in ("午前", "午後", "AM", "PM") and hour >= _NOON:
        raise ValueError("no hour of half a day")
    if half in _AFTERNOON and not (half == "昼" and hour > 9) and hour < _NOON:
        hour += _NOON
    return time() if (hour, minute) == (24, 0) else time(hour, minute)


def span(match: re.Match[str]) -> tuple[time, time]:
    """From when to when."""
    return time_of(match, "from_"), time_of(match, "to_")


def minutes(match: re.Match[str]) -> int:
    """The minutes between two fires; ValueError for none, or for more than a day."""
    found = int(match["number"]) * (60 if match["unit"] == "時間" else 1)
    if not 1 <= found <= 1440:
        raise ValueError("no interval within a day")
    return found
