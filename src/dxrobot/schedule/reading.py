"""Schedules in words, understood: "毎月第3開庁日 8:30", "平日 9時半", "8:30から17:00まで15分ごと"."""

from __future__ import annotations

import re
import unicodedata
from datetime import time

from pydantic import ValidationError

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.schedule.cron import require_cron
from dxrobot.schedule.nearest import EXAMPLES, alike
from dxrobot.schedule.phrases import Said
from dxrobot.schedule.rules import (
    AfterScenario,
    AtTimes,
    Cron,
    Days,
    Every,
    Folder,
    OnClosed,
    OneDate,
    OpenDays,
    Rule,
    Times,
    on_days,
)
from dxrobot.schedule.sentence import Sentence
from dxrobot.schedule.written import days_in_words, in_words, times_in_words

_FOLDER = re.compile(
    r"フォルダー?[\s「『]*(?P<path>(?!ー)\S.*?)[\s」』]*[にへ]\s*(?:(?P<kinds>[A-Za-z0-9.・、,\s]+?)\s*(?:ファイル)?\s*が)?"
    r"(?:ファイル[がを])?\s*(?:置かれ|置い|入っ|入れ|届い|来)(?:たら|たとき|た時|ると|れば)(?:動かす|実行する?)?。?"
)
_AFTER = re.compile(
    r"シナリオ[\s「『]*(?P<scenario>[a-z][a-z0-9_]*)[\s」』]*が\s*(?P<finished>正常に|成功して|無事に?)?\s*"
    r"(?:終わっ|終了し|済ん|完了し)(?:たら|だら|たとき|た時|た後)(?:動かす|実行する?)?。?"
)
_CRON = re.compile(r"(?:cron[\s:=]*)?(?P<line>[\d*/,\-?a-zA-Z]+(?:\s+[\d*/,\-?a-zA-Z]+){4})(?:[、,]\s*(?P<closed>.+))?")
_SEVERAL_NTH = re.compile(r"第?\d+(?:番目)?[・、,と]+第?\d+(?:番目)?の?(?:[月火水木金土日]曜|開庁日|営業日)")
_CRON_WORD = re.compile(r"cron[\s:=]*(?P<line>.*)")
WINDOW_EXAMPLE = "毎日 22:00から翌6:00"


class NotUnderstood(InputError):
    """A sentence that says no schedule; ``nearest`` is what may be meant, empty when nothing is near."""

    def __init__(self, message: str, nearest: str = "") -> None:
        meant = _("「{nearest}」ではありませんか。").format(nearest=nearest) if nearest else ""
        super().__init__(message, meant or _("書き方の例: {examples}").format(examples=" / ".join(EXAMPLES[:4])))
        self.nearest = nearest


class _Unclear(Exception):
    """Why a sentence says no rule, in words for staff."""


def read_rule(text: str) -> Rule:
    """The rule that ``text`` says.

    Raises :class:`NotUnderstood` for a sentence that says none, :class:`InputError` for a cron line that is wrong.
    """
    written = text.strip()
    one_width = unicodedata.normalize("NFKC", written)
    try:
        if found := _FOLDER.fullmatch(written):
            return Folder(path=found["path"], suffixes=_suffixes(found["kinds"] or ""))
        if found := _AFTER.fullmatch(one_width):
            return AfterScenario(scenario=found["scenario"], finished=bool(found["finished"]))
        if found := _CRON.fullmatch(one_width):
            closed = _closed(found["closed"]) if found["closed"] else OnClosed.RUN
            return Cron(line=require_cron(found["line"]), on_closed=closed)
        if found := _CRON_WORD.fullmatch(one_width):
            require_cron(found["line"])
        return _assembled(Sentence.of(written))
    except _Unclear as error:
        raise NotUnderstood(str(error), _nearest(written)) from None


def read_window(text: str) -> tuple[Days, tuple[time, time]]:
    """The days and the part of the day that ``text`` says: "毎日 22:00から翌6:00", "毎週水曜 12:00から13:00".

    Raises :class:`NotUnderstood` for anything else.
    """
    sentence = Sentence.of(text)
    if not sentence.only(Said.DAYS, Said.SPAN):
        message = _("「{text}」は、停止時間の書き方ではありません。").format(text=text)
        raise NotUnderstood(message, WINDOW_EXAMPLE)
    return sentence.all(Said.DAYS)[0], sentence.all(Said.SPAN)[0]


