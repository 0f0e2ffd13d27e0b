"""What was read from a page: readings of its fields, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Single = str | bool | None
"""One value in normal form: text, a check box's state, or nothing."""
Value = Single | list[dict[str, Single]]
"""A field's value: one, or of a table a list of its rows, each by column."""


class Status(StrEnum):
    """Whether a person must look at a reading."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Reading:
    """One field as read (``text``), in normal form (``value``), and the verdict on it."""

    field: str
    value: Value
    text: str
    confidence: float | None
    """Probability from 0 to 1 that the value is right; None until it is calibrated."""
    status: Status
    reason: str
    """Why a person must look, as a Japanese sentence; empty when accepted."""
    box: tuple[int, int, int, int]
    """x, y, width, height in pixels of the page as given."""
    candidates: tuple[str, ...] = ()
    crop: bytes = b""
    """The field's picture as PNG, for a person to look at."""
    settled_by: str = ""
    """Who settled a doubtful reading; empty when no person did."""
    cells: tuple[Reading, ...] = ()
    """Of a table: its cells, ``table.row.column``, row by row, without rows that are empty."""
    page: int = 0
    """Page of the file that it stands on, from 1; 0 where that page is missing."""
    turn: int = 0
    """By how many degrees clockwise (0, 90, 180, 270) the page as given must be turned to stand upright."""

    def evolve(self, **changes: Any) -> Reading:
        """A copy with ``changes``."""
        return replace(self, **changes)

    def of_cells(self, cells: tuple[Reading, ...]) -> Reading:
        """A table as ``cells`` have it: rows that hold nothing are dropped, and it is as doubtful as any of them."""
        rows: dict[str, list[Reading]] = {}
        for cell in cells:
            rows.setdefault(cell.field.split(".")[1], []).append(cell)
        kept = [row for row in rows.values() if not all(_holds_nothing(cell) for cell in row)]
        value: list[dict[str, Single]] = [
            {cell.field.split(".")[2]: _single(cell.value) for cell in row} for row in kept
        ]
        status = Status.ACCEPTED if value else Status.BLANK
        inside = tuple(cell for row in kept for cell in row)
        doubted = [cell for cell in inside if cell.status is Status.REVIEW]
        settled = next((cell.settled_by for cell in inside if cell.settled_by), "")
        return self.evolve(
            value=value or None,
            cells=inside,
            status=Status.REVIEW if doubted else status,
            reason=doubted[0].reason if doubted else "",
            settled_by="" if doubted else settled,
        )

    def as_json(self) -> dict[str, object]:
        """The shape of the contract, keyed by nothing: the field's name is the key above it."""
        return {
            "value": self.value,
            "text": self.text,
            "confidence": self.confidence,
            "status": self.status.value,
            "reason": self.reason,
            "box": list(self.box),
        }


def _holds_nothing(cell: Reading) -> bool:
    return cell.status is Status.BLANK or (
        cell.value is False and cell.status is Status.ACCEPTED and not cell.settled_by
    )


def _single(value: Value) -> Single:
    return None if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Form:
    """One page of a file: the form it was recognised as and its readings, or why it could not be read.

    Of a form of several pages all pages together; ``page`` is then the first of them.
    """

    file: str
    page: int
    """Page number from 1."""
    template: str | None = None
    registered: bool = False
    registration_px: float | None = None
    """Median distance of matched points after registration, in pixels of the blank."""
    error: str | None = None
    """Why this page could not be read, as a Japanese sentence."""
    readings: tuple[Reading, ...] = ()
    sheet: int = 1
    """Which page of the form ``page`` is, from 1."""

    def evolve(self, **changes: Any) -> Form:
        """A copy with ``changes``."""
        return replace(self, **changes)

    def reading(self, field: str) -> Reading:
        """The reading of ``field``, or of the cell ``table.row.column``; KeyError if the form has none."""
        for reading in (*self.readings, *self.plain_readings):
            if reading.field == field:
                return reading
        raise KeyError(field)

    @property
    def plain_readings(self) -> tuple[Reading, ...]:
        """Every reading that is settled by itself: in the place of a table its cells."""
        return tuple(one for reading in self.readings for one in (reading.cells or (reading,)))

    @property
    def doubtful(self) -> tuple[Reading, ...]:
        """Readings that wait for a person."""
        return tuple(reading for reading in self.plain_readings if reading.status is Status.REVIEW)

    def as_json(self) -> dict[str, object]:
        """The shape of ``ocr read --json`` (design: Contract)."""
        return {
            "file": self.file,
            "page": self.page,
            "template": self.template,
            "registered": self.registered,
            "registration_px": self.registration_px,
            "error": self.error,
            "fields": {reading.field: reading.as_json() for reading in self.readings},
        }
