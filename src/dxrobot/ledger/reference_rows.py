"""Rows of people's files that are no entries: published figures, costs, targets, staff, building and upkeep."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dxrobot.i18n import _
from dxrobot.ledger.costs import Cost, CostKind, ShareBy
from dxrobot.ledger.kpi import Direction, Kpi, Measure
from dxrobot.ledger.process import Decision, ProcessReview
from dxrobot.ledger.published import PublishedJob, PublishedPlan, PublishedUnitCost
from dxrobot.ledger.row_reading import RowReading
from dxrobot.ledger.workforce import HOURS_A_PERSON_YEAR, UpkeepHours, UpkeepKind, Workforce

_ZERO = Decimal(0)
_BETWEEN_JOBS = re.compile(r"[、,;\n]")


def _as_written(word: StrEnum) -> str:
    return word.value


def published_job(row: RowReading) -> PublishedJob:
    """A published job; the department may be blank."""
    before = row.amount("before_min") or _ZERO
    if row.has("before_min") and not before:
        row.wrong("before_min", _("0 分から減らすことはできません。導入前の時間を確かめてください。"))
    return PublishedJob(
        city=row.text("city"),
        department=row.text("department", required=False),
        job=row.text("job"),
        items=row.whole("items", required=False),
        before_minutes=before,
        after_minutes=row.amount("after_min") or _ZERO,
        published_hours=row.amount("published_hours", required=False, below_zero=True),
        published_percent=row.amount("published_percent", required=False, below_zero=True),
        basis=row.text("basis", required=False),
        source=row.text("source"),
    )


def published_unit_cost(row: RowReading) -> PublishedUnitCost:
    """A published unit cost."""
    hours = row.amount("hours") or _ZERO
    if row.has("hours") and not hours:
        row.wrong("hours", _("0 時間では割れません。"))
    return PublishedUnitCost(
        organisation=row.text("organisation"),
        yen=row.whole("yen") or 0,
        hours=hours,
        published_yen_per_hour=row.amount("yen_per_hour", required=False),
        kind=row.text("kind", required=False),
        source=row.text("source"),
    )


def published_plan(row: RowReading) -> PublishedPlan:
    """A published plan."""
    done, measures = row.whole("measures_done") or 0, row.whole("measures") or 0
    if done > measures:
        row.wrong("measures_done", _("施策の数({measures})より多くなっています。").format(measures=measures))
    return PublishedPlan(
        city=row.text("city"),
        plan=row.text("plan"),
        hours=row.amount("hours") or _ZERO,
        yen_per_hour=row.whole("yen_per_hour") or 0,
        initial_yen=row.whole("initial_yen") or 0,
        running_yen=row.whole("running_yen") or 0,
        measures_done=done,
        measures=measures,
        published_benefit_yen=row.amount("published_benefit", required=False, below_zero=True),
        published_net_yen=row.amount("published_net", required=False, below_zero=True),
        published_ratio=row.amount("published_ratio", required=False, below_zero=True),
        published_percent=row.amount("published_percent", required=False),
        basis=row.text("basis", required=False),
        source=row.text("source"),
    )


def cost(row: RowReading) -> Cost:
    """A cost; several jobs are set apart by 、 or a line break, none means all jobs of the year."""
    return Cost(
        fiscal_year=row.fiscal_year("fiscal_year") or 0,
        kind=row.choice("kind", CostKind, _as_written) or CostKind.INITIAL,
        name=row.text("name"),
        yen=row.whole("yen") or 0,
        share_by=row.choice("share_by", ShareBy, _as_written) or ShareBy.EQUAL,
        jobs=cost_jobs(row),
        note=row.text("note", required=False),
    )


def cost_jobs(row: RowReading) -> tuple[str, ...]:
    """The jobs that a cost names, each once."""
    jobs = (name.strip() for name in _BETWEEN_JOBS.split(row.text("jobs", required=False)))
    return tuple(dict.fromkeys(name for name in jobs if name))


def kpi(row: RowReading) -> Kpi:
    """A target; 手入力 needs no actual value as long as nobody knows it."""
    return Kpi(
        name=row.text("name"),
        unit=row.text("unit"),
        measure=row.choice("measure", Measure, _as_written) or Measure.STATED,
        direction=row.choice("direction", Direction, _as_written) or Direction.AT_LEAST,
        baseline_year=row.fiscal_year("baseline_year") or 0,
        baseline=row.amount("baseline", below_zero=True) or _ZERO,
        target_year=row.fiscal_year("target_year") or 0,
        target=row.amount("target", below_zero=True) or _ZERO,
        stated=row.amount("stated", required=False, below_zero=True),
    )


def workforce(row: RowReading) -> Workforce:
    """The staff of one fiscal year."""
    employees = row.whole("employees") or 0
    if row.has("employees") and not employees:
        row.wrong("employees", _("1 以上の数を書いてください。"))
    return Workforce(
        fiscal_year=row.fiscal_year("fiscal_year") or 0,
        employees=employees,
        hours_a_person=row.amount("hours_a_person", required=False) or HOURS_A_PERSON_YEAR,
        note=row.text("note", required=False),
    )


def upkeep(row: RowReading) -> UpkeepHours:
    """Hours of building or upkeep."""
    return UpkeepHours(
        fiscal_year=row.fiscal_year("fiscal_year") or 0,
        job=row.text("job"),
        kind=row.choice("kind", UpkeepKind, _as_written) or UpkeepKind.UPKEEP,
        hours=row.amount("hours") or _ZERO,
        note=row.text("note", required=False),
    )


def process_review(row: RowReading) -> ProcessReview:
    """What was found and decided about one job."""
    decided_on = row.day("decided_on")
    if not row.has("decided_on"):
        row.wrong("decided_on", _("空欄です。書いてください。"))
    return ProcessReview(
        job=row.text("job"),
        as_is=row.text("as_is"),
        to_be=row.text("to_be"),
        decision=row.choice("decision", Decision, _as_written) or Decision.DO_NOT,
        decided_on=decided_on or date.min,
        note=row.text("note", required=False),
    )
