"""The ledger as a workbook: totals by job, one row a run, and how it was counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.i18n import _
from dxrobot.ledger import notes
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.ledger.summary import Summary, summarise_by
from dxrobot.sheets.cells import (
    AMOUNT_FORMAT,
    COUNT_FORMAT,
    PERCENT_FORMAT,
    TEXT_FORMAT,
    YEN_FORMAT,
    at,
    box,
    fill,
    fit_row,
    header_row,
    put_number,
    put_text,
    title_row,
)
from dxrobot.sheets.page import add_sheet, new_workbook, pages_wide, set_paper, set_table, set_widths
from dxrobot.sheets.safe_write import safe_write

_HEADER = 3
_TOTAL_FILL = "E7E6E6"
_NOTE_WIDTH = 110.0

CellValue = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the entries: its label, width, format, and the value of an entry."""

    label: str
    width: float
    format: str
    value: Callable[[LedgerEntry], CellValue]


def write_ledger_book(path: Path, entries: Sequence[LedgerEntry], summary: Summary, last_hash: str = "") -> None:
    """Write ledger.xlsx at ``path``. ``summary`` is the total of ``entries``; ``last_hash`` is the chain's last one.

    Raises :class:`~dxrobot.errors.InputError` when the file cannot be written.
    """
    workbook = new_workbook(_("削減時間の台帳"))
    _write_jobs(add_sheet(workbook, _("まとめ")), entries, summary)
    _write_entries(add_sheet(workbook, _("記帳")), entries)
    _write_notes(add_sheet(workbook, _("数え方")), entries, summary, last_hash)
    safe_write(path, workbook.save)


def _write_jobs(sheet: Worksheet, entries: Sequence[LedgerEntry], summary: Summary) -> None:
    columns = (
        (_("業務"), 36.0, TEXT_FORMAT),
        (_("実行(回)"), 11.0, COUNT_FORMAT),
        (_("登録を確かめた件数"), 12.0, COUNT_FORMAT),
        (_("基準時間で計算した時間(時間)"), 17.0, AMOUNT_FORMAT),
        (_("職員がかけた時間(時間)"), 15.0, AMOUNT_FORMAT),
        (_("削減時間(時間)"), 14.0, AMOUNT_FORMAT),
        (_("削減率"), 11.0, PERCENT_FORMAT),
        (_("金額"), 16.0, YEN_FORMAT),
        (_("見積を含む実行(回)"), 12.0, COUNT_FORMAT),
    )
    labels, widths, formats = zip(*columns, strict=True)
    title_row(sheet, _("削減時間の台帳"))
    header_row(sheet, _HEADER, labels)
    fit_row(sheet, _HEADER, labels, widths)
    by_job = summarise_by(entries, lambda entry: entry.job)
    for row, (job, total) in enumerate(by_job.items(), start=_HEADER + 1):
        _row(sheet, row, _job_values(job, total), formats)
        fit_row(sheet, row, (job,), widths[:1])
    _total_row(sheet, _HEADER + len(by_job) + 1, _job_values(_("合計"), summary), formats)
    _formula(sheet, _HEADER + len(by_job) + 3)
    set_widths(sheet, widths)
    set_paper(sheet)


def _job_values(job: str, total: Summary) -> tuple[CellValue, ...]:
    rate = total.rate
    return (
        job,
        total.runs,
        total.items,
        total.gross_minutes / 60,
        total.human_minutes / 60,
        total.saved_hours,
        rate.numerator / rate.denominator if rate.denominator else None,
        None if total.runs_without_yen == total.runs else total.saved_yen,
        total.runs_estimated,
    )


def _row(
    sheet: Worksheet, row: int, values: Sequence[CellValue], formats: Sequence[str], *, bold: bool = False
) -> None:
    for column, (value, number_format) in enumerate(zip(values, formats, strict=True), start=1):
        cell = at(sheet, row, column)
        if isinstance(value, str):
            put_text(cell, value, bold=bold)
        else:
            put_number(cell, value, number_format, bold=bold)
        box(cell, horizontal="left" if isinstance(value, str) else "right")


def _total_row(sheet: Worksheet, row: int, values: Sequence[CellValue], formats: Sequence[str]) -> None:
    _row(sheet, row, values, formats, bold=True)
    sheet.row_dimensions[row].height = 24
    for column in range(1, len(values) + 1):
        fill(at(sheet, row, column), _TOTAL_FILL)


