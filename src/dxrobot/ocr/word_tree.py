"""Words that fit what was read: each place of a text may be several characters, and some make words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Alternatives = Sequence[Mapping[str, float]]
"""For each place of the text its likeliest characters with their natural log probabilities."""

FLOOR = -16.0
"""Log probability of a character that the ink hardly suggests."""
WORST = -12.0
"""A word further below the likeliest characters than this is no proposal."""


def below_best(at: Alternatives, text: str) -> float:
    """How far ``text`` lies below the likeliest characters of these places (0 or less); one character a place."""
    return sum(place.get(character, FLOOR) - max(place.values()) for place, character in zip(at, text, strict=False))


def best_fits(at: Alternatives, words: Iterable[str], most: int) -> list[tuple[str, float]]:
    """Of ``words`` those that fit the beginning of ``at`` best, each with how far it lies below the likeliest text."""
    tops = [max(place.values()) for place in at]
    fits: list[tuple[str, float]] = []
    for word in words:
        score = 0.0
        for place, top, character in zip(at, tops, word, strict=False):
            score += place.get(character, FLOOR) - top
            if score <= WORST:  # most words end here, at their first character
                break
        else:
            if word and len(word) <= len(at):
                fits.append((word, score))
    return sorted(fits, key=lambda one: (-one[1], -len(one[0])))[:most]


@dataclass(frozen=True)
class WordTree:
    """Words by their beginnings, so that those which fit alternatives are found without trying all."""

    words: frozenset[str]
    beginnings: frozenset[str]

    @staticmethod
    def of(words: Iterable[str]) -> WordTree:
        """The tree of ``words``."""
        kept = frozenset(words)
        return WordTree(kept, frozenset(word[:end] for word in kept for end in range(1, len(word) + 1)))

    def fitting(self, places: Alternatives, most: int = 4) -> list[tuple[str, float]]:
        """The words as long as ``places`` that fit them best, with their log probability below the likeliest text."""
        ways = [("", 0.0)]
        for place in places:
            top = max(place.values())
            ways = [
                (beginning + character, score + log - top)
                for beginning, score in ways
                for character, log in place.items()
                if score + log - top > WORST and beginning + character in self.beginnings
            ]
        return sorted((way for way in ways if way[0] in self.words), key=lambda way: -way[1])[:most]
