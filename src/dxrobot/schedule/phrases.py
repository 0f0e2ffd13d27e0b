"""The phrases that a schedule in words is made of, each with what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dxrobot.schedule import day_phrases as days
from dxrobot.schedule import time_phrases as times
from dxrobot.schedule.rules import OnClosed


class Said(StrEnum):
    """What kind of thing a phrase says."""

    DAYS = "days"
    TIME = "time"
    SPAN = "span"
    MINUTES = "minutes"
    OFFICE_HOURS = "office_hours"
    ON_CLOSED = "on_closed"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence that was understood."""

    said: Said
    value: Any
    start: int
    end: int


FILLER = re.compile(
    r"(?:[\s、。,・()「」]|に|は|が|の|で|と|を|まで|間|動かす|動く|実行する?|起動する?|開始する?|する)*"
)
"""What may stand between phrases without saying anything more."""

_CLOSED = (
    r"(?:その日が)?お?(?:休み|休日|閉庁日?|祝日|土日祝?日?|休業日)(?:の日)?"
    r"(?:に当たるとき|に当たれば|のとき|の時|の場合|であれば|だったら|ならば|なら)は?、?(?:その)?"
)
_MOVE = rf"{days.OPEN_DAY}(?:に(?:動かす|する)?)?"
_Kind = tuple[Said, re.Pattern[str], Callable[[re.Match[str]], Any]]


def _on_closed(ending: str, meant: OnClosed) -> _Kind:
    return Said.ON_CLOSED, re.compile(f"{_CLOSED}(?:{ending})"), lambda _match: meant


def _kind(said: Said, pattern: str, value: Callable[[re.Match[str]], Any]) -> _Kind:
    return said, re.compile(pattern), value


_KINDS: tuple[_Kind, ...] = (
    _on_closed(rf"(?:直?前の?){_MOVE}|前倒し(?:する)?|繰り?上げる?", OnClosed.BEFORE),
    _on_closed(rf"(?:次の?|翌|直?後の?){_MOVE}|後ろ倒し(?:する)?|繰り?下げる?|順延(?:する)?", OnClosed.AFTER),
    _on_closed("動かさない|実行しない|しない|とばす|飛ばす|やめる|中止(?:する)?|なし", OnClosed.SKIP),
    _kind(
        Said.ON_CLOSED,
        r"(?:休み|休日|閉庁日?|祝日|土日祝?日?)(?:の日)?(?:でも|にも|も)(?:動かす|実行する|する)?",
        lambda _match: OnClosed.RUN,
    ),
    *(_kind(Said.DAYS, pattern, value) for pattern, value in days.KINDS),
    _kind(Said.SPAN, times.SPAN, times.span),
    _kind(Said.MINUTES, times.MINUTES, times.minutes),
    _kind(Said.TIME, times.TIME, times.time_of),
    _kind(Said.OFFICE_HOURS, times.OFFICE_HOURS, lambda _match: True),
    _kind(Said.ONCE, r"1(?:回|度)(?:だけ|のみ|限り)?", lambda _match: True),
)
"""The kinds of phrase in the order in which they are tried: a longer one before those that it begins with."""


def phrases_in(text: str) -> Iterator[Phrase]:
    """Everything in ``text``, as ``plain`` has it, that is understood, in its order."""
    place = 0
    while place < len(text):
        found = next(filter(None, (_at(text, place, *kind) for kind in _KINDS)), None)
        if found is not None:
            yield found
        place = found.end if found is not None else place + 1


def _at(
    text: str, place: int, said: Said, pattern: re.Pattern[str], value: Callable[[re.Match[str]], Any]
) -> Phrase | None:
    match = pattern.match(text, place)
    inside_a_number = text[place].isdecimal() and text[place - 1 : place].isdecimal()
    if match is None or inside_a_number:
        return None
    try:
        return Phrase(said, value(match), match.start(), match.end())
    except ValueError:  # a 13th month, an hour of 25: no such phrase
        return None
