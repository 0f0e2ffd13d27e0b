"""The ledger as one HTML page that needs nothing else: no script, no network, readable on paper and aloud."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dxrobot.i18n import _, language
from dxrobot.japanese.wareki import format_wareki
from dxrobot.ledger import figures
from dxrobot.ledger.posting import By, total_by
from dxrobot.ledger.report import Report
from dxrobot.ledger.summary import Summary
from dxrobot.reports.bars import CHART_WIDTH, MOST_JOBS, chart_height, job_bars
from dxrobot.sheets.safe_write import safe_write

_TEMPLATE = "ledger_page.html.j2"


def write_ledger_page(path: Path, report: Report) -> None:
    """Write the page at ``path``; raises :class:`~dxrobot.errors.InputError` when the file cannot be written."""
    page = ledger_page(report).encode()

    def render(file: BinaryIO) -> None:
        file.write(page)

    safe_write(path, render)


def ledger_page(report: Report) -> str:
    """The page as HTML; everything that comes from the ledger is escaped."""
    names = report.overview.by(By.DEPARTMENT)
    sections = zip(names, report.departments, strict=True)
    return (
        _environment()
        .get_template(_TEMPLATE)
        .render(
            language=language(),
            report=report,
            total=report.overview.total,
            made_on=format_wareki(report.made_on),
            bars=job_bars(report.overview.by(By.JOB)),
            departments=[(section, job_bars(_jobs_of(report, name))) for name, section in sections],
            chart_width=CHART_WIDTH,
            most_jobs=MOST_JOBS,
            chart_height=chart_height,
        )
    )


def _jobs_of(report: Report, department: str) -> Mapping[str, Summary]:
    totals = report.overview.totals
    return total_by({group: total for group, total in totals.items() if group.department == department}, By.JOB)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_, figures=figures)
    return environment
