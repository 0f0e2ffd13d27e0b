"""Letting a spreadsheet compute a changed workbook anew when it opens it."""

from __future__ import annotations

import posixpath
import re

from dxrobot.sheets.package import Package, relations_part
from dxrobot.sheets.sheet_xml import with_attribute

_SETTINGS = re.compile(rb"<(\w+:)?calcPr\b[^>]*>")
# What stands behind calcPr by the schema of a workbook (ECMA-376 Part 1, 18.2.27).
_BEHIND = re.compile(
    rb"<(\w+:)?(oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|fileRecoveryPr"
    rb"|webPublishObjects|extLst)\b|</(\w+:)?workbook>"
)


def compute_on_load(package: Package) -> None:
    """Say in the workbook that the results kept in it are no longer valid."""
    part = package.workbook_part
    xml = package.read(part)
    found = _SETTINGS.search(xml)
    if found is not None:
        changed = with_attribute(found[0], "fullCalcOnLoad", "1")
        package.replace(part, xml[: found.start()] + changed + xml[found.end() :])
        return
    behind = _BEHIND.search(xml)
    if behind is not None:
        prefix = behind[1] or behind[3] or b""
        written = b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>'
        package.replace(part, xml[: behind.start()] + written + xml[behind.start() :])


def drop_calculation_chain(package: Package) -> None:
    """Leave out the list of cells with formulas, which no longer holds; a spreadsheet writes a new one."""
    for part in package.related(package.workbook_part, "calcChain"):
        package.remove(part)
        _drop(package, "[Content_Types].xml", "Override", f"/{part}")
        _drop(package, relations_part(package.workbook_part), "Relationship", posixpath.basename(part))


def _drop(package: Package, part: str, element: str, named: str) -> None:
    pattern = re.compile(rf'<(?:\w+:)?{element}\b[^>]*"[^"]*{re.escape(named)}"[^>]*/>'.encode())
    package.replace(part, pattern.sub(b"", package.read(part)))
