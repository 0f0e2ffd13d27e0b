"""What a month has saved, for the head of the first page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dxrobot.console.access import whole_city
from dxrobot.console.models import User
from dxrobot.store import ledger_rows


@dataclass(frozen=True, slots=True)
class Saved:
    """Minutes and items of one month, by the ledger."""

    minutes: Decimal
    items: int
    runs: int


def saved_this_month(person: User, today: date) -> Saved:
    """What the ledger says of the month of ``today``, for the person's department or for the whole city."""
    month = f"{today:%Y-%m}"
    minutes, items, runs = Decimal(0), 0, 0
    for group, total in ledger_rows.totals_of_month(month).items():
        if whole_city(person) or group.department == person.department:
            minutes, items, runs = minutes + total.saved_minutes, items + total.items, runs + total.runs
    return Saved(minutes, items, runs)


def saved_by_job(year: int) -> Mapping[tuple[str, str], Decimal]:
    """The minutes that each job saved in a fiscal year, by department and job."""
    return ledger_rows.saved_of_year(year)
