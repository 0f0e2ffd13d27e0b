"""Minutes that people still spend on a run: their work is counted, what it costs is a stated assumption."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import Field

from dxrobot.definition import Definition
from dxrobot.ledger.baseline import Minutes

HUNDREDTH = Decimal("0.01")

Seconds = Minutes
"""Seconds as people write them: the same kind of number."""


def minutes_of(seconds: Decimal) -> Decimal:
    """``seconds`` in minutes, rounded half up to a hundredth (0.6 s): every figure of the ledger can be recounted."""
    return (seconds / 60).quantize(HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class HumanMinutes:
    """Minutes of people's time in one run, by kind."""

    preparing: Decimal = Decimal(0)
    checking: Decimal = Decimal(0)
    correcting: Decimal = Decimal(0)
    exceptions: Decimal = Decimal(0)
    recovering: Decimal = Decimal(0)
    estimated: bool = False
    """True when any of these minutes is an assumption (見積) and was not measured."""

    def __post_init__(self) -> None:
        for minutes in self.by_kind:
            if not (minutes.is_finite() and minutes >= 0):
                raise ValueError("human minutes are never negative")

    @property
    def by_kind(self) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal]:
        """Minutes of preparing, checking, correcting, handling exceptions and recovering, in this order."""
        return (self.preparing, self.checking, self.correcting, self.exceptions, self.recovering)

    @property
    def total(self) -> Decimal:
        """All kinds together."""
        return sum(self.by_kind, Decimal(0))

    def __add__(self, other: HumanMinutes) -> HumanMinutes:
        return HumanMinutes(
            self.preparing + other.preparing,
            self.checking + other.checking,
            self.correcting + other.correcting,
            self.exceptions + other.exceptions,
            self.recovering + other.recovering,
            self.estimated or other.estimated,
        )


NO_HUMAN_MINUTES = HumanMinutes()


@dataclass(frozen=True, slots=True)
class HumanWork:
    """How often a person had to act in one run."""

    fields_checked: int = 0
    fields_corrected: int = 0
    """Those of the checked fields whose value the person changed."""
    exception_items: int = 0
    """Items that went to a person as a business error."""
    review_seconds: Decimal = Decimal(0)
    """Measured time of fields that were checked beside those counted above, correcting included."""
    recovered_items: int = 0
    """Items whose entry was unknown after a failure, looked up in the target system by a person."""


class Assumptions(Definition):
    """What a person's acts are assumed to cost where nothing measures them; shown as 見積 wherever they count.

    Every kind must be stated, a zero too: a kind left out would flatter the hours saved.
    """

    prepare_minutes_per_batch: Minutes
    """Collecting, scanning and starting, a run."""
    review_seconds_per_field: Seconds
    """Looking at one doubtful field."""
    correct_seconds_per_field: Seconds
    """Typing another value, on top of looking."""
    exception_minutes_per_item: Minutes
    """Handling one record that could not be entered."""
    recovery_minutes_per_item: Minutes
    """Looking up one record after a failure."""
    basis: Annotated[str, Field(min_length=1)]
    """Where these figures come from, as a sentence."""

    def minutes(self, work: HumanWork) -> HumanMinutes:
        """The minutes that ``work`` is assumed to have cost in one run."""
        return HumanMinutes(
            preparing=self.prepare_minutes_per_batch,
            checking=minutes_of(self.review_seconds_per_field * work.fields_checked + work.review_seconds),
            correcting=minutes_of(self.correct_seconds_per_field * work.fields_corrected),
            exceptions=self.exception_minutes_per_item * work.exception_items,
            recovering=self.recovery_minutes_per_item * work.recovered_items,
            estimated=True,
        )
