"""What a fast reader does not tell: errors, formulas never computed, numbers that look like something else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from dxrobot.sheets.grid import Place, address, area_of
from dxrobot.sheets.number_formats import Format, odd_styles
from dxrobot.sheets.package import MAIN, Package
from dxrobot.sheets.sheet_xml import SheetIndex

NOT_COMPUTED = "未計算の式"
_ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>.*?<(?:\w+:)?v>([^<]*)<', re.DOTALL)
_EMPTY_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FORMULA = re.compile(rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b")
_ANY_CELL = re.compile(rb"(<(?:\w+:)?c)\b[^>]*>")
_STRING_FORMULA = b't="str"'
_REFERENCE = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_STYLED = rb'<(?:\w+:)?c\b(?=[^>]*\bs="(%b)")[^>]*\br="([A-Z]+[0-9]+)"'


class OddCells(NamedTuple):
    """What stands beside the values of a sheet."""

    errors: Mapping[Place, str]
    formats: Mapping[Place, Format]
    from_1904: bool


def odd_cells(package: Package, part: str) -> OddCells:
    """Look through the XML of one sheet."""
    xml = _with_references(package.read(part))
    return OddCells(_errors(xml) | _not_computed(package, xml), _formats(package, xml), package.from_1904)


def _with_references(xml: bytes) -> bytes:
    """Some programs leave out which cell it is and count on the order: then it is written in for the looking."""
    first = _ANY_CELL.search(xml)
    if first is None or _REFERENCE.search(first[0]):
        return xml
    index, parts, at = SheetIndex(xml), [], 0
    for number, row in index.rows.items():
        for column, cell in row.cells.items():
            name_end = cell.start + len(first[1])
            parts += [xml[at:name_end], f' r="{address(number, column)}"'.encode()]
            at = name_end
    return b"".join([*parts, xml[at:]])


def _errors(xml: bytes) -> dict[Place, str]:
    if b't="e"' not in xml:
        return {}
    return {_place(found[1]): found[2].decode() for found in _ERROR.finditer(xml) if _REFERENCE.search(found[1])}


def _not_computed(package: Package, xml: bytes) -> dict[Place, str]:
    """Formulas without a result, or all of them where the file itself says that their results do not hold.

    Programs write formulas that no spreadsheet has computed yet; some put a 0 there. An empty text is a result, though.
    """
    if b"<f" not in xml and b":f" not in xml:
        return {}
    settings = package.tree(package.workbook_part).find(f"{MAIN}calcPr")
    if settings is not None and settings.get("fullCalcOnLoad", "0") in ("1", "true"):
        found = (match[1] for match in _FORMULA.finditer(xml))
    else:
        found = (match[1] for match in _EMPTY_FORMULA.finditer(xml) if _STRING_FORMULA not in match[1])
    return {_place(attributes): NOT_COMPUTED for attributes in found if _REFERENCE.search(attributes)}


def _formats(package: Package, xml: bytes) -> dict[Place, Format]:
    odd = odd_styles(package)
    if not odd:
        return {}
    pattern = re.compile(_STYLED % b"|".join(str(number).encode() for number in odd))
    return {_at(found[2]): odd[int(found[1])] for found in pattern.finditer(xml)}


def _place(attributes: bytes) -> Place:
    found = _REFERENCE.search(attributes)
    return _at(found[1]) if found else (-1, -1)


def _at(reference: bytes) -> Place:
    area = area_of(reference.decode())
    return area.top, area.left