def _formula(sheet: Worksheet, row: int) -> None:
    put_text(at(sheet, row, 1), notes.formula(), bold=True)
    put_text(at(sheet, row + 1, 1), _("数え方と見積の内訳は「数え方」シートにあります。"))


def _entry_columns() -> tuple[_Column, ...]:
    return (
        _Column(_("年度"), 8, "0", lambda entry: entry.fiscal_year),
        _Column(_("日"), 12, TEXT_FORMAT, lambda entry: entry.day.isoformat()),
        _Column(_("業務"), 26, TEXT_FORMAT, lambda entry: entry.job),
        _Column(_("課"), 15, TEXT_FORMAT, lambda entry: entry.department),
        _Column(_("段階"), 8, TEXT_FORMAT, lambda entry: entry.phase),
        _Column(_("実行"), 8, TEXT_FORMAT, lambda entry: notes.mode_label(entry.mode)),
        _Column(_("実行番号"), 18, TEXT_FORMAT, lambda entry: entry.run),
        _Column(_("登録を確かめた件数"), 11, COUNT_FORMAT, lambda entry: entry.items_confirmed),
        _Column(_("基準時間"), 24, TEXT_FORMAT, lambda entry: notes.baseline_text(entry.baseline)),
        _Column(_("基準時間で計算した時間(分)"), 13, AMOUNT_FORMAT, lambda entry: entry.gross_minutes),
        _Column(_("準備(分)"), 9, AMOUNT_FORMAT, lambda entry: entry.human.preparing),
        _Column(_("確認(分)"), 9, AMOUNT_FORMAT, lambda entry: entry.human.checking),
        _Column(_("修正(分)"), 9, AMOUNT_FORMAT, lambda entry: entry.human.correcting),
        _Column(_("例外処理(分)"), 9, AMOUNT_FORMAT, lambda entry: entry.human.exceptions),
        _Column(_("復旧(分)"), 9, AMOUNT_FORMAT, lambda entry: entry.human.recovering),
        _Column(_("職員がかけた時間の計(分)"), 12, AMOUNT_FORMAT, lambda entry: entry.human.total),
        _Column(_("削減時間(分)"), 11, AMOUNT_FORMAT, lambda entry: entry.saved_minutes),
        _Column(_("1時間あたりの費用"), 11, YEN_FORMAT, lambda entry: entry.yen_per_hour),
        _Column(_("金額"), 13, YEN_FORMAT, lambda entry: entry.saved_yen),
        _Column(_("見積"), 7, TEXT_FORMAT, lambda entry: _("見積") if entry.estimated else ""),
        _Column(_("ロボット(秒)"), 10, AMOUNT_FORMAT, lambda entry: entry.robot_seconds),
    )


def _write_entries(sheet: Worksheet, entries: Sequence[LedgerEntry]) -> None:
    columns = _entry_columns()
    labels = [column.label for column in columns]
    widths = [column.width for column in columns]
    title_row(sheet, _("記帳(1回の実行を1行)"))
    header_row(sheet, _HEADER, labels)
    fit_row(sheet, _HEADER, labels, widths)
    for row, entry in enumerate(entries, start=_HEADER + 1):
        values = [column.value(entry) for column in columns]
        _row(sheet, row, values, [column.format for column in columns])
        texts = [value if isinstance(value, str) else "" for value in values]
        fit_row(sheet, row, texts, widths)
    set_widths(sheet, widths)
    set_table(sheet, _HEADER, _HEADER + len(entries), len(columns), frozen_columns=3)
    set_paper(sheet, pages_wide=pages_wide(widths))


def _write_notes(sheet: Worksheet, entries: Sequence[LedgerEntry], summary: Summary, last_hash: str) -> None:
    title_row(sheet, _("数え方"))
    put_text(at(sheet, 3, 1), notes.formula(), bold=True)
    lines = [*notes.counting_rules(), "", *notes.estimate_notes(entries)]
    if summary.runs_without_yen:
        lines.append(
            _("{count} 回の実行は、その年度の費用が設定されていないため、金額に入っていません。").format(
                count=summary.runs_without_yen
            )
        )
    if last_hash:
        lines += ["", _("台帳の最後のハッシュ: {hash}").format(hash=last_hash)]
    for row, line in enumerate(lines, start=4):
        cell = at(sheet, row, 1)
        put_text(cell, line)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        fit_row(sheet, row, (line,), (_NOTE_WIDTH,))
    set_widths(sheet, (_NOTE_WIDTH,))
    set_paper(sheet)
