"""One ledger entry: what a run saved, net of the time that people spent on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dxrobot.items import Mode
from dxrobot.japanese.wareki import fiscal_year
from dxrobot.ledger.baseline import Baseline, BaselineSource
from dxrobot.ledger.human import NO_HUMAN_MINUTES, HumanMinutes
from dxrobot.ledger.kinds import Tool

KindCounts = tuple[tuple[str, int], ...]
"""Kinds of item with how many of each there are, in the order of their names."""

TENTH = Decimal("0.1")
_FINEST = Decimal("0.0001")
"""Minutes are kept to four decimals everywhere."""


def finest(minutes: Decimal) -> Decimal:
    """``minutes`` rounded half up to the four decimals that the ledger keeps."""
    return minutes.quantize(_FINEST, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """What the ledger needs to know of a run that has ended."""

    run: str
    job: str
    department: str
    scenario: str
    phase: str
    """試行, 実証 or 本番; for reporting only."""
    mode: Mode
    day: date
    """The day on which the run ended, in Japan: it decides the baseline and the fiscal year."""
    items_done: int
    """Items whose entry the target system confirmed in this run; skipped and failed ones are not among them."""
    robot_seconds: Decimal
    tool: Tool = Tool.RPA
    items_by_kind: KindCounts = ()
    """How many of ``items_done`` are of which kind; those of no kind are not among them."""


@dataclass(frozen=True, slots=True)
class AppliedBaseline:
    """The part of a baseline that an entry keeps: the minutes and how they are known, without who measured them."""

    minutes_per_item: Decimal
    minutes_per_batch: Decimal
    source: BaselineSource
    samples: int | None
    valid_from: date
    margin_per_item: Decimal = Decimal(0)
    """Half the 95 % range of the minutes an item; 0 where they were not measured by sample."""
    overtime_percent: Decimal = Decimal(0)
    """The part of the work by hand that was done outside office hours (時間外)."""
    kinds: tuple[tuple[str, Decimal], ...] = ()
    """Minutes an item by kind; ``minutes_per_item`` holds for all others."""

    @classmethod
    def of(cls, baseline: Baseline) -> AppliedBaseline:
        """What an entry keeps of ``baseline``."""
        return cls(
            baseline.minutes_per_item,
            baseline.minutes_per_batch,
            baseline.source,
            baseline.samples,
            baseline.valid_from,
            baseline.margin_per_item,
            baseline.overtime_percent,
            tuple(sorted(baseline.kinds.items())),
        )

    def gross_minutes(self, items: int, by_kind: KindCounts = ()) -> Decimal:
        """Minutes that people would have needed for ``items`` in one batch, some of them of a kind; 0 for no items."""
        if not items:
            return Decimal(0)
        others = items - sum(count for _kind, count in by_kind)
        of_kinds = sum((self.minutes_of(kind) * count for kind, count in by_kind), Decimal(0))
        return of_kinds + self.minutes_per_item * others + self.minutes_per_batch

    def minutes_of(self, kind: str) -> Decimal:
        """Minutes an item of ``kind``."""
        return dict(self.kinds).get(kind, self.minutes_per_item)

    def overtime_of(self, gross_minutes: Decimal) -> Decimal:
        """The part of ``gross_minutes`` that was done outside office hours."""
        return finest(gross_minutes * self.overtime_percent / 100)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What one run saved. Append-only; holds keys and figures, no personal data."""

    run: str
    job: str
    department: str
    scenario: str
    phase: str
    mode: Mode
    day: date
    fiscal_year: int
    """年度, April to March, of ``day``."""
    items_confirmed: int
    baseline: AppliedBaseline
    gross_minutes: Decimal
    human: HumanMinutes
    saved_minutes: Decimal
    """gross − human; may be negative and is never clamped."""
    yen_per_hour: int | None
    """Unit cost of the fiscal year; None when the workspace states none, and then no yen are claimed."""
    saved_yen: int | None
    robot_seconds: Decimal
    """Nobody's working time: shown beside the hours and never subtracted or added."""
    tool: Tool = Tool.RPA
    items_by_kind: KindCounts = ()
    """How many of ``items_confirmed`` are of which kind of the baseline; the others are of none."""
    overtime_minutes: Decimal = Decimal(0)
    """The part of ``saved_minutes`` outside office hours (時間外): by hand that part of the gross minutes was done
    then; people's minutes beside a robot count as office hours."""

    @property
    def margin_minutes(self) -> Decimal:
        """Half the 95 % range of ``gross_minutes``: minutes an item by kind were not timed by sample."""
        return self.baseline.margin_per_item * (self.items_confirmed - sum(count for _, count in self.items_by_kind))

    @property
    def counts(self) -> bool:
        """Whether this run could save anything: trial and dry runs cannot."""
        return self.mode is Mode.PRODUCTION

    @property
    def estimated(self) -> bool:
        """Whether a figure behind ``saved_minutes`` is an assumption (見積)."""
        return self.counts and (self.human.estimated or self.baseline.source is not BaselineSource.MEASURED)


def name_of_attempt(run: str, attempt: int) -> str:
    """What an entry calls an attempt of a run: the run's name, from the second attempt on with its number."""
    return run if attempt == 1 else f"{run}#{attempt}"


def yen_of(minutes: Decimal, yen_per_hour: int) -> int:
    """Money for ``minutes``, rounded half up (四捨五入, away from zero below it) to the yen, once an entry.

    Totals add these whole yen up, so that the rows of a table always give its last line.
    """
    return int((minutes * yen_per_hour / 60).quantize(Decimal(1), ROUND_HALF_UP))


def settle_entry(run: FinishedRun, baseline: Baseline, human: HumanMinutes, yen_per_hour: int | None) -> LedgerEntry:
    """The entry of ``run``: saved = baseline × confirmed items − human minutes.

    A trial or dry run saves nothing and costs the job nothing: its items and its human minutes belong to building
    the scenario. In production the minutes that people spent count even when no item was confirmed, so a run that
    failed shows as a loss.
    """
    counted = run.mode is Mode.PRODUCTION
    items = run.items_done if counted else 0
    by_kind = run.items_by_kind if counted else ()
    spent = human if counted else NO_HUMAN_MINUTES
    applied = AppliedBaseline.of(baseline)
    gross = applied.gross_minutes(items, by_kind)
    saved = gross - spent.total
    return LedgerEntry(
        run=run.run,
        job=run.job,
        department=run.department,
        scenario=run.scenario,
        phase=run.phase,
        mode=run.mode,
        day=run.day,
        fiscal_year=fiscal_year(run.day),
        items_confirmed=items,
        baseline=applied,
        gross_minutes=gross,
        human=spent,
        saved_minutes=saved,
        yen_per_hour=yen_per_hour,
        saved_yen=None if yen_per_hour is None else yen_of(saved, yen_per_hour),
        robot_seconds=run.robot_seconds.quantize(TENTH, ROUND_HALF_UP),
        tool=run.tool,
        items_by_kind=by_kind,
        overtime_minutes=applied.overtime_of(gross),
    )
