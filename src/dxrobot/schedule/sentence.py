"""A sentence taken apart: what was understood of it, and what was not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from dxrobot.japanese.wareki import kanji_number
from dxrobot.schedule.phrases import FILLER, Phrase, Said, phrases_in

_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十]+")


def plain(text: str) -> str:
    """``text`` in one width, numbers in figures, without blanks that mean nothing."""
    text = unicodedata.normalize("NFKC", text).replace("〜", "~").replace("−", "-").replace("–", "-").strip()
    text = _KANJI_NUMBER.sub(_figures, text)
    text = re.sub(r"(?<=\d)\s+(?=\d)", "、", text)
    return re.sub(r"\s", "", text)


def _figures(match: re.Match[str]) -> str:
    try:
        return str(kanji_number(match[0]))
    except ValueError:
        return match[0]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The phrases of a sentence and the parts between them that say nothing known."""

    text: str
    phrases: tuple[Phrase, ...]

    @classmethod
    def of(cls, text: str) -> Sentence:
        """Take ``text`` apart."""
        sentence = plain(text)
        return cls(sentence, tuple(phrases_in(sentence)))

    def all(self, said: Said) -> list[Any]:
        """What all phrases of one kind say."""
        return [phrase.value for phrase in self.phrases if phrase.said is said]

    def only(self, *kinds: Said) -> bool:
        """Whether it has one phrase of each of ``kinds`` and nothing else."""
        return sorted(phrase.said for phrase in self.phrases) == sorted(kinds) and not self.unknown()

    def written(self, said: Said) -> str:
        """The phrases of one kind as they are written."""
        return "・".join(self.text[phrase.start : phrase.end] for phrase in self.phrases if phrase.said is said)

    def unknown(self) -> str:
        """What was not understood, from the first such part to the last; empty when all was."""
        place, first, last = 0, None, 0
        for start, end in [*((phrase.start, phrase.end) for phrase in self.phrases), (len(self.text), 0)]:
            if not FILLER.fullmatch(self.text[place:start]):
                first, last = place if first is None else first, start
            place = end
        if first is None:
            return ""
        part = self.text[first:last]
        return part.strip("、。, ").lstrip("のにはが") or part
