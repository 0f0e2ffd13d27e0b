"""What an hour of staff time costs: by fiscal year and kind of staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class YearCost(Protocol):
    """One unit cost as dxrobot.toml states it."""

    @property
    def fiscal_year(self) -> int:
        """年度, April to March."""

    @property
    def yen_per_hour(self) -> int:
        """Yen an hour."""

    @property
    def source(self) -> str:
        """Where it comes from."""

    @property
    def staff(self) -> str:
        """The kind of staff (職員の区分); empty for all that have none of their own."""


def yen_per_hour(costs: Iterable[YearCost], year: int, staff: str = "") -> int | None:
    """The unit cost of ``year`` for that kind of staff, or else the one for all; None where none is stated."""
    of_year = {cost.staff: cost.yen_per_hour for cost in reversed(tuple(costs)) if cost.fiscal_year == year}
    return of_year.get(staff, of_year.get(""))
