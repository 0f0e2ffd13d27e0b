"""Finding a value in a text however it is spelled there: width of characters, spaces and hyphens do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

Span = tuple[int, int]

_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2212\u30fb\u30fc\uff70]")
# Shorter figures would be found across the parts of dates and times.
_SHORTEST_SPREAD = 6
_SCRIPTS = ("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "LATIN")
_AFTER_NAMES = frozenset("様氏殿君さ")
_PARTICLES = frozenset("はがをにのとへもでやか")


class Spelled:
    """A text made ready for finding values in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded, self._places = _fold(text)

    def may_hold(self, value: str) -> bool:
        """Whether ``value`` could be found: asked first, since most of many values stand in no text."""
        return folded(value) in self._folded or value in self._text

    def find(self, value: str) -> Iterator[Span]:
        """Where ``value`` stands in the text."""
        yield from _all(self._text, value)
        wanted = folded(value)
        spread = not wanted.isascii() or len(wanted) >= _SHORTEST_SPREAD
        for start, end in _all(self._folded, wanted):
            first, last = self._places[start], self._places[end - 1]
            if spread or last - first == end - start - 1:
                yield first, last + 1

    def find_word(self, word: str) -> Iterator[Span]:
        """Where ``word``, a name, stands by itself: not as a part of a longer word in the same script."""
        for start, end in self.find(word):
            if not self._joined(start - 1, start) and not self._joined(end, end - 1, after=True):
                yield start, end

    def _joined(self, neighbour: int, edge: int, *, after: bool = False) -> bool:
        """Whether the character at ``neighbour`` goes on with the word whose edge is at ``edge``."""
        if not 0 <= neighbour < len(self._text):
            return False
        character = self._text[neighbour]
        if after and (character in _AFTER_NAMES or character in _PARTICLES):
            return False
        script = _script(character)
        return script != "" and script == _script(self._text[edge])


@lru_cache(maxsize=65_536)
def folded(value: str) -> str:
    """The characters of ``value`` that count, in one width."""
    return _fold(value)[0]


def _all(text: str, value: str) -> Iterator[Span]:
    place = text.find(value) if value else -1
    while place >= 0:
        yield place, place + len(value)
        place = text.find(value, place + 1)


def _fold(text: str) -> tuple[str, list[int]]:
    """The characters that count, in one width, and the place in ``text`` that each comes from."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in character if character.isascii() else _decomposed(character):
            if not _IGNORED.match(part):
                characters.append(part)
                places.append(place)
    return "".join(characters), places


@lru_cache(maxsize=8192)
def _decomposed(character: str) -> str:
    """Half-width kana and full-width letters as the usual ones, marks of kana apart from them."""
    return unicodedata.normalize("NFKD", character)


@lru_cache(maxsize=8192)
def _script(character: str) -> str:
    name = unicodedata.name(unicodedata.normalize("NFKC", character)[:1] or " ", "")
    script = next((script for script in _SCRIPTS if name.startswith(script)), "")
    return "CJK" if script == "IDEOGRAPHIC" else script
