"""Gate to the names of Japan with their readings (the japanese-personal-name-dataset package)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from dxrobot.japanese.text import katakana
from dxrobot.ocr.variants import folded, older_spellings
from dxrobot.ocr.word_tree import WordTree


@dataclass(frozen=True)
class NamePart:
    """Surnames or given names: as written, and as read in katakana."""

    written: WordTree
    readings: WordTree
    read: dict[str, frozenset[str]]
    """As written, variants folded → its readings."""

    def lists(self, written: str) -> bool:
        """Whether ``written`` is a name of this list, in whichever variant."""
        return folded(written) in self.read

    def reads(self, written: str, reading: str) -> bool:
        """Whether ``written`` may be read so."""
        return reading in self.read.get(folded(written), ())


@dataclass(frozen=True)
class Names:
    """The two parts of a person's name."""

    surnames: NamePart
    given: NamePart


@lru_cache(maxsize=1)
def names_of_japan() -> Names:
    """About 2,000 surnames and 90,000 given names, read once (a fifth of a second)."""
    from japanese_personal_name_dataset import load_dataset

    men, women, families = load_dataset("org", include_last_names=True)
    surnames: dict[str, set[str]] = defaultdict(set)
    for written, family in families.items():
        for spelling in (written, *older_spellings(written)):
            surnames[spelling].add(katakana(family["reading"]))
    given: dict[str, set[str]] = defaultdict(set)
    for reading, one in (*men.items(), *women.items()):
        for written in (*one["kanji"], reading, katakana(reading)):
            given[written].add(katakana(reading))
    return Names(_part(surnames), _part(given))


def _part(read: dict[str, set[str]]) -> NamePart:
    plain: dict[str, set[str]] = defaultdict(set)
    for written, readings in read.items():
        plain[folded(written)] |= readings
    every = {reading for found in read.values() for reading in found}
    return NamePart(WordTree.of(read), WordTree.of(every), {word: frozenset(found) for word, found in plain.items()})
