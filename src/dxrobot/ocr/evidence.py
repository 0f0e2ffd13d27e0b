"""Evidence: what the views of a field's ink say it may be, before anybody judges it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dxrobot.ocr import decode
from dxrobot.ocr.charset import Charset
from dxrobot.ocr.engine import Probabilities
from dxrobot.ocr.normalise import normal_form
from dxrobot.ocr.strips import Strip, widest_gap
from dxrobot.ocr.template import FieldType, TemplateField

_KEPT = 6
_WIDE_APART = 2.5
"""A gap this many times as wide as the next is a space, wherever the characters' middles lie."""
_NO_STANDOUT = 1.7
"""A gap less than this many times as wide as the next does not stand out."""


@dataclass(frozen=True, slots=True)
class GapRule:
    """How wide the widest gap of a line must be to be a space, as shares of the line's height."""

    narrowest: float
    """Below this there is certainly no space."""
    wide: float
    """From this on it is taken for a space."""
    clear: float
    """How many times as wide as the next gap it must be to be certainly one."""


_SPACED = {
    FieldType.NAME: GapRule(0.0, 0.28, 1.25),
    FieldType.KANA: GapRule(0.0, 0.28, 1.25),
    FieldType.TEXT: GapRule(0.28, 0.38, 1.5),
}


@dataclass(frozen=True, slots=True)
class Space:
    """Where a space stands: after this share of the characters (None for no space), and whether that is clear."""

    share: float | None
    clear: bool

    def put(self, text: str) -> str:
        """``text`` with the space in its place."""
        at = round(self.share * len(text)) if self.share is not None else 0
        return f"{text[:at]} {text[at:]}" if 0 < at < len(text) else text


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text the ink may be, and its value in normal form (None when it breaks the field's rules)."""

    text: str
    value: str | None
    score: float
    """Natural logarithm of its probability, the mean over the views."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was seen of one field."""

    candidates: tuple[Candidate, ...] = ()
    """Best first. Empty when no ink is there, or none that can be read."""
    written: bool = False
    """Whether there is ink beyond the form's own."""
    agreed: bool = False
    """Whether each view alone reads the best candidate's value."""
    weakest: float = 0.0
    """The lowest probability of any character of the best candidate in any view."""
    margin: float = 0.0
    """Log probability of the best candidate above the best of another value."""
    filled: int | None = None
    """How many comb boxes hold ink."""
    gap_clear: bool = True
    """Whether it is clear where surname and given name part."""
    marks: tuple[str, ...] = ()
    """Labels that are marked, or might be (choice and check box)."""
    doubtful_mark: bool = False
    red: bool = False
    """Whether red ink, of a pen or of a seal, stands where a mark would be and is none of ``marks``."""

    @property
    def best(self) -> Candidate | None:
        """The candidate the field most likely holds."""
        return self.candidates[0] if self.candidates else None


def gather(field: TemplateField, strip: Strip, charset: Charset, views: Sequence[Probabilities]) -> Evidence:
    """Weigh what the beam of each view proposes on all views together."""
    narrows = [charset.narrow(view) for view in views]
    own = [[text for text, _score in decode.beam(narrow, charset.characters)[:_KEPT] if text] for narrow in narrows]
    texts = dict.fromkeys(text for beam in own for text in beam)
    space = _space(field, strip, narrows[0])
    scored = [
        Candidate(space.put(text), normal_form(field, space.put(text)), _score(narrows, charset, text))
        for text in texts
    ]
    ranked = sorted(scored, key=lambda candidate: (candidate.value is None, -candidate.score))
    if not ranked:
        return Evidence(written=True, filled=strip.filled)
    best = ranked[0]
    others = [one.score for one in ranked if one.value != best.value]
    return Evidence(
        candidates=tuple(ranked),
        written=True,
        agreed=all(beam and normal_form(field, space.put(beam[0])) == best.value for beam in own),
        weakest=min(decode.weakest(narrow, charset.characters, best.text.replace(" ", "")) for narrow in narrows),
        margin=best.score - max(others) if others else -best.score + 20.0,
        filled=strip.filled,
        gap_clear=space.clear,
    )


def _score(narrows: Sequence[decode.Narrow], charset: Charset, text: str) -> float:
    return sum(decode.log_probability(narrow, charset.characters, text) for narrow in narrows) / len(narrows)


def _space(field: TemplateField, strip: Strip, narrow: decode.Narrow) -> Space:
    """Where the widest gap of the ink parts the characters, for the types in which that means a space."""
    rule = _SPACED.get(field.type)
    if not rule:
        return Space(None, True)
    middle, widest, second = widest_gap(strip.picture)
    small = widest < rule.narrowest and widest < _NO_STANDOUT * second
    clear = small or (widest >= rule.wide and widest >= rule.clear * second)
    if widest < rule.wide:
        return Space(None, clear)
    at = decode.peaks(narrow)
    before = int(np.searchsorted(at, middle * len(narrow)))
    stands_out = widest >= _WIDE_APART * second or before == _widest_pitch(at)
    return Space(before / max(1, len(at)), clear and stands_out)


def _widest_pitch(at: npt.NDArray[np.int64]) -> int:
    """After how many characters the next one is farthest away: a small ッ leaves white around it, but no more way."""
    return int(np.argmax(np.diff(at))) + 1 if len(at) > 1 else 0
