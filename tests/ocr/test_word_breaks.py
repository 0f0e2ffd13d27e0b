from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

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


def test_pages_that_are_read_side_by_side_may_ask_at_once() -> None:
    texts = [word + other for word in PAIRS for other in PAIRS]
    alone = [joined.__wrapped__(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(joined.__wrapped__, texts * 5)) == alone * 5
