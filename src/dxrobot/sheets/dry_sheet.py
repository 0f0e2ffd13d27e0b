"""The workbook of a dry run (予行): what would be entered, from where, with pictures, for a person to sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from openpyxl.styles import Border, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from dxrobot.i18n import _
from dxrobot.sheets.cells import (
    COUNT_FORMAT,
    REVIEW_FILL,
    SETTLED_FILL,
    at,
    box,
    fill,
    fit_row,
    header_row,
    link,
    location,
    put_number,
    put_text,
    title_row,
    units,
)
from dxrobot.sheets.page import add_sheet, new_workbook, pages_wide, set_paper, set_table, set_widths
from dxrobot.sheets.pictures import load_picture, place_over_rows, row_points
from dxrobot.sheets.safe_write import safe_write

_HEADER = 6
_KEY, _STATE = 1, 2
_FIRST_WIDTHS = (22.0, 16.0, 40.0)
_NARROWEST, _WIDEST = 8.0, 34.0
_RECORD_WIDTHS = (26.0, 38.0, 30.0, 44.0, 34.0)
_PICTURE_SIZE = (1150, 1560)
"""At most the width of the sheet and two of its pages, in pixels."""
_LINE = Side(style="medium", color="7F7F7F")


class Mark(StrEnum):
    """What a person must know about one value."""

    NONE = ""
    DOUBTFUL = "doubtful"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class DryCell:
    """One value that would be entered, and where it comes from."""

    title: str
    value: str
    read_as: str
    """The text as it was read, before it was brought into form."""
    origin: str
    """File, page or cell, in words."""
    mark: Mark = Mark.NONE
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DryFilled:
    """One record as it stood on the screen."""

    title: str
    cells: tuple[DryCell, ...]
    screen: str
    picture: Path | None
    blocked: tuple[tuple[str, str], ...]
    """Method and path of every request that was not sent."""
    stopped_unseen: bool


@dataclass(frozen=True, slots=True)
class DryRow:
    """One item of the run."""

    key: str
    source: str
    state: str
    reason: str
    needs_person: bool
    filled: tuple[DryFilled, ...]

    @property
    def cells(self) -> tuple[DryCell, ...]:
        """The values of all its records."""
        return tuple(cell for filled in self.filled for cell in filled.cells)


@dataclass(frozen=True, slots=True)
class DryHeading:
    """What the workbook says about its run."""

    scenario: str
    run: str
    address: str
    """Where it was worked: the test system or the production system, in words."""
    day: str


def write_dry_workbook(path: Path, heading: DryHeading, rows: Sequence[DryRow]) -> None:
    """Write the workbook at ``path``, readable by its owner alone: its values are not covered, its pictures are.

    A sheet 予行 with one row a record and a place to sign, a sheet a record, and the requests that were not sent.
    Raises :class:`~dxrobot.errors.InputError` when the file cannot be written.
    """
    workbook = new_workbook(_("予行"))
    overview = add_sheet(workbook, _("予行"))
    places = [_record_sheet(workbook, number, row) for number, row in enumerate(rows, start=1)]
    _overview(overview, heading, rows, places)
    _blocked_sheet(add_sheet(workbook, _("止めた通信")), rows)
    safe_write(path, workbook.save, private=True)


def _overview(sheet: Worksheet, heading: DryHeading, rows: Sequence[DryRow], places: Sequence[str]) -> None:
    titles = list(dict.fromkeys(cell.title for row in rows for cell in row.cells))
    labels = [_("番号"), _("結果"), _("説明"), *titles, _("元")]
    widths = [*_FIRST_WIDTHS, *(_width(title, rows) for title in titles), 24.0]
    title_row(sheet, _("予行 {scenario}").format(scenario=heading.scenario))
    about = _("実行 {run} {day} {address} 登録は1件もしていません。").format(
        run=heading.run, day=heading.day, address=heading.address
    )
    put_text(at(sheet, 2, 1), about, bold=True)
    _legend(sheet)
    _sign_off(sheet)
    header_row(sheet, _HEADER, labels)
    fit_row(sheet, _HEADER, labels, widths)
    for number, (row, place) in enumerate(zip(rows, places, strict=True), start=_HEADER + 1):
        _overview_row(sheet, number, row, titles, place)
        by_title = {cell.title: cell.value for cell in row.cells}
        texts = [row.key, row.state, row.reason, *(by_title.get(title, "") for title in titles), row.source]
        fit_row(sheet, number, texts, widths)
    set_widths(sheet, widths)
    set_table(sheet, _HEADER, _HEADER + len(rows), len(labels), frozen_columns=_KEY)
    set_paper(sheet, pages_wide=pages_wide(widths))


def _overview_row(sheet: Worksheet, number: int, row: DryRow, titles: Sequence[str], place: str) -> None:
    last = 4 + len(titles)
    for column, text in ((_KEY, row.key), (_STATE, row.state), (3, row.reason), (last, row.source)):
        put_text(at(sheet, number, column), text)
        box(at(sheet, number, column))
    link(at(sheet, number, _KEY), place)
    if row.needs_person:
        fill(at(sheet, number, _STATE), REVIEW_FILL)
    by_title = {cell.title: cell for cell in row.cells}
    for column, title in enumerate(titles, start=4):
        cell = at(sheet, number, column)
        entered = by_title.get(title)
        put_text(cell, entered.value if entered else "")
        box(cell)
        if entered and entered.mark is not Mark.NONE:
            fill(cell, _colour(entered.mark))


def _legend(sheet: Worksheet) -> None:
    for column, (label, color) in enumerate(((_("要確認"), REVIEW_FILL), (_("職員が確認済み"), SETTLED_FILL)), start=1):
        cell = at(sheet, 3, column)
        put_text(cell, label, bold=True, size=9)
        fill(cell, color)
        box(cell, horizontal="center")
    put_text(at(sheet, 3, 3), _("番号を押すと、入力した画面の画像と値の出どころに移ります。"), size=9)


def _sign_off(sheet: Worksheet) -> None:
    """A line to be filled in by hand on paper."""
    for column, label in enumerate((_("確認者"), _("日付"), _("印")), start=1):
        cell = at(sheet, 4, column)
        put_text(cell, label, size=9)
        cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
        below = at(sheet, 5, column)
        below.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    sheet.row_dimensions[5].height = 36


def _record_sheet(workbook: Workbook, number: int, row: DryRow) -> str:
    """The sheet of one item; where it begins."""
    sheet = add_sheet(workbook, f"{number} {row.key}")
    title_row(sheet, row.key)
    put_text(at(sheet, 2, 1), f"{row.state}  {row.reason}", bold=row.needs_person)
    line = 3
    for filled in row.filled:
        line = _filled(sheet, line + 1, filled)
    set_widths(sheet, _RECORD_WIDTHS)
    set_paper(sheet)
    return location(sheet, 1, 1)


def _filled(sheet: Worksheet, line: int, filled: DryFilled) -> int:
    """The values, the requests that were not sent and the picture of one record; the last row taken."""
    put_text(at(sheet, line, 1), filled.title, bold=True, size=12)
    line += 1
    labels = (_("項目"), _("入力する値"), _("読み取った文字"), _("出どころ"), _("確認"))
    header_row(sheet, line, labels)
    for cell in filled.cells:
        line += 1
        texts = (cell.title, cell.value, cell.read_as, cell.origin, _remark(cell))
        for column, text in enumerate(texts, start=1):
            put_text(at(sheet, line, column), text, bold=column == 2)
            box(at(sheet, line, column))
        if cell.mark is not Mark.NONE:
            fill(at(sheet, line, 2), _colour(cell.mark))
        fit_row(sheet, line, texts, _RECORD_WIDTHS)
    for text in _stopped(filled):
        line += 1
        put_text(at(sheet, line, 1), text, size=9)
    return _picture(sheet, line + 1, filled)


def _picture(sheet: Worksheet, line: int, filled: DryFilled) -> int:
    if filled.picture is None or not filled.picture.is_file():
        return line
    sheet.row_breaks.append(Break(id=line - 1))
    put_text(at(sheet, line, 1), _("入力した画面「{screen}」(個人情報は伏せてあります)").format(screen=filled.screen))
    image = load_picture(filled.picture.read_bytes(), *_PICTURE_SIZE)
    if image is None:
        return line
    # A row is 409.5 points at most: the picture lies over several.
    rows = max(1, round(row_points(image) / 20) + 1)
    for row in range(line + 1, line + 1 + rows):
        sheet.row_dimensions[row].height = 20
    place_over_rows(sheet, image, line + 1, 1, _("入力した画面"))
    return line + rows


def _stopped(filled: DryFilled) -> list[str]:
    """The requests of one record that were not sent, each once, with how often it was tried."""
    tried = Counter(filled.blocked)
    lines = [
        _("止めた通信: {method} {path}({count} 回)").format(method=method, path=path, count=count)
        for (method, path), count in tried.items()
    ]
    return [*lines, *([_unseen()] if filled.stopped_unseen else [])]


def _unseen() -> str:
    return _("止めた接続: どの画面からか分からないもの(先読みや、画面を離れるときの送信など)")


def _blocked_sheet(sheet: Worksheet, rows: Sequence[DryRow]) -> None:
    """Every kind of request that was not sent, with the records that tried it."""
    labels = (_("方式"), _("パス"), _("回数"), _("件数"))
    widths = (16.0, 90.0, 10.0, 10.0)
    title_row(sheet, _("止めた通信"))
    put_text(
        at(sheet, 2, 1),
        _("参照だけの通信が止まって先へ進めないときは、ロボットの safe_requests にその方式とパスを書きます。"),
        size=9,
    )
    header_row(sheet, 4, labels)
    tried = Counter(request for row in rows for filled in row.filled for request in filled.blocked)
    records = Counter(request for row in rows for request in {r for filled in row.filled for r in filled.blocked})
    for line, (request, count) in enumerate(sorted(tried.items()), start=5):
        for column, text in enumerate(request, start=1):
            put_text(at(sheet, line, column), text)
        put_number(at(sheet, line, 3), count, COUNT_FORMAT)
        put_number(at(sheet, line, 4), records[request], COUNT_FORMAT)
        for column in range(1, 5):
            box(at(sheet, line, column))
    if any(filled.stopped_unseen for row in rows for filled in row.filled):
        put_text(at(sheet, 6 + len(tried), 1), _unseen(), size=9)
    set_widths(sheet, widths)
    set_table(sheet, 4, 4 + len(tried), len(labels), frozen_columns=1)
    set_paper(sheet)


def _remark(cell: DryCell) -> str:
    labels = {Mark.NONE: "", Mark.DOUBTFUL: _("要確認"), Mark.SETTLED: _("職員が確認済み")}
    return " ".join(filter(None, (labels[cell.mark], cell.remark)))


def _colour(mark: Mark) -> str:
    return REVIEW_FILL if mark is Mark.DOUBTFUL else SETTLED_FILL


def _width(title: str, rows: Sequence[DryRow]) -> float:
    values = (units(cell.value) for row in rows for cell in row.cells if cell.title == title)
    return min(_WIDEST, max(_NARROWEST, max(values, default=0) + 3.5, units(title) / 2 + 3.5))
