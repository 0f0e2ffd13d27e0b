"""What was read from a page: readings of its fields, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Value = str | bool | None
"""A field's value in normal form: text, a check box's state, or nothing."""


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

    def evolve(self, **changes: Any) -> Reading:
        """A copy with ``changes``."""
        return replace(self, **changes)

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


@dataclass(frozen=True, slots=True)
class Form:
    """One page of a file: the form it was recognised as and its readings, or why it could not be read."""

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

    def evolve(self, **changes: Any) -> Form:
        """A copy with ``changes``."""
        return replace(self, **changes)

    def reading(self, field: str) -> Reading:
        """The reading of ``field``; KeyError if the form has none."""
        for reading in self.readings:
            if reading.field == field:
                return reading
        raise KeyError(field)

    @property
    def doubtful(self) -> tuple[Reading, ...]:
        """Readings that wait for a person."""
        return tuple(reading for reading in self.readings if reading.status is Status.REVIEW)

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
