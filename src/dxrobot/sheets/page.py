"""How a sheet lies on paper and on the screen: A4 landscape, header repeated, page numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.i18n import _

Orientation = Literal["landscape", "portrait"]
_UNITS_A_PAGE = 190
"""Column units on one A4 landscape page at which 10 point text is still read without a glass."""
_LONGEST_TITLE = 31
_PAGE_POINTS = 508
"""Height between the margins of an A4 landscape page."""
_LEAST_SCALE = 0.6
"""10 point text is then as high as 6 points: small, and still read."""
_ROW_POINTS = 15.0


def new_workbook(title: str) -> Workbook:
    """An empty workbook without the sheet that openpyxl puts in."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "dxrobot"
    workbook.properties.title = title
    return workbook


def add_sheet(workbook: Workbook, title: str) -> Worksheet:
    """A new sheet; characters a title may not hold are left out, a title already taken gets a number."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:_LONGEST_TITLE] or _("シート")
    taken = {name.lower() for name in workbook.sheetnames}
    unique, number = plain, 1
    while unique.lower() in taken:
        number += 1
        unique = f"{plain[: _LONGEST_TITLE - 4]} ({number})"
    sheet: Worksheet = workbook.create_sheet(unique)
    sheet.sheet_view.showGridLines = False
    return sheet


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Widths of the columns from A, in units of a half-width character."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def set_table(sheet: Worksheet, header: int, last_row: int, columns: int, frozen_columns: int) -> None:
    """Freeze and repeat on paper the header and the first columns of a table, and let people filter it."""
    last = get_column_letter(columns)
    sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{last}{max(header, last_row)}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_title_cols = f"A:{get_column_letter(frozen_columns)}"


def pages_wide(widths: Sequence[float]) -> int:
    """Pages that columns of ``widths`` need side by side to stay readable."""
    return max(1, math.ceil(sum(widths) / _UNITS_A_PAGE))


def fit_on_one_page(sheet: Worksheet, rows: int) -> None:
    """Shrink the first ``rows`` to one page where they stay readable: a page break would cut the chart among them."""
    heights = (sheet.row_dimensions[row].height or _ROW_POINTS for row in range(1, rows + 1))
    if sum(heights) <= _PAGE_POINTS / _LEAST_SCALE:
        sheet.page_setup.fitToHeight = 1


def set_paper(sheet: Worksheet, *, pages_wide: int = 1, orientation: Orientation = "landscape") -> None:
    """A4, shrunk to so many pages side by side, page numbers at the foot."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = pages_wide
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    footer = HeaderFooterItem()
    footer.left.text, footer.right.text = "&A", "&P / &N"
    sheet.oddFooter = footer
