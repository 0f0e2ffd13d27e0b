"""The list of runs, page by page: each is found from where the one before it ended, never by counting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from dxrobot.console.access import runs_of
from dxrobot.console.models import User
from dxrobot.console.run_lines import RunLine, run_lines
from dxrobot.items import Mode, RunStatus
from dxrobot.japanese.wareki import JAPAN

_PAGE = 30


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person looks for; empty for everything."""

    day: str = ""
    scenario: str = ""
    mode: str = ""
    status: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> Filters:
        """What an address asks for; what cannot be looked for is left out."""
        day, mode, status = asked.get("day", ""), asked.get("mode", ""), asked.get("status", "")
        return cls(
            day if _day(day) else "",
            asked.get("scenario", "")[:100],
            mode if mode in set(Mode) else "",
            status if status in set(RunStatus) else "",
        )

    @property
    def any(self) -> bool:
        """Whether anything is looked for."""
        return any((self.day, self.scenario, self.mode, self.status))

    def query(self, **more: object) -> str:
        """The same in an address."""
        told: Mapping[str, object] = {
            "day": self.day, "scenario": self.scenario, "mode": self.mode, "status": self.status, **more
        }  # fmt: skip
        return urlencode({name: value for name, value in told.items() if value})


_YEARS = range(2000, 2200)
"""In which runs can have been."""


@dataclass(frozen=True, slots=True)
class RunPage:
    """One page of the list."""

    lines: list[RunLine]
    older: int | None
    """Where the next page begins; None at the end."""


def run_page(person: User, filters: Filters, before: int | None) -> RunPage:
    """The newest runs that ``person`` sees, or those before the run of number ``before``."""
    runs = runs_of(person).order_by("-id")
    if day := _day(filters.day):
        begin = datetime.combine(day, time(), JAPAN)
        runs = runs.filter(started_at__gte=begin, started_at__lt=begin + timedelta(days=1))
    if filters.scenario:
        runs = runs.filter(scenario=filters.scenario)
    if filters.mode:
        runs = runs.filter(mode=filters.mode)
    if filters.status:
        runs = runs.filter(status=filters.status)
    if before is not None:
        runs = runs.filter(id__lt=before)
    found = list(runs[: _PAGE + 1])
    older = found[_PAGE - 1].pk if len(found) > _PAGE else None
    return RunPage(run_lines(found[:_PAGE]), older)


def _day(written: str) -> date | None:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if found.year in _YEARS else None
