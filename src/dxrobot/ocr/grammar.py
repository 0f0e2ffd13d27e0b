"""Grammar: how dates, numbers and codes may be written, as automata that a beam follows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dxrobot.ocr.template import FieldType, TemplateField

DIGITS = "0123456789"
_ERAS = ("明治", "大正", "昭和", "平成", "令和")
State = frozenset[tuple[int, int, int]]
"""Where the writing may stand: alternative, token of it, how often that token was used."""


@dataclass(frozen=True, slots=True)
class Token:
    """From ``least`` to ``most`` of these characters in a row."""

    characters: frozenset[str]
    least: int = 1
    most: int = 1


@dataclass(frozen=True)
class Grammar:
    """Ways of writing, each a row of tokens."""

    ways: tuple[tuple[Token, ...], ...]
    _next: dict[tuple[State, str], State] = field(default_factory=dict, compare=False)

    def start(self) -> State:
        """Where every writing begins."""
        return frozenset(place for way in range(len(self.ways)) for place in self._reached(way, 0, 0))

    def after(self, state: State, character: str) -> State:
        """Where ``character`` leads; empty when it cannot follow."""
        known = self._next.get((state, character))
        if known is None:
            known = frozenset(
                place
                for way, token, used in state
                if token < len(self.ways[way]) and character in self.ways[way][token].characters
                for place in self._reached(way, token, used + 1)
            )
            self._next[state, character] = known
        return known

    def ends(self, state: State) -> bool:
        """Whether the writing may end here."""
        return any(token == len(self.ways[way]) for way, token, _used in state)

    def holds(self, text: str) -> bool:
        """Whether ``text`` is written by this grammar from its beginning to its end."""
        state = self.start()
        for character in text:
            state = self.after(state, character)
        return self.ends(state)

    def _reached(self, way: int, token: int, used: int) -> list[tuple[int, int, int]]:
        """This place and those behind it that need no further character."""
        tokens = self.ways[way]
        if token == len(tokens):
            return [(way, token, 0)]
        reached = [(way, token, used)] if used < tokens[token].most else []
        return reached + (self._reached(way, token + 1, 0) if used >= tokens[token].least else [])


def grammar_of(field: TemplateField) -> Grammar | None:
    """How ``field`` may be written; None where anything may stand, or where the template has characters of its own."""
    if field.charset:
        return None
    return _grammar(field.type, field.length or (len(field.boxes) if field.boxes else 0))


@lru_cache(maxsize=64)
def _grammar(kind: FieldType, length: int) -> Grammar | None:
    if kind in _DIGITS_ONLY:
        return Grammar(((_digits(length, length) if length else _digits(1, 20),),))
    make = _MADE.get(kind)
    return Grammar(tuple(make())) if make else None


def _digits(least: int, most: int) -> Token:
    return Token(frozenset(DIGITS), least, most)


def _one(characters: str, least: int = 1) -> Token:
    return Token(frozenset(characters), least, 1)


def _word(text: str) -> tuple[Token, ...]:
    return tuple(_one(character) for character in text)


_YEAR = Token(frozenset(DIGITS), 1, 2)
_MONTH_DAY = (_one("年"), Token(frozenset(DIGITS), 1, 2), _one("月"), Token(frozenset(DIGITS), 1, 2), _one("日", 0))


def _dates() -> Sequence[tuple[Token, ...]]:
    heads = [*(_word(era) for era in _ERAS), (_one("MTSHR"),)]
    years = [(*head, year) for head in heads for year in (_YEAR, _one("元"))] + [(_digits(4, 4),)]
    points = [
        (_one(sign), Token(frozenset(DIGITS), 1, 2), _one(sign), Token(frozenset(DIGITS), 1, 2)) for sign in "./-"
    ]
    return [(*year, *rest) for year in years for rest in (_MONTH_DAY, *points)] + [(_digits(8, 8),)]


def _phones() -> Sequence[tuple[Token, ...]]:
    # 電気通信番号計画: behind the prefix 0 no area and no service begins with another 0.
    area, middle, last = (_one("0"), _one("123456789"), _digits(0, 3)), _digits(1, 4), _digits(3, 4)
    return [
        (_one("0"), _one("123456789"), _digits(8, 9)),
        (*area, _one("-"), middle, _one("-"), last),
        (*area, _one("("), middle, _one(")"), last),
        (_one("("), *area, _one(")"), middle, _one("-"), last),
    ]


def _postal_codes() -> Sequence[tuple[Token, ...]]:
    return [(_one("〒", 0), _digits(3, 3), _one("-", 0), _digits(4, 4))]


def _amounts() -> Sequence[tuple[Token, ...]]:
    groups = [(_digits(1, 3), *[_one(","), _digits(3, 3)] * count) for count in range(1, 5)]
    bodies = [(_digits(1, 12),), *groups]
    return [(_one("¥金", 0), *body, _one("円-", 0), _one("也", 0)) for body in bodies]


_DIGITS_ONLY = (
    FieldType.DIGITS,
    FieldType.MY_NUMBER,
    FieldType.CORPORATE_NUMBER,
    FieldType.BANK_ACCOUNT,
)
_MADE = {
    FieldType.DATE: _dates,
    FieldType.PHONE: _phones,
    FieldType.POSTAL_CODE: _postal_codes,
    FieldType.AMOUNT: _amounts,
}
