"""What a sentence that was not understood may have been meant to be."""

from __future__ import annotations

import difflib
import re

from dxrobot.schedule.sentence import plain

EXAMPLES = (
    "毎月第3開庁日 8:30",
    "毎月最終開庁日 8:30",
    "平日 9:00",
    "8:30から17:00まで15分ごと",
    "毎週月曜 8:30",
    "毎月25日 9:00、休みなら前の開庁日",
    "毎月25日の3開庁日前 9:00",
    "年度初めの開庁日 8:30",
    "年度末の開庁日 17:15",
    "開庁日 8:30",
    "毎日 22:00",
    "毎月第2火曜 9:00",
    "毎月末日 17:00",
    "毎年4月1日 8:30",
    "令和8年4月1日 8:30に1回",
    "開庁時間に15分ごと",
    "フォルダー D:/受付 に置かれたら",
    "シナリオ entry が終わったら",
    "cron 30 8 * * 1-5",
)
_NUMBER = re.compile(r"\d+")
_LEAST = 0.4
"""Sentences that are less alike are no help."""


def alike(text: str) -> list[str]:
    """The examples that are most like ``text``, the best first, with its numbers where they have as many."""
    wanted = _NUMBER.sub("0", plain(text))
    rated = [(difflib.SequenceMatcher(None, wanted, _NUMBER.sub("0", plain(one))).ratio(), one) for one in EXAMPLES]
    near = [one for ratio, one in sorted(rated, key=lambda pair: -pair[0]) if ratio >= _LEAST]
    return [_with_numbers(one, _NUMBER.findall(plain(text))) for one in near[:3]] + near[:3]


def _with_numbers(example: str, numbers: list[str]) -> str:
    if len(numbers) != len(_NUMBER.findall(example)):
        return example
    left = iter(numbers)
    return _NUMBER.sub(lambda _match: next(left), example)
