"""Files made of the ledger: the report, the open data and the list of entries."""

from __future__ import annotations

from pathlib import Path

from dxrobot.app.ledger import ledger_report
from dxrobot.browser.find import find_browser
from dxrobot.browser.paper import print_html
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger import entry_table, open_data
from dxrobot.reports.ledger_page import ledger_page, write_ledger_page
from dxrobot.sheets.csv_write import write_csv
from dxrobot.sheets.ledger_book import write_ledger_book
from dxrobot.sheets.ledger_template import fill_ledger_template
from dxrobot.sheets.safe_write import safe_write
from dxrobot.store import ledger_rows

_BOOK = "ledger.xlsx"


def write_ledger_files(
    folder: Path, workspace: Workspace, *, year: int | None = None, template: Path | None = None, pdf: bool = False
) -> list[Path]:
    """Write the report as a workbook and as a page that needs nothing else, and the open data; the files.

    ``template``: a city's own form, filled as well. ``pdf``: the page on paper as well, by the browser.
    """
    filled = None if template is None else _place_of_filled(template, folder)
    report = ledger_report(workspace, year)
    book, page, data = folder / _BOOK, folder / "ledger.html", folder / "ledger.csv"
    write_ledger_book(book, report)
    write_ledger_page(page, report)
    write_csv(data, open_data.headings(), open_data.rows(report.overview.totals, ledger_rows.kind_totals()))
    written = [book, page, data]
    if template is not None and filled is not None:
        fill_ledger_template(template, filled, report)
        written.append(filled)
    if pdf:
        written.append(folder / "ledger.pdf")
        paper = print_html(find_browser(workspace.settings.browser.executable), ledger_page(report))
        safe_write(written[-1], lambda file: file.write(paper))
    return written


def _place_of_filled(template: Path, folder: Path) -> Path:
    """Where a filled form goes; raises :class:`InputError` when the empty one or the report's own book stands there."""
    place = folder / template.with_suffix(".xlsx").name
    if place.resolve() == template.resolve() or place.name == _BOOK:
        raise InputError(
            _("様式 {path} に数字を入れると、{place} が上書きされます。").format(path=template, place=place),
            _("様式の名前を ledger.xlsx 以外にし、様式とは別のフォルダーに書いてください。"),
        )
    return place


def write_open_data(path: Path) -> None:
    """Write the sums of months, departments and jobs as open data."""
    write_csv(path, open_data.headings(), open_data.rows(ledger_rows.totals(), ledger_rows.kind_totals()))


def write_entries(path: Path) -> None:
    """Write every entry, one line each, for those who recount."""
    write_csv(path, entry_table.headings(), map(entry_table.row, ledger_rows.numbered()))
