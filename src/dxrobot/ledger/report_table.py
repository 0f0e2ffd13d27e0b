"""A table of a report: what it says, apart from whether it is drawn as a page or as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

Value = str | int | Decimal | None
"""None: there is nothing to tell, shown as a dash."""
Line = TypeVar("Line")


class Figure(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    COUNT = "count"
    AMOUNT = "amount"
    """Hours, minutes, seconds: one decimal."""
    YEN = "yen"
    PERCENT = "percent"
    """As a share: 0.785 is 78.5 %."""
    HUNDREDTHS = "hundredths"
    """A number with two decimals."""
    DIGITS = "digits"
    """A text of digits, kept as they were published."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its heading, what its values are, and its width in half-width characters."""

    label: str
    figure: Figure
    width: float


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: a row's values stand under the headings; ``total`` is the last line, where there is one."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: a sheet of the workbook, a chapter of the page."""

    title: str
    tables: tuple[ReportTable, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column(Generic[Line]):
    """One column of a table that is made of lines: its heading and the value of a line."""

    label: str
    figure: Figure
    width: float
    value: Callable[[Line], Value]


def table_of(
    title: str,
    columns: Sequence[Column[Line]],
    lines: Iterable[Line],
    total: Sequence[Value] | None = None,
    notes: Sequence[str] = (),
) -> ReportTable:
    """A table with a row a line."""
    return ReportTable(
        title,
        tuple(Heading(column.label, column.figure, column.width) for column in columns),
        tuple(tuple(column.value(line) for column in columns) for line in lines),
        None if total is None else tuple(total),
        tuple(notes),
    )
