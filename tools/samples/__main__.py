"""Make the workbooks and CSV files under samples/ from the rows beside this file: invented people, some mistakes.

    python -m tools.samples

Each file looks as a city is handed it: title rows, two rows of headings, dates in several shapes, a bank's codes.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

ROWS = Path(__file__).parent
SAMPLES = ROWS.parent.parent / "samples"
RESULT = "処理結果"
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GREY = PatternFill("solid", fgColor="DDE6F0")


def rows_of(name: str) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of one of the files beside this one."""
    with (ROWS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file)
    return headings, rows


def vehicles(path: Path) -> None:
    """A list with a title, a note and two rows of headings, the upper ones merged over what belongs together."""
    headings, rows = rows_of("keiji_shinkoku")
    sheet = _sheet("10月受付分", "軽自動車税(種別割)申告 受付一覧(令和8年10月分)")
    sheet["A2"] = f"税務課 軽自動車税係作成 ※「{RESULT}」の列には何も書かないでください"
    _two_rows(sheet, 4, ["No", *headings, RESULT])
    for number, row in enumerate(rows, start=1):
        _write(sheet, 5 + number, [str(number), *row, ""], "yyyy/m/d")
    sheet.freeze_panes = "B6"
    _save(sheet, path)


def transfers(path: Path) -> None:
    """A bank's file: CSV in Shift_JIS, every field in quotation marks."""
    headings, rows = rows_of("koza_furikae")
    with path.open("w", encoding="cp932", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([[*headings, RESULT], *([*row, ""] for row in rows)])


def doses(path: Path, name: str) -> None:
    """A clinic's monthly report as a workbook."""
    headings, rows = rows_of(name)
    sheet = _sheet("接種実績", f"予防接種 実施報告書 {rows[0][-1]} 令和8年10月分")
    for column, heading in enumerate([*headings, RESULT], start=1):
        _headed(sheet.cell(3, column), heading)
    for number, row in enumerate(rows, start=4):
        _write(sheet, number, [*row, ""], 'yyyy"年"m"月"d"日"')
    _save(sheet, path)


def doses_csv(path: Path, name: str) -> None:
    """A hospital's report: CSV in UTF-8 with a byte order mark, as Excel writes it."""
    headings, rows = rows_of(name)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[*headings, RESULT], *([*row, ""] for row in rows)])


def _sheet(title: str, heading: str) -> Worksheet:
    sheet: Worksheet = Workbook().active
    sheet.title = title
    sheet["A1"] = heading
    sheet["A1"].font = Font(bold=True, size=14)
    return sheet


def _write(sheet: Worksheet, number: int, row: Sequence[str], date_format: str) -> None:
    """One row; what is written 2026-10-05 becomes a date of Excel's, and only digits with a leading zero stay text."""
    for column, text in enumerate(row, start=1):
        cell = sheet.cell(number, column)
        cell.border = _BOX
        if text[4:5] == "-" and len(text) == 10:
            cell.value, cell.number_format = date.fromisoformat(text), date_format
        elif text.isdecimal() and len(text) < 5:
            cell.value = int(text)
        else:
            cell.value = text or None


def _two_rows(sheet: Worksheet, top: int, headings: Sequence[str]) -> None:
    parts = [heading.partition("/") for heading in headings]
    for column, (above, _slash, below) in enumerate(parts, start=1):
        _headed(sheet.cell(top, column), above)
        _headed(sheet.cell(top + 1, column), below)
    for group in dict.fromkeys(above for above, _slash, below in parts):
        columns = [column for column, part in enumerate(parts, start=1) if part[0] == group]
        end = top if parts[columns[0] - 1][2] else top + 1
        sheet.merge_cells(start_row=top, end_row=end, start_column=columns[0], end_column=columns[-1])


def _headed(cell: Cell, text: str) -> None:
    cell.value = text or None
    cell.border, cell.fill = _BOX, _GREY
    cell.alignment = Alignment(horizontal="center", vertical="center")


def _save(sheet: Worksheet, path: Path) -> None:
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 16
    sheet.parent.save(path)


def main() -> None:
    """Write every file."""
    for name in ("keiji_shinkoku", "koza_furikae", "yobo_sesshu"):
        (SAMPLES / name).mkdir(exist_ok=True)
    vehicles(SAMPLES / "keiji_shinkoku" / "軽自動車税申告_令和8年10月.xlsx")
    transfers(SAMPLES / "koza_furikae" / "口座振替依頼_20261007.csv")
    doses(SAMPLES / "yobo_sesshu" / "接種実績_みどりが丘こどもクリニック.xlsx", "yobo_midorigaoka")
    doses(SAMPLES / "yobo_sesshu" / "接種実績_あさひ町医院.xlsx", "yobo_asahi")
    doses_csv(SAMPLES / "yobo_sesshu" / "接種実績_見本市立病院.csv", "yobo_shiritsu")


if __name__ == "__main__":
    main()
