"""Filling a city's own report form: cells and tables are found by the names that Excel gives them (名前の定義)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import format_wareki
from dxrobot.ledger.report import Report
from dxrobot.sheets.fill import Block, Filling, fill_template, open_package
from dxrobot.sheets.package import MAIN, Package
from dxrobot.sheets.sheet_edit import CellValue


def fill_ledger_template(template: Path, target: Path, report: Report) -> None:
    """Write ``template`` with the report's figures at ``target``; each name that it gives a cell gets its figure.

    Raises :class:`InputError` when the template is no workbook, none of its names is one of a figure, or it has too
    few empty rows for a table.
    """
    cells, tables = _cells(report), _tables(report)
    sheets = _names(open_package(template), {*cells, *tables})
    if not sheets:
        raise InputError(
            _("{path} に、台帳の数字を入れる名前のセルがありません。").format(path=template),
            _("Excel の「名前の定義」で、入れたいセルに次の名前を付けてください: {names}").format(
                names=", ".join([*cells, *tables])
            ),
        )
    source = template
    for sheet, names in sheets.items():
        filling = Filling(
            cells={name: cells[name] for name in names if name in cells},
            blocks=[Block(name, tables[name], over=False) for name in names if name in tables],
            sheet=sheet,
        )
        fill_template(source, target, filling, replace=True)
        source = target


def _cells(report: Report) -> Mapping[str, CellValue]:
    overview = report.overview
    total, cost = overview.total, overview.cost
    rate = total.rate
    return {
        "台帳_市": report.city,
        "台帳_作成日": format_wareki(report.made_on),
        "台帳_件数": total.items,
        "台帳_導入前時間": None if total.before_minutes is None else total.before_minutes / 60,
        "台帳_導入後時間": None if total.after_minutes is None else total.after_minutes / 60,
        "台帳_削減時間": total.saved_hours,
        "台帳_削減率": rate.numerator / rate.denominator if rate.denominator else None,
        "台帳_金額": total.yen,
        "台帳_導入費": cost.initial,
        "台帳_経常費": cost.running,
        "台帳_差引": None if total.yen is None else total.yen - cost.total,
        "台帳_費用対効果": None if total.yen is None else overview.benefit_of_cost.value,
        "台帳_ハッシュ": report.chain.last_hash,
    }


def _tables(report: Report) -> Mapping[str, Sequence[Sequence[CellValue]]]:
    """The rows of a table go to the right and downwards from the cell that has its name."""
    tables = {"台帳_業務一覧": report.results.tables[0]}
    for section in report.others:
        for table in section.tables:
            tables.setdefault(_("台帳_{title}").format(title=table.title.replace(" ", "_")), table)
    return {name: table.rows for name, table in tables.items()}


def _names(package: Package, wanted: set[str]) -> dict[str, list[str]]:
    """Sheet → the names on it that are wanted."""
    found: dict[str, list[str]] = {}
    for defined in package.tree(package.workbook_part).iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        sheet = (defined.text or "").rpartition("!")[0].strip("'").replace("''", "'")
        name = defined.get("name", "")
        if name in wanted and sheet:
            found.setdefault(sheet, []).append(name)
    return found
