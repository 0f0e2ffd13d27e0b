"""The ledger as a workbook: totals with charts, one sheet a department, the entries, and how it was counted."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.i18n import _
from dxrobot.japanese.wareki import format_wareki
from dxrobot.ledger import figures
from dxrobot.ledger.report import Report
from dxrobot.ledger.report_table import ReportTable, Section
from dxrobot.sheets.page import add_sheet, new_workbook, set_table
from dxrobot.sheets.report_sheet import ReportSheet
from dxrobot.sheets.safe_write import safe_write

_MOST_JOBS = 20
"""Bars that a reader can still tell apart."""
_BEFORE_COLOR, _AFTER_COLOR = "BFC9DA", "1F3864"
_ROW_CM = 0.53
_DAYS = 4
"""Columns of the entries that stay in sight."""


def write_ledger_book(path: Path, report: Report) -> None:
    """Write the workbook at ``path``; raises :class:`~dxrobot.errors.InputError` when it cannot be written."""
    safe_write(path, _workbook(report).save)


def ledger_book(report: Report) -> bytes:
    """The workbook as the content of a file."""
    content = BytesIO()
    _workbook(report).save(content)
    return content.getvalue()


def _workbook(report: Report) -> Workbook:
    workbook = new_workbook(report.title)
    _write_results(add_sheet(workbook, report.results.title), report)
    for section in report.others:
        _write_section(add_sheet(workbook, section.title), section)
    for section in report.departments:
        _write_department(add_sheet(workbook, section.title), section, report)
    return workbook


def headline(report: Report) -> str:
    """The report's figures in one line."""
    overview = report.overview
    total, cost = overview.total, overview.cost
    parts = [
        _("削減 {hours}").format(hours=figures.hours(total.saved_minutes)),
        _("率 {rate}").format(rate=figures.percent(total.rate)),
        _("金額 {yen}").format(yen=figures.yen(total.yen)),
        _("費用 {yen}").format(yen=figures.yen(cost.total)),
    ]
    if total.yen is not None:
        parts.append(_("差引 {yen}").format(yen=figures.yen(total.yen - cost.total)))
    return _("、").join(parts)


def _write_results(sheet: Worksheet, report: Report) -> None:
    section = report.results
    page = ReportSheet(sheet, section)
    made_on = _("{day}作成。").format(day=format_wareki(report.made_on))
    page.add_title(report.title, made_on + headline(report))
    (table,) = section.tables
    header = page.add_table(table)
    page.add_notes(section.notes)
    page.finish(extra_rows=_add_chart(sheet, table, header, page.next_row + 1))


def _write_section(sheet: Worksheet, section: Section) -> None:
    page = ReportSheet(sheet, section)
    page.add_title(section.title)
    for table in section.tables:
        header = page.add_table(table)
        if len(section.tables) == 1:
            set_table(sheet, header, header + len(table.rows), len(table.headings), frozen_columns=_DAYS)
    page.add_notes(section.notes)
    page.finish()


def _write_department(sheet: Worksheet, section: Section, report: Report) -> None:
    page = ReportSheet(sheet, section)
    page.add_title(section.title, report.title)
    (table,) = section.tables
    header = page.add_table(table)
    page.add_notes(section.notes)
    page.finish(extra_rows=_add_chart(sheet, table, header, page.next_row + 1))


def _add_chart(sheet: Worksheet, table: ReportTable, header: int, row: int) -> int:
    """A native chart of the hours before and after below the table, where some are known; the rows it takes."""
    labels = [heading.label for heading in table.headings]
    before = labels.index(_("導入前(時間)")) + 1
    if not any(row[before - 1] for row in table.rows):
        return 0
    last = header + min(len(table.rows), _MOST_JOBS)
    chart = BarChart()
    chart.type, chart.style = "bar", 10
    chart.title = _("業務ごとの導入前と導入後(時間)")
    if len(table.rows) > _MOST_JOBS:
        chart.title = _("業務ごとの導入前と導入後(時間)。表の初めの {count} 業務").format(count=_MOST_JOBS)
    chart.add_data(
        Reference(sheet, min_col=before, max_col=before + 1, min_row=header, max_row=last), titles_from_data=True
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=header + 1, max_row=last))
    for series, color in zip(chart.series, (_BEFORE_COLOR, _AFTER_COLOR), strict=True):
        series.graphicalProperties.solidFill = color
        series.graphicalProperties.line.solidFill = _AFTER_COLOR
    # Jobs from the top as in the table, figures along the lower edge.
    chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "#,##0.0", None
    chart.legend.position = "b"
    chart.layout = Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0.28, y=0.2, w=0.68, h=0.56))
    chart.width, chart.height = 25, 5.5 + 1.1 * (last - header)
    sheet.add_chart(chart, f"A{row}")
    return int(chart.height / _ROW_CM) + 2
