"""Evidence: what the views of a field's ink say it may be, before anybody judges it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dxrobot.ocr import decode, digit_network, variant_network
from dxrobot.ocr.alternatives import alternatives
from dxrobot.ocr.cells import Odds
from dxrobot.ocr.grammar import Grammar, grammar_of
from dxrobot.ocr.normalise import normal_form
from dxrobot.ocr.prior import NUMBERED, Knowledge, parted, proposed_texts, worth
from dxrobot.ocr.spaces import Space, space_of
from dxrobot.ocr.strips import Strip
from dxrobot.ocr.template import FieldType, TemplateField
from dxrobot.ocr.variants import spellings, with_first_variants
from dxrobot.ocr.word_breaks import joined
from dxrobot.ocr.word_tree import WordTree

_KEPT = 6
_SURE = 0.985
"""Probability of the faintest character from which on nothing else is tried."""
_VARIANT_WEIGHT = 2.5
"""Where the variant network is of another mind than the recogniser, it was right in all but one of 16 names."""
_WORD_WEIGHT, _WORDS_MOST, _WITHIN = 4.0, 6.0, 10.0
"""Nats for each character that goes on with a known word, for all of them at the most, and how far below the best a
text may lie to count: of 139 written texts 130 are read right instead of 116, of 160 senseless lines 67 instead of 71.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text the ink may be, and its value in normal form (None when it breaks the field's rules)."""

    text: str
    value: str | None
    score: float
    """Natural logarithm of its probability: the mean over the views, and what lists and check digits add."""


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
    freedom: float = 0.0
    """How far the best candidate lies below what the ink alone, free of all rules, is likeliest to say, in nats."""
    worth: float = 0.0
    """What lists and check digits add for the best candidate, in nats (dxrobot.ocr.prior)."""
    views: int = 0
    """How many views were looked at."""
    filled: int | None = None
    """How many comb boxes hold ink."""
    gap_clear: bool = True
    """Whether it is clear where surname and given name part."""
    marks: tuple[str, ...] = ()
    """Labels that are marked, or might be (choice and check box)."""
    doubtful_mark: bool = False
    red: bool = False
    """Whether red ink, of a pen or of a seal, stands where a mark would be and is none of ``marks``."""
    digits: float | None = None
    """The lowest probability of any digit of the best candidate by the digit network; None where it saw none."""
    variants: float = 1.0
    """How probable the variants in a name are by the variant network; 0 where the recogniser would have said others."""

    @property
    def best(self) -> Candidate | None:
        """The candidate the field most likely holds."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, eq=False)
class View:
    """What one recogniser says of one picture of the ink, narrowed to the field's characters."""

    narrow: decode.Narrow
    characters: str
    weight: float = 1.0
    """How much it counts beside the other views."""

    @property
    def known(self) -> frozenset[str]:
        """Its characters, each once."""
        return _each_once(self.characters)


@lru_cache(maxsize=256)
def _each_once(characters: str) -> frozenset[str]:
    return frozenset(characters)


def gather(
    field: TemplateField, strip: Strip, views: Sequence[View], knowledge: Knowledge, odds: Odds | None = None
) -> Evidence:
    """Weigh what each view proposes, and what lists and grammars propose for it, on all views together.

    ``odds`` is what the digit network saw at the places of the first view. It does not choose: it knows less than the
    recogniser, but where both are sure, hardly any digit is wrong.
    """
    first, grammar = views[0], grammar_of(field)
    space = space_of(field.type, strip.picture, first.narrow)
    clear = _clear_text(first, grammar) if len(views) == 1 else None
    if clear and field.type in NUMBERED and not worth(field, normal_form(field, clear), knowledge):
        clear = None  # however clear it looks: no such number exists
    own = [[clear]] if clear else [_texts(view, grammar) for view in views]
    if field.type is FieldType.NAME and space.twice:
        own[0] += [text[:-1] for text in own[0][:2] if len(text) > 2]
    texts = dict.fromkeys(text for view in own for text in view)
    if not clear and texts:
        texts.update(dict.fromkeys(_proposed(field, first, next(iter(texts)), knowledge)))
    if clear and field.type is FieldType.NAME:
        texts.update(dict.fromkeys(spellings(clear)))
    read = _scores(views, list(texts))
    variants = _variants(field, strip, first, list(texts))
    scores = _among_variants(read, variants)
    if field.type is FieldType.TEXT and len(texts) > 1 and not _listed(knowledge.own(field), texts):
        scores = _among_words(scores)
    ranked = sorted(
        (
            _candidate(field, spaced, scores[text] - against, knowledge)
            for text in texts
            for spaced, against in _spacings(field, space, text, knowledge).items()
        ),
        key=lambda candidate: (candidate.value is None, -candidate.score),
    )
    if not ranked:
        return Evidence(written=True, filled=strip.filled)
    best, plain = ranked[0], ranked[0].text.replace(" ", "")
    others = [one.score for one in ranked if one.value != best.value]
    return Evidence(
        candidates=tuple(ranked),
        written=True,
        agreed=all(view and normal_form(field, space.put(view[0])) == best.value for view in own),
        weakest=min(decode.weakest(view.narrow, view.characters, plain) for view in views),
        margin=best.score - max(others) if others else _clearness(first),
        freedom=max(0.0, _freest(first) - decode.log_probability(first.narrow, first.characters, plain)),
        worth=worth(field, best.value, knowledge),
        digits=digit_network.weakest(odds, plain) if odds is not None else None,
        variants=float(np.exp(variants[plain])) if _likeliest_variant(read, plain) else 0.0,
        filled=strip.filled,
        gap_clear=space.clear,
        views=len(views),
    )


def _clear_text(view: View, grammar: Grammar | None) -> str | None:
    """The text of the best path when every character of it is sure, so that nothing else need be tried."""
    text = decode.collapse(view.narrow.argmax(axis=1), view.characters)
    if not text or (grammar and not grammar.holds(text)):
        return None
    return text if decode.weakest(view.narrow, view.characters, text) >= _SURE else None


def _texts(view: View, grammar: Grammar | None) -> list[str]:
    """What the view reads, the likeliest first: what the grammar allows before what it does not."""
    free = [text for text, _log in decode.beam(view.narrow, view.characters)[:_KEPT] if text]
    if grammar is None:
        return free
    allowed = decode.beam(view.narrow, view.characters, grammar=grammar)
    return list(dict.fromkeys([*(text for text, _log in allowed if grammar.holds(text)), *free[:2]]))


def _proposed(field: TemplateField, view: View, text: str, knowledge: Knowledge) -> list[str]:
    at = alternatives(view.narrow, view.characters)
    return proposed_texts(field, decode.collapse(view.narrow.argmax(axis=1), view.characters) or text, at, knowledge)


def _spacings(field: TemplateField, space: Space, text: str, knowledge: Knowledge) -> dict[str, float]:
    """The text with its space, and with the space between two parts that are names; what the ink says against each."""
    spaced = {space.put(text): 0.0}
    if field.type in (FieldType.NAME, FieldType.KANA):
        for one in parted(field, text, knowledge):
            spaced.setdefault(one, space.against(one))
    return spaced


def _candidate(field: TemplateField, text: str, ink: float, knowledge: Knowledge) -> Candidate:
    value = normal_form(field, text)
    return Candidate(text, value, ink + worth(field, value, knowledge))


def _variants(field: TemplateField, strip: Strip, view: View, texts: Sequence[str]) -> dict[str, float]:
    if field.type is not FieldType.NAME:
        return dict.fromkeys(texts, 0.0)
    return variant_network.odds_of(strip.picture, view.narrow, texts)


def _among_variants(scores: Mapping[str, float], variants: Mapping[str, float]) -> dict[str, float]:
    """The scores of texts that differ in variants alone, shared among them anew as the variant network says.

    Together they stay as likely as they were, so that no other character gains by it.
    """
    alike: dict[str, list[str]] = {}
    for text in scores:
        alike.setdefault(with_first_variants(text), []).append(text)
    shared: dict[str, float] = {}
    for texts in alike.values():
        own = np.array([scores[text] for text in texts])
        told = own + _VARIANT_WEIGHT * np.array([variants[text] for text in texts])
        anew = np.logaddexp.reduce(own) + told - np.logaddexp.reduce(told)
        shared.update(zip(texts, anew.tolist(), strict=True))
    return shared


def _listed(own: WordTree | None, texts: Iterable[str]) -> bool:
    return own is not None and any(text in own.words for text in texts)


def _among_words(scores: Mapping[str, float]) -> dict[str, float]:
    """The scores of what the ink may be, lower for each character by which another text is more of words.

    What lies far below is no more likely for being words: clear ink stays as it is.
    """
    best = max(scores.values())
    known = {text: joined(text) for text, score in scores.items() if score > best - _WITHIN}
    most = max(known.values())
    return {
        text: score - min(_WORDS_MOST, _WORD_WEIGHT * (most - known.get(text, 0))) for text, score in scores.items()
    }


def _likeliest_variant(scores: Mapping[str, float], chosen: str) -> bool:
    alike = (one for one in scores if with_first_variants(one) == with_first_variants(chosen))
    return scores[chosen] == max(scores[one] for one in alike)


def _scores(views: Sequence[View], texts: Sequence[str]) -> dict[str, float]:
    """Mean log probability of each text over the views; a view that lacks a character of it has no say."""
    able = {text: [view for view in views if view.known.issuperset(text)] or views[:1] for text in texts}
    logs: dict[str, float] = dict.fromkeys(texts, 0.0)
    for view in views:
        own = [text for text in texts if view in able[text]]
        for text, log in zip(own, decode.log_probabilities(view.narrow, view.characters, own), strict=True):
            logs[text] += view.weight * log
    return {text: logs[text] / sum(view.weight for view in able[text]) for text in texts}


def _freest(view: View) -> float:
    """Log probability of the best path, whatever the field's rules say."""
    return float(np.log(np.maximum(view.narrow.max(axis=1), 1e-8)).sum())


def _clearness(view: View) -> float:
    """The margin of a text beside which nothing was tried: how sure its faintest character is, in nats."""
    text = decode.collapse(view.narrow.argmax(axis=1), view.characters)
    weakest = decode.weakest(view.narrow, view.characters, text)
    return float(np.log(max(weakest, 1e-6) / max(1 - weakest, 1e-6)))
