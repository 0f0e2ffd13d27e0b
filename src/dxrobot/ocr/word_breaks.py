"""Gate to a dictionary of Japanese words (janome, with IPADIC inside): how far a text is made of words.

Of texts that the ink may be as well, 賃貸契約 and 質貸契約, a person takes the one that says something.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import Any

_LOOKING = Lock()
"""The dictionary keeps what it looked up, for one thread at a time."""


@lru_cache(maxsize=256)
def joined(text: str) -> int:
    """How many characters of ``text`` go on with a word that the dictionary knows; more is better Japanese.

    賃貸契約の更新 has three (賃貸, 契約, の, 更新), 質貸契約の更新 two.
    """
    with _LOOKING:
        words = list(_dictionary().tokenize(text))
    return sum(len(word.surface) - 1 for word in words if word.node_type == "SYS_DICT")


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    from janome.tokenizer import Tokenizer  # a fifth of a second: only where writing is in doubt

    return Tokenizer()
