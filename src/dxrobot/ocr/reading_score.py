"""Reading score: how many fields were read right against a truth, with the interval that chance leaves. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dxrobot.ocr.reading import Form, Reading, Status, Value
from dxrobot.ocr.template import TemplateField

_Z = 1.959964
"""95 % of a normal distribution lie within so many standard deviations."""


@dataclass(frozen=True)
class Share:
    """``count`` of ``of``, and the 95 % interval of the share (Wilson, JASA 1927)."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound; 0 to 1 of nothing."""
        if not self.of:
            return 0.0, 1.0
        share, square = self.count / self.of, _Z * _Z
        middle = (share + square / (2 * self.of)) / (1 + square / self.of)
        reach = _Z / (1 + square / self.of) * math.sqrt(share * (1 - share) / self.of + square / (4 * self.of**2))
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True)
class Tally:
    """Counts of one field over all forms."""

    all: int = 0
    right: int = 0
    accepted: int = 0
    """Of all, those that no person needs to look at."""
    wrong: int = 0
    """Of the accepted, those that are not what was written."""

    def plus(self, right: bool, accepted: bool) -> Tally:
        """With one more reading."""
        return replace(
            self,
            all=self.all + 1,
            right=self.right + right,
            accepted=self.accepted + accepted,
            wrong=self.wrong + (accepted and not right),
        )

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.all + other.all,
            self.right + other.right,
            self.accepted + other.accepted,
            self.wrong + other.wrong,
        )

    def as_json(self) -> dict[str, object]:
        """Counts, shares and intervals by their names."""
        shares = {
            "right": Share(self.right, self.all),
            "accepted": Share(self.accepted, self.all),
            "accepted_wrong": Share(self.wrong, self.accepted),
        }
        told = {
            name: {"count": one.count, "share": one.value, "interval_95": list(one.interval)}
            for name, one in shares.items()
        }
        return {"fields": self.all, **told}


def score(forms: Iterable[tuple[Form, Mapping[str, Value]]], fields: Iterable[TemplateField]) -> dict[str, Tally]:
    """By field, how the readings of ``forms`` compare with what stands on them; what the truth does not tell is left.

    A table is right when all its rows are.
    """
    tallies = {field.name: Tally() for field in fields}
    for form, truth in forms:
        readings = {reading.field: reading for reading in form.readings}
        for name, wanted in truth.items():
            if name in tallies:
                right, accepted = _judged(readings.get(name), wanted)
                tallies[name] = tallies[name].plus(right, accepted)
    return tallies


def _judged(reading: Reading | None, wanted: Value) -> tuple[bool, bool]:
    """Whether a reading is right and is accepted; a form that was not read at all has neither."""
    if reading is None:
        return False, False
    return (reading.value or None) == (wanted or None), reading.status is not Status.REVIEW
