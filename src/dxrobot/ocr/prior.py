"""Prior: texts of lists that the ink may be as well, and how much likelier a known one is.

A proposal never replaces clear ink: it is weighed with the ink's own probability like any other reading, and gains no
more than what being in the list is worth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stdnum.jp import cn, in_

from dxrobot.ocr.names import Names
from dxrobot.ocr.places import Places
from dxrobot.ocr.template import FieldType, TemplateField
from dxrobot.ocr.variants import spellings
from dxrobot.ocr.word_tree import Alternatives, WordTree, below_best

_MOST = 8
LISTED_NAME = 4.0
"""What a name is worth of which both parts are listed."""
_LISTED_SURNAME = _LISTED_GIVEN = LISTED_NAME / 2
_OWN_LIST = 4.0
_CITY, _TOWN = 1.5, 3.0
_EXISTING_CODE = 7.0
"""Of ten million postal codes 120,000 exist, and hardly one in ten that people write does not: e to this power."""
_CHECK_DIGIT = 6.0
"""One in ten numbers has a check digit that holds; of those that people write hardly one in fifty has none."""
NUMBERED = (FieldType.POSTAL_CODE, FieldType.MY_NUMBER, FieldType.CORPORATE_NUMBER)
"""Kinds of fields of which most numbers that could be written do not exist."""


@dataclass(frozen=True)
class Knowledge:
    """The lists that readings are held against."""

    places: Places
    names: Names
    own: Callable[[TemplateField], WordTree | None] = lambda _field: None
    """The words of a city's own that come up in a field, without spaces; None where there is no list."""


def proposed_texts(field: TemplateField, text: str, at: Alternatives, knowledge: Knowledge) -> list[str]:
    """Texts as long as ``text`` that lists hold and the ink at its places may be."""
    if own := knowledge.own(field):
        return [word for word, _score in own.fitting(at, _MOST)]
    if field.type is FieldType.NAME:
        names = knowledge.names
        found = _names(text, at, names.surnames.written, names.given.written)
        return [*found, *(other for name in (text, *found[:2]) for other in spellings(name))]
    if field.type is FieldType.KANA:
        names = knowledge.names
        return _names(text, at, names.surnames.readings, names.given.readings)
    if field.type is FieldType.ADDRESS:
        return [place + text[len(place) :] for place in knowledge.places.fitting(at)]
    return []


def _names(text: str, at: Alternatives, surnames: WordTree, given: WordTree) -> list[str]:
    """A listed surname with a listed given name or with the rest as read, and the other way round."""
    found: dict[str, float] = {}
    for cut in range(1, len(at)):
        heads, tails = surnames.fitting(at[:cut]), given.fitting(at[cut:])
        heads.append((text[:cut], below_best(at[:cut], text[:cut])))
        tails.append((text[cut:], below_best(at[cut:], text[cut:])))
        for head, first in heads:
            for tail, second in tails:
                found[head + tail] = max(found.get(head + tail, -99.0), first + second)
    return sorted(found, key=lambda one: -found[one])[:_MOST]


def parted(field: TemplateField, text: str, knowledge: Knowledge) -> list[str]:
    """A name without a space as each pair of a listed surname and a listed given name that it is."""
    cuts = [f"{text[:cut]} {text[cut:]}" for cut in range(1, len(text))]
    return [one for one in cuts if worth(field, one, knowledge) >= LISTED_NAME]


def worth(field: TemplateField, value: str | None, knowledge: Knowledge) -> float:
    """How much likelier (natural logarithm, 0 or more) ``value`` is for what lists and check digits say of it."""
    if value is None:
        return 0.0
    if own := knowledge.own(field):
        return _OWN_LIST if value.replace(" ", "") in own.words else 0.0
    kind = field.type
    if kind is FieldType.NAME:
        return _worth_of_name(value, knowledge.names.surnames.lists, knowledge.names.given.lists)
    if kind is FieldType.KANA:
        readings = [part.readings.words for part in (knowledge.names.surnames, knowledge.names.given)]
        return _worth_of_name(value, readings[0].__contains__, readings[1].__contains__)
    if kind is FieldType.ADDRESS:
        return _worth_of_address(value, knowledge.places)
    if kind is FieldType.POSTAL_CODE:
        return _EXISTING_CODE if value in knowledge.places.by_code else 0.0
    holds = (kind is FieldType.MY_NUMBER and in_.is_valid(value)) or (
        kind is FieldType.CORPORATE_NUMBER and cn.is_valid(value)
    )
    return _CHECK_DIGIT if holds else 0.0


def _worth_of_name(value: str, surname: Callable[[str], bool], given: Callable[[str], bool]) -> float:
    head, _space, tail = value.partition(" ")
    cuts = [(head, tail)] if tail else [(value[:cut], value[cut:]) for cut in range(1, len(value))]
    return max((_LISTED_SURNAME * surname(one) + _LISTED_GIVEN * given(two) for one, two in cuts), default=0.0)


def _worth_of_address(value: str, places: Places) -> float:
    known = places.known(value)
    if not known:
        return 0.0
    return _TOWN if known not in places.towns else _CITY
