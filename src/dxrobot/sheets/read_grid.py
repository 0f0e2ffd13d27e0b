"""Reading one sheet of a workbook, or a CSV file, into a grid."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from dxrobot.definition import did_you_mean
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.csv_text import Encoding, read_csv
from dxrobot.sheets.grid import Area, Grid, merged_places
from dxrobot.sheets.odd_cells import OddCells, odd_cells
from dxrobot.sheets.package import Package, not_a_workbook
from dxrobot.table_row import folded

_ZIP = b"PK\x03\x04"
_PAGES = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body")
_PICTURES = (b"\x89png", b"\xff\xd8\xff", b"gif8", b"ii*\x00", b"mm\x00*")
_OLD = b"\xd0\xcf\x11\xe0"
Kind = Literal["workbook", "old workbook", "text"]


def read_grid(path: Path, sheet: str = "", encoding: Encoding = "auto") -> Grid:
    """The cells of ``sheet``, or of the first sheet that is shown, of an xlsx, xlsm, xls, CSV or TSV file.

    What a file is, its content tells and not its name. Raises :class:`InputError` when it cannot be read or has no
    such sheet.
    """
    kind = kind_of(path)
    if kind == "text":
        _require_text(path)
        return read_csv(path, encoding)
    if kind == "old workbook":
        from dxrobot.sheets.old_workbook import read_old_workbook  # only here: hardly any workbook is so old

        return read_old_workbook(path, lambda names: sheet_named(path, names, sheet))
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            name = sheet_named(path, [found.name for found in workbook.sheets_metadata], sheet) or _first(workbook)
            found = workbook.get_sheet_by_name(name)
            odd = _odd(path, name)
            rows = found.to_python(skip_empty_area=False)
            merged = merged_places(_areas(found))
    except (CalamineError, PasswordError, ZipError, OSError) as error:
        raise not_a_workbook(path) from error
    return Grid(str(path), name, rows, merged, odd.errors, odd.formats, odd.from_1904)


def kind_of(path: Path) -> Kind:
    """What a file is by its first bytes; raises :class:`InputError` when there is none."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except FileNotFoundError as error:
        raise InputError(_("ファイルがありません: {path}").format(path=path)) from error
    except OSError as error:
        raise InputError(
            _("{path} を開けません({reason})。").format(path=path, reason=error.strerror or type(error).__name__)
        ) from error
    if start.startswith(_ZIP):
        return "workbook"
    return "old workbook" if start.startswith(_OLD) else "text"


def _require_text(path: Path) -> None:
    """Raise :class:`InputError` for what is neither a workbook nor CSV, whatever it is called."""
    with path.open("rb") as file:
        start = file.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    kinds = {"PDF": (b"%pdf",), _("Web ページ(HTML)"): _PAGES, "XML": (b"<?xml",), _("画像"): _PICTURES}
    for kind, beginnings in kinds.items():
        if start.startswith(beginnings):
            raise InputError(
                _("{path} の中身は {kind} で、表として読めません。").format(path=path, kind=kind),
                _("Excel で開き、「Excel ブック(.xlsx)」として保存し直してください。"),
            )


def sheet_named(path: Path, names: Sequence[str], wanted: str) -> str:
    """The sheet's own name for ``wanted``, however wide its letters are; nothing when none is wanted."""
    if not wanted:
        return ""
    same = [name for name in names if name == wanted] or [name for name in names if folded(name) == folded(wanted)]
    if len(same) == 1:
        return same[0]
    raise InputError(
        _("{path} にシート「{sheet}」がありません。").format(path=path, sheet=wanted),
        did_you_mean(wanted, names) or _("あるもの: {names}").format(names=", ".join(names)),
    )


def _first(workbook: CalamineWorkbook) -> str:
    shown = [found.name for found in workbook.sheets_metadata if found.visible is SheetVisibleEnum.Visible]
    return shown[0]


def _areas(sheet: CalamineSheet) -> list[Area]:
    return [Area(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]


def _odd(path: Path, name: str) -> OddCells:
    package = Package(path)
    for sheet in package.sheets():
        if sheet.name == name:
            return odd_cells(package, sheet.part)
    return OddCells({}, {}, from_1904=False)
