"""The overview as JSON: plain numbers, each with the name that the words of the ledger give it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dxrobot.ledger.group_lines import GroupLine, group_lines
from dxrobot.ledger.job_lines import JobLine
from dxrobot.ledger.kpi import Progress
from dxrobot.ledger.overview import Overview, YearLine
from dxrobot.ledger.posting import By
from dxrobot.ledger.rates import Fraction
from dxrobot.ledger.summary import Summary, json_number


def overview_json(overview: Overview, by: By, groups: Mapping[str, Summary]) -> dict[str, Any]:
    """Everything, and the ``groups`` that it is told apart by: the object of ``ledger summary --json``."""
    total = overview.total
    return {
        **total.as_json(),
        "initial_yen": overview.cost.initial,
        "running_yen": overview.cost.running,
        "net_yen": None if total.yen is None else total.yen - overview.cost.total,
        "benefit_of_cost": None if total.yen is None else _hundredths(overview.benefit_of_cost),
        "jobs": [_figures(By.JOB, *each) for each in overview.by(By.JOB).items()],
        "by": by.value,
        "groups": [
            {**_figures(by, line.value, line.summary), **_cost(line)} for line in group_lines(overview, by, groups)
        ],
        "lines": list(map(_line, overview.jobs)),
        "years": list(map(_year, overview.years)),
        "kpis": list(map(_kpi, overview.kpis)),
    }


def _figures(by: By, value: str, summary: Summary) -> dict[str, Any]:
    return {by.value: value, **summary.as_json()}


def _cost(line: GroupLine) -> dict[str, Any]:
    """What a group cost; null where costs cannot be told apart."""
    ratio, months = line.benefit_of_cost, line.payback
    return {
        "cost_yen": None if line.cost is None else line.cost.total,
        "benefit_of_cost": None if ratio is None else _hundredths(ratio),
        "payback": None if months is None else str(months),
        "payback_months": None if months is None else months.months,
    }


def _line(line: JobLine) -> dict[str, Any]:
    return {
        "department": line.department,
        "job": line.job,
        "saved_hours": _tenths(line.summary.saved_hours),
        "kinds": [
            {"kind": kind, "items": total.items, "gross_minutes": json_number(total.gross_minutes)}
            for kind, total in sorted(line.kinds.items())
        ],
        "saved_yen": line.summary.yen,
        "initial_yen": line.cost.initial,
        "running_yen": line.cost.running,
        "building_hours": json_number(line.building_hours),
        "upkeep_hours": json_number(line.upkeep_hours),
        "benefit_of_cost": None if line.summary.yen is None else _hundredths(line.benefit_of_cost),
        "payback": None if line.payback is None else str(line.payback),
        "payback_months": None if line.payback is None else line.payback.months,
    }


def _year(line: YearLine) -> dict[str, Any]:
    saved, staff = line.summary.saved_minutes, line.workforce
    return {
        "year": line.year,
        "saved_hours": _tenths(line.summary.saved_hours),
        "saved_yen": line.summary.yen,
        "initial_yen": line.cost.initial,
        "running_yen": line.cost.running,
        "net_yen": line.net_yen,
        "hours_an_employee": None if staff is None else _hundredths(staff.hours_an_employee(saved)),
        "persons": None if staff is None else _hundredths(staff.persons(saved)),
    }


def _kpi(progress: Progress) -> dict[str, Any]:
    return {
        "kpi": progress.kpi.name,
        "unit": progress.kpi.unit,
        "target_year": progress.kpi.target_year,
        "target": json_number(progress.kpi.target),
        "actual": None if progress.actual is None else json_number(progress.actual),
        "reached": progress.reached,
        "progress_percent": None if progress.share is None else _hundredths(progress.share),
    }


def _hundredths(fraction: Fraction) -> int | float | None:
    rounded = fraction.rounded()
    return None if rounded is None else json_number(rounded)


def _tenths(amount: Decimal) -> int | float:
    return json_number(amount.quantize(Decimal("0.1"), ROUND_HALF_UP))
