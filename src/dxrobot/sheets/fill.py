"""Filling a city's own template: cells change, everything else (seals, arrows, pictures) stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from dxrobot.definition import did_you_mean
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.grid import Place, address, area_of
from dxrobot.sheets.package import MAIN, Package, SheetPart
from dxrobot.sheets.read_grid import kind_of, sheet_named
from dxrobot.sheets.safe_write import Placing, safe_write
from dxrobot.sheets.sheet_edit import CellValue, SheetEdit

_ADDRESS = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}")
_TEMPLATE_TYPE = b"spreadsheetml.template.main+xml"
_WORKBOOK_TYPE = b"spreadsheetml.sheet.main+xml"
_CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of values from one cell on: to the right and downwards, from merged area to merged area."""

    at: str
    values: Sequence[Sequence[CellValue]]
    over: bool = True
    """Whether rows below the first may take the place of what stands there."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What is written into a template."""

    cells: Mapping[str, CellValue] = field(default_factory=dict)
    """Address, or name that the template gives a cell → value."""
    blocks: Sequence[Block] = ()
    sheet: str = ""
    """Empty: the first sheet that is shown."""


def fill_template(
    template: Path, target: Path, filling: Filling, *, replace: bool = False, placing: Placing | None = None
) -> bool:
    """Write ``template`` with ``filling`` at ``target``; False when exactly that stands there already.

    Raises :class:`InputError` when the template is no .xlsx or .xlsm, has no such sheet, cell or name, or when another
    file stands at ``target`` and is not to be replaced.
    """
    package = open_package(template)
    _require_same_kind(package, template, target)
    sheet = find_sheet(package, filling.sheet)
    edit = SheetEdit(package, sheet)
    filled: dict[Place, str] = {}
    for word, value in filling.cells.items():
        place = _place(package, sheet, word)
        _require_free(edit, place, word, filled)
        edit.put(place, value)
    for block in filling.blocks:
        _put_block(edit, _place(package, sheet, block.at), block, filled)
    edit.finish()
    content = BytesIO()
    package.write(content)
    if target.exists():
        if target.read_bytes() == content.getvalue():
            return False
        if not replace:
            raise exists_already(target)
    safe_write(target, lambda file: file.write(content.getbuffer()), placing=placing)
    return True


def _require_free(edit: SheetEdit, place: Place, word: str, filled: dict[Place, str]) -> None:
    """Raise :class:`InputError` when another value already goes into the cell, or merged area, that ``word`` names."""
    area = edit.merged.get(place)
    first = filled.setdefault((area.top, area.left) if area else place, word)
    if first != word:
        raise InputError(
            _("「{first}」と「{word}」は、同じセルに入ります(結合されたセルは、1つのセルです)。").format(
                first=first, word=word
            ),
            _("どちらか一方だけを書いてください。"),
        )


def open_package(path: Path) -> Package:
    """The parts of an .xlsx or .xlsm; raises :class:`InputError` for every other file."""
    if kind_of(path) != "workbook":
        raise InputError(
            _("{path} には書き込めません。書き込めるのは .xlsx と .xlsm だけです。").format(path=path),
            _("Excel で開き、「Excel ブック(.xlsx)」として保存し直してください。"),
        )
    return Package(path)


def find_sheet(package: Package, wanted: str) -> SheetPart:
    """The sheet called ``wanted``, or the first that is shown."""
    sheets = package.sheets()
    name = sheet_named(package.path, [sheet.name for sheet in sheets], wanted)
    return next(sheet for sheet in sheets if (sheet.name == name if name else sheet.shown))


def exists_already(path: Path) -> InputError:
    """The error for a file that nobody said may be replaced."""
    return InputError(
        _("同じ名前のファイルが既にあります: {path}").format(path=path),
        _("別の名前にするか、置き換えてよければ replace: true と書いてください。"),
    )


def _require_same_kind(package: Package, template: Path, target: Path) -> None:
    """A workbook with macros must be called so, or Excel refuses it; a template becomes a workbook."""
    has_macros = b"macroEnabled" in package.read(_CONTENT_TYPES)
    suffix = ".xlsm" if has_macros else ".xlsx"
    if target.suffix.lower() != suffix:
        raise InputError(
            _("{template} から作るファイルの名前は {suffix} で終わらせてください: {target}").format(
                template=template.name, suffix=suffix, target=target.name
            )
        )
    types = package.read(_CONTENT_TYPES)
    if _TEMPLATE_TYPE in types:
        package.replace(_CONTENT_TYPES, types.replace(_TEMPLATE_TYPE, _WORKBOOK_TYPE))


def _place(package: Package, sheet: SheetPart, word: str) -> Place:
    reference = word
    if not _ADDRESS.fullmatch(word):
        reference = _named_cell(package, sheet, word)
    area = area_of(reference)
    return area.top, area.left


def _named_cell(package: Package, sheet: SheetPart, word: str) -> str:
    """The address that the workbook's name ``word`` has on ``sheet``."""
    names: dict[str, str] = {}
    for found in package.tree(package.workbook_part).iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        its_sheet, _mark, reference = (found.text or "").rpartition("!")
        if its_sheet.strip("'").replace("''", "'") == sheet.name:
            names[found.get("name", "")] = reference.split(":")[0]
    if word in names and _ADDRESS.fullmatch(names[word]):
        return names[word]
    known = [name for name in names if not name.startswith("_xlnm.")]
    raise InputError(
        _("{path} のシート「{sheet}」に、「{word}」という名前のセルはありません。").format(
            path=package.path, sheet=sheet.name, word=word
        ),
        did_you_mean(word, known) or _("B4 のような番地か、Excel の「名前の定義」で付けた名前を書いてください。"),
    )


def _put_block(edit: SheetEdit, start: Place, block: Block, filled: dict[Place, str]) -> None:
    row = start[0]
    for values in block.values:
        column = start[1]
        for value in values:
            if not block.over and row > start[0] and edit.holds((row, column)):
                raise _no_room(block, (row, column))
            _require_free(edit, (row, column), _("rows の {address}").format(address=address(row, column)), filled)
            edit.put((row, column), value)
            area = edit.merged.get((row, column))
            column = area.right + 1 if area else column + 1
        first = edit.merged.get((row, start[1]))
        row = first.bottom + 1 if first else row + 1


def _no_room(block: Block, place: Place) -> InputError:
    return InputError(
        _("「{name}」の表は {count} 行あり、様式のセル {address} にある値に重なります。").format(
            name=block.at, count=len(block.values), address=address(*place)
        ),
        _("様式の表に、空の行を足してください。"),
    )
