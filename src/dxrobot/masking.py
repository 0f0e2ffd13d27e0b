"""Personal data and secrets made unreadable, by what kind of field they come from."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NoReturn

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
    """Remembers sensitive values seen in this process and removes them from any text that leaves it."""

    # Shorter values (a sex, a day of the month) would blacken half of every log line and identify nobody.
    SHORTEST = 3

    def __init__(self) -> None:
        self._values: set[str] = set()

    def learn(self, value: str) -> None:
        """Remember one sensitive value, also as it looks without its spaces."""
        for form in (value.strip(), re.sub(r"\s", "", value)):
            if len(form) >= self.SHORTEST:
                self._values.add(form)

    def scrub(self, text: str) -> str:
        """``text`` with every remembered value replaced by the mask."""
        for value in sorted(self._values, key=len, reverse=True):
            text = text.replace(value, MASK * 3)
        return text


redactor = Redactor()
