"""Together: fields of one form that speak for each other's readings, by the rules its template names.

A rule only adds weight to a reading that the ink allows; what contradicts is told by the cross-check afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dxrobot.japanese import wareki
from dxrobot.ocr.evidence import Candidate, Evidence
from dxrobot.ocr.prior import Knowledge
from dxrobot.ocr.template import Template
from dxrobot.ocr.template_rules import DatePartsRule, KanaNameRule, PostalAddressRule

_READING_FITS = 2.0
"""For each part of a name whose furigana is a reading of it."""
_SAME_PLACE = 5.0
_TRIED = 8
_LIKELY = 14.0
"""Nats below the best from which a candidate is no longer tried with others."""

Seen = Mapping[str, Evidence]


def together(template: Template, seen: Seen, knowledge: Knowledge) -> dict[str, Evidence]:
    """The evidence with the candidates of related fields in the order in which they fit together."""
    weighed = dict(seen)
    for rule in template.rules:
        weigh = _RULES.get(type(rule))
        if weigh:
            weighed.update(weigh(rule, weighed, knowledge))
    return weighed


def _kana_name(rule: KanaNameRule, seen: Seen, knowledge: Knowledge) -> Seen:
    kana, name = seen[rule.kana], seen[rule.name]

    def fit(one: Candidate, other: Candidate) -> float:
        readings, parts = (one.value or "").split(" "), (other.value or "").split(" ")
        if len(readings) != 2 or len(parts) != 2:
            return 0.0
        names = knowledge.names
        pairs = zip((names.surnames, names.given), parts, readings, strict=True)
        return sum(_READING_FITS * part.reads(written, reading) for part, written, reading in pairs)

    return _paired(rule.kana, kana, rule.name, name, fit)


def _postal_address(rule: PostalAddressRule, seen: Seen, knowledge: Knowledge) -> Seen:
    places = knowledge.places

    def fit(one: Candidate, other: Candidate) -> float:
        expected = places.by_code.get(one.value or "", ())
        value = (other.value or "").replace("大字", "")
        return _SAME_PLACE if any(value.startswith(place.replace("大字", "")) for place in expected) else 0.0

    return _paired(rule.postal, seen[rule.postal], rule.address, seen[rule.address], fit)


def _date_parts(rule: DatePartsRule, seen: Seen, _lexicons: Knowledge) -> Seen:
    """Of year, month and day the likeliest that exist together, when the likeliest of each do not."""
    names = (rule.year, rule.month, rule.day)
    era = seen[rule.era].marks[0] if seen[rule.era].marks else (seen[rule.era].best or Candidate("", None, 0.0)).value
    if not era or not all(seen[name].best for name in names):
        return {}
    tried = [
        (year.score + month.score + day.score, (year, month, day))
        for year in _likely(seen[rule.year])
        for month in _likely(seen[rule.month])
        for day in _likely(seen[rule.day])
        if _exists(era, year, month, day)
    ]
    if not tried:
        return {}
    _score, best = max(tried, key=lambda one: one[0])
    return {name: _reordered(seen[name], one) for name, one in zip(names, best, strict=True)}


def _exists(era: str, year: Candidate, month: Candidate, day: Candidate) -> bool:
    try:
        wareki.from_parts(era, str(year.value), str(month.value), str(day.value))
    except ValueError:
        return False
    return True


def _paired(
    first_name: str, first: Evidence, second_name: str, second: Evidence, fit: Callable[[Candidate, Candidate], float]
) -> Seen:
    pairs = [(one, other, fit(one, other)) for one in _likely(first) for other in _likely(second)]
    if not any(more for _one, _other, more in pairs):
        return {}
    one, other, _more = max(pairs, key=lambda pair: pair[0].score + pair[1].score + pair[2])
    gained = fit(one, other)
    return {first_name: _reordered(first, one, gained), second_name: _reordered(second, other, gained)}


def _likely(evidence: Evidence) -> list[Candidate]:
    kept = [one for one in evidence.candidates if one.value is not None][:_TRIED]
    return [one for one in kept if one.score > kept[0].score - _LIKELY]


def _reordered(evidence: Evidence, best: Candidate, gained: float = 0.0) -> Evidence:
    """The evidence with ``best`` in front, surer by what the other field adds, less sure where the order changed."""
    others = [one.score for one in evidence.candidates if one.value != best.value]
    margin = best.score + gained - max(others) if others else evidence.margin + gained
    changed = evidence.best is None or evidence.best.value != best.value
    return replace(
        evidence,
        candidates=(best, *(one for one in evidence.candidates if one is not best)),
        margin=margin,
        worth=evidence.worth + gained,
        agreed=evidence.agreed and not changed,
        digits=None if changed else evidence.digits,
    )


_RULES: dict[type, Callable[[Any, Seen, Knowledge], Seen]] = {
    KanaNameRule: _kana_name,
    PostalAddressRule: _postal_address,
    DatePartsRule: _date_parts,
}
