"""Personal data and secrets made unreadable, by what kind of field they come from."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NoReturn

from dxrobot.spelling import Span, Spelled, folded

MASK = "●"


class Sensitive(StrEnum):
    """Classes of personal data; a field that has none of them is shown as it is."""

    NAME = "name"
    KANA = "kana"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    MY_NUMBER = "my_number"
    ACCOUNT = "account"
    OTHER = "other"


# Characters at the front that stay readable, so that a clerk can still tell two rows apart.
_KEPT = {Sensitive.NAME: 1, Sensitive.KANA: 1, Sensitive.ADDRESS: 3}


def mask(value: str, sensitive: Sensitive | None) -> str:
    """Hide ``value`` as its class demands; an empty value and an unclassified field stay as they are."""
    if sensitive is None or not value:
        return value
    kept = max(0, min(_KEPT.get(sensitive, 0), len(value.strip()) - 1))
    return value[:kept] + re.sub(r"\S", MASK, value[kept:])


class Secret:
    """A password or key that cannot be printed by accident; only :meth:`reveal` gives it away."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The secret itself, for the one action that types it."""
        return self._value

    def __repr__(self) -> str:
        return "••••"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format("••••", spec)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled")


class Redactor:
    """Remembers sensitive values seen in this process and removes them from any text that leaves it.

    A value is found in any width, with or without spaces and hyphens. Names are also remembered in their parts, and two
    characters are enough for them; these are removed only where they stand as a word of their own, so that a name like
    林一 does not blacken 山林一帯.
    """

    # Shorter values (a sex, a day of the month) would blacken half of every log line and identify nobody.
    SHORTEST = 3
    SHORTEST_NAME = 2

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._names: set[str] = set()

    @property
    def values(self) -> tuple[str, ...]:
        """Everything that was learnt."""
        return tuple(sorted(self._values | self._names))

    def learn(self, value: str, sensitive: Sensitive | str | None = None) -> None:
        """Remember one sensitive value of the class ``sensitive``."""
        whole = value.strip()
        if len(whole) >= self.SHORTEST:
            self._values.add(whole)
        if sensitive in (Sensitive.NAME, Sensitive.KANA):
            parts = {whole, *whole.split()}
            self._names |= {part for part in parts if len(folded(part)) >= self.SHORTEST_NAME}

    def scrub(self, text: str) -> str:
        """``text`` with every remembered value replaced by the mask."""
        spelled = Spelled(text)
        values, names = filter(spelled.may_hold, self._values), filter(spelled.may_hold, self._names)
        spans = [span for value in values for span in spelled.find(value)]
        spans += [span for name in names for span in spelled.find_word(name)]
        return _without(text, spans)


def _without(text: str, spans: list[Span]) -> str:
    """``text`` with each of ``spans`` replaced; those that overlap are one."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if start >= done:
            parts += [text[done:start], MASK * 3]
        done = max(done, end)
    return "".join((*parts, text[done:]))


redactor = Redactor()
