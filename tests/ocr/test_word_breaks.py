from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dxrobot.ocr import word_breaks
from dxrobot.ocr.word_breaks import joined

PAIRS = {
    "賃貸契約の更新": "質貸契約の更新",
    "就職先へ提出": "就職先へ堤出",
    "介護保険の申請": "介護保険の中請",
    "手続き": "チ続き",
}


@pytest.mark.parametrize("words", PAIRS)
def test_what_is_made_of_words_joins_more(words: str) -> None:
    assert joined(words) > joined(PAIRS[words])


def test_nothing_is_joined_in_what_is_no_word() -> None:
    assert joined("") == joined("槙") == 0


def test_pages_that_are_read_side_by_side_ask_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    inside: list[int] = []
    at_once = []

    class Dictionary:
        def tokenize(self, _text: str) -> Iterator[Any]:
            inside.append(1)
            at_once.append(len(inside))
            time.sleep(0.01)
            inside.pop()
            return iter(())

    monkeypatch.setattr(word_breaks, "_dictionary", Dictionary)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(joined, [f"頁{number}" for number in range(12)]))
    assert at_once == [1] * 12
