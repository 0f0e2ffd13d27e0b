"""What the fields of one form say about one another."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dxrobot.definition import Definition


class DatePartsRule(Definition):
    """Era, year, month and day in fields of their own must together be a day that exists."""

    rule: Literal["date_parts"]
    era: str
    year: str
    month: str
    day: str


class PostalAddressRule(Definition):
    """A postal code and the address it should lead to."""

    rule: Literal["postal_address"]
    postal: str
    address: str


class KanaNameRule(Definition):
    """Furigana and the name it should be a reading of."""

    rule: Literal["kana_name"]
    kana: str
    name: str


class SumRule(Definition):
    """A total and the amounts it is the sum of."""

    rule: Literal["sum"]
    total: str
    parts: Annotated[tuple[str, ...], Field(min_length=1)]
    """Fields, or ``table.column`` for a column of a table."""


class OneOfRule(Definition):
    """Fields of which at least one must be filled in (電話番号 or 携帯電話)."""

    rule: Literal["one_of"]
    fields: Annotated[tuple[str, ...], Field(min_length=2)]


class DateOrderRule(Definition):
    """A period: its last day may not lie before its first."""

    rule: Literal["date_order"]
    start: str
    end: str


Rule = Annotated[
    DatePartsRule | PostalAddressRule | KanaNameRule | SumRule | OneOfRule | DateOrderRule,
    Field(discriminator="rule"),
]


def fields_of(rule: Definition) -> tuple[str, ...]:
    """The names of fields, or ``table.column``, that a rule speaks of."""
    values = [value for key, value in rule if key != "rule"]
    return tuple(name for value in values for name in ((value,) if isinstance(value, str) else value))