def read_span(text: str) -> tuple[time, time]:
    """A part of the day: "8:30から17:15", "8:30-17:15". Raises :class:`NotUnderstood` for anything else."""
    sentence = Sentence.of(text)
    if not sentence.only(Said.SPAN):
        message = _("「{text}」は、時間帯の書き方ではありません。").format(text=text)
        raise NotUnderstood(message, "8:30から17:15")
    found: tuple[time, time] = sentence.all(Said.SPAN)[0]
    return found


def read_time(text: str) -> time:
    """A time of the day: "8:30", "17時15分". Raises :class:`NotUnderstood` for anything else."""
    sentence = Sentence.of(text)
    if not sentence.only(Said.TIME):
        raise NotUnderstood(_("「{text}」は、時刻の書き方ではありません。").format(text=text), "8:30")
    found: time = sentence.all(Said.TIME)[0]
    return found


def _suffixes(kinds: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind.lower() for kind in re.findall(r"[A-Za-z0-9]+", kinds)))


def _closed(text: str) -> OnClosed:
    sentence = Sentence.of(text)
    if not sentence.only(Said.ON_CLOSED):
        raise _unknown(text)
    found: OnClosed = sentence.all(Said.ON_CLOSED)[0]
    return found


def _assembled(sentence: Sentence) -> Rule:
    """The rule of a sentence whose phrases fit together."""
    if part := sentence.unknown():
        raise _several(several[0]) if (several := _SEVERAL_NTH.search(sentence.text)) else _unknown(part)
    for said, words in ((Said.DAYS, _("日")), (Said.ON_CLOSED, _("休みのとき"))):
        if len(sentence.all(said)) > 1:
            raise _Unclear(
                _(
                    "{words}の書き方が2つあります: {parts}。1つにしてください(2つなら、スケジュールを2つ作ります)。"
                ).format(words=words, parts=sentence.written(said))
            )
    times = _times(sentence)
    days = next(iter(sentence.all(Said.DAYS)), OpenDays() if isinstance(times, Every) else None)
    if days is None:
        raise _Unclear(_("どの日に動かすかがありません。"))
    if sentence.all(Said.ONCE) and not isinstance(days, OneDate):
        raise _Unclear(_("1回だけ動かす日付がありません。"))
    try:
        return on_days(days, times, next(iter(sentence.all(Said.ON_CLOSED)), None))
    except ValidationError:
        raise _unknown(sentence.text) from None


def _times(sentence: Sentence) -> Times:
    at, spans, minutes = sentence.all(Said.TIME), sentence.all(Said.SPAN), sentence.all(Said.MINUTES)
    hours = sentence.all(Said.OFFICE_HOURS)
    if len(spans) + len(hours) > 1 or len(minutes) > 1 or (at and (spans or minutes or hours)):
        raise _Unclear(
            _("時刻の書き方が2通りあります。「8:30」か「8:30から17:00まで15分ごと」のどちらかにしてください。")
        )
    if minutes and spans:
        start, end = spans[0]
        return Every(minutes=minutes[0], start=start, end=end)
    if minutes:
        return Every(minutes=minutes[0])
    if spans or hours:
        raise _Unclear(_("何分ごとに動かすかがありません。"))
    if not at:
        raise _Unclear(_("何時に動かすかがありません。"))
    return AtTimes(times=tuple(at))


def _several(part: str) -> _Unclear:
    return _Unclear(
        _("「{part}」は、1つのスケジュールには書けません。スケジュールを2つ以上に分けて作ってください。").format(
            part=part
        )
    )


def _unknown(part: str) -> _Unclear:
    return _Unclear(_("「{part}」が分かりません。").format(part=part))


def _nearest(text: str) -> str:
    """The sentence most like ``text`` that is understood."""
    for candidate in (*_mended(Sentence.of(text)), *alike(text)):
        try:
            return in_words(_assembled(Sentence.of(candidate)))
        except _Unclear:
            continue
    return next(iter(alike(text)), "")


def _mended(sentence: Sentence) -> list[str]:
    """A sentence that only lacks its day or its time, with a usual one."""
    days, at = sentence.all(Said.DAYS)[:1], sentence.all(Said.TIME)
    spans, minutes = sentence.all(Said.SPAN)[:1], sentence.all(Said.MINUTES)[:1]
    if sentence.unknown():
        return []
    if days and at:
        return [f"{days_in_words(days[0])} {times_in_words(AtTimes(times=tuple(at)))}"]
    if days:
        every = [f"{times_in_words(Every(minutes=15, start=span[0], end=span[1]))}" for span in spans]
        return [f"{days_in_words(days[0])} {time}" for time in (*every, "8:30")]
    if at:
        return [f"開庁日 {times_in_words(AtTimes(times=tuple(at)))}"]
    return ["8:30から17:00まで15分ごと"] if spans and not minutes else []
