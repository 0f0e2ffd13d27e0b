"""The bars of the ledger's chart: two a job, as long as the minutes they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dxrobot.ledger import figures
from dxrobot.ledger.summary import Summary

CHART_WIDTH = 760
_BAR_ROOM = 560
"""Width of the longest bar; the rest is for the figure at its end."""
_GROUP_HEIGHT = 84
MOST_JOBS = 20
"""Bars that a reader can still tell apart."""
_MINUTES_UP_TO = Decimal(600)
"""Longest bar, in minutes, up to which figures are minutes: tenths of an hour would hide a short check."""


@dataclass(frozen=True, slots=True)
class JobBars:
    """One job in the chart; lengths in units of the drawing, figures as people read them."""

    job: str
    top: int
    gross_width: float
    gross: str
    human_width: float
    human: str
    saved: str
    rate: str


def job_bars(by_job: Mapping[str, Summary]) -> tuple[JobBars, ...]:
    """The bars of the jobs whose hours before are known, the longest first, at most twenty, all on one scale."""
    counted = dict(
        sorted(
            ((job, total) for job, total in by_job.items() if total.gross_minutes),
            key=lambda line: line[1].gross_minutes,
            reverse=True,
        )[:MOST_JOBS]
    )
    longest = max((max(total.gross_minutes, total.human_minutes) for total in counted.values()), default=Decimal(0))
    figure = figures.minutes_text if longest <= _MINUTES_UP_TO else figures.hours
    scale = _BAR_ROOM / longest if longest else Decimal(0)
    return tuple(
        JobBars(
            job=job,
            top=index * _GROUP_HEIGHT,
            gross_width=round(float(total.gross_minutes * scale), 1),
            gross=figure(total.gross_minutes),
            human_width=round(float(total.human_minutes * scale), 1),
            human=figure(total.human_minutes),
            saved=figure(total.saved_minutes),
            rate=figures.percent(total.rate),
        )
        for index, (job, total) in enumerate(counted.items())
    )


def chart_height(bars: tuple[JobBars, ...]) -> int:
    """Height of the drawing that holds ``bars``."""
    return len(bars) * _GROUP_HEIGHT
