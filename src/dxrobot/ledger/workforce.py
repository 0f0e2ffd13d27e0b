"""Hours saved beside the number of people: hours an employee, and hours as persons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dxrobot.ledger.rates import Fraction

HOURS_A_PERSON_YEAR = Decimal("1860")
"""7 h 45 min a day (38 h 45 min a week, 一般職の職員の勤務時間、休暇等に関する法律 第5条第1項) × 240 days."""


@dataclass(frozen=True, slots=True)
class Workforce:
    """The staff of one fiscal year."""

    fiscal_year: int
    employees: int
    hours_a_person: Decimal = HOURS_A_PERSON_YEAR
    """Working hours of one person in a year."""
    note: str = ""

    def hours_an_employee(self, saved_minutes: Decimal) -> Fraction:
        """Saved hours divided by the number of employees."""
        return Fraction(saved_minutes / 60, Decimal(self.employees), Decimal(1))

    def persons(self, saved_minutes: Decimal) -> Fraction:
        """Saved hours divided by one person's hours of a year."""
        return Fraction(saved_minutes / 60, self.hours_a_person, Decimal(1))


class UpkeepKind(StrEnum):
    """What hours were spent for, in the word that staff write."""

    BUILDING = "開発"
    UPKEEP = "保守"


@dataclass(frozen=True, slots=True)
class UpkeepHours:
    """Hours that staff spent on building or mending the scenario of one job in one fiscal year."""

    fiscal_year: int
    job: str
    kind: UpkeepKind
    hours: Decimal
    note: str = ""
