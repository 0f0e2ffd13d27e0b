"""Changing single cells of a sheet in its XML; whatever else the workbook holds stays byte for byte."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import parse_date
from dxrobot.sheets.cell_value import clean, require_holdable
from dxrobot.sheets.grid import Area, Place, address, area_of, merged_places
from dxrobot.sheets.number_formats import Look, formats_of_styles
from dxrobot.sheets.package import Package, SheetPart
from dxrobot.sheets.recalculation import compute_on_load, drop_calculation_chain
from dxrobot.sheets.sheet_xml import Cell, Formula, Row, SheetIndex, with_attribute, without_attribute

FIRST_DAY = date(1899, 12, 30)
FIRST_DAY_1904 = date(1904, 1, 1)
CellValue = str | bool | int | float | Decimal | date | None
_CONTENT = re.compile(rb"<(?:\w+:)?(?:v|is|f)\b")
_RESULT = re.compile(rb"<(?:\w+:)?v\b[^>]*(?:/>|>[^<]*</(?:\w+:)?v>)")
_NOT_OF_A_NEW_ROW = frozenset({"r", "spans", "hidden", "collapsed"})


class SheetEdit:
    """The changes to one sheet; :meth:`finish` puts them into the package."""

    def __init__(self, package: Package, sheet: SheetPart) -> None:
        self._package = package
        self._sheet = sheet
        self.index = SheetIndex(package.read(sheet.part))
        self.merged = merged_places([area_of(tag.attributes["ref"]) for tag in self.index.tags["mergeCell"]])
        self._styles = formats_of_styles(package)
        self._first_day = FIRST_DAY_1904 if package.from_1904 else FIRST_DAY
        self._cells: dict[Place, bytes] = {}
        self._models: dict[int, int] = {}
        """Rows to be added → the row of the file that each is like."""
        self._tags: dict[tuple[int, int], bytes] = {}
        self._new_merges: list[Area] = []
        self._unchanged: dict[tuple[int, int], bytes] = {}
        """Cells that keep their formula."""
        self._touches_formulas = False

    def holds(self, place: Place) -> bool:
        """Whether the file has something in a cell, or in the merged area that it belongs to."""
        area = self.merged.get(place)
        cell = self.index.cell((area.top, area.left) if area else place)
        return cell is not None and not self._is_blank(cell)

    def put(self, place: Place, value: CellValue) -> None:
        """Write ``value`` into a cell, or into the merged area that it belongs to; the cell keeps its look.

        Text stays text whatever it looks like, except that a day goes as a day into a cell that shows days.
        """
        area = self.merged.get(place)
        place = (area.top, area.left) if area else place
        require_holdable(place, value)
        cell = self.index.cell(place)
        if cell is not None and cell.formula is not None:
            self._free(place, cell.formula)
        self._cells[place] = self._rendered(place, self._style(place, cell), value)

    def add_row_like(self, row: int, model: int) -> None:
        """Give ``row`` the height, the styles and the formulas of the row ``model``, where it has none of its own."""
        existing = self.index.rows.get(row)
        if existing is None:
            self._models[row] = model
        for column, cell in self._cells_of(model).items():
            own, place = self.index.cell((row, column)), (row, column)
            if own is None or (cell.formula is not None and self._is_blank(own)):
                formula = self._moved((model, column), cell.formula, place)
                self._cells[place] = self._formula_cell(place, own.style if own else cell.style, formula)

    def merge_like(self, row: int, model: int) -> None:
        """Merge the cells of ``row`` as those of the row ``model`` are, where they are not merged yet."""
        for area in {area for area in self.merged.values() if area.top == area.bottom == model}:
            new = area._replace(top=row, bottom=row)
            if not merged_places([new]).keys() & self.merged.keys():
                self._new_merges.append(new)
                self.merged |= merged_places([new])

    def change_tag(self, start: int, end: int, name: str, value: str) -> None:
        """Set an attribute of a start tag outside the rows."""
        written = self._tags.get((start, end), self.index.xml[start:end])
        self._tags[start, end] = with_attribute(written, name, escape(value, {'"': "&quot;"}))

    def finish(self) -> None:
        """Put the changed sheet into the package and let the spreadsheet compute everything when it opens."""
        if not self._cells:
            return
        self._forget_results()
        self._count_merges()
        self._grow_dimension()
        changes = sorted(self._changes(), key=lambda change: (change[0], change[1]))
        xml, parts, at = self.index.xml, [], 0
        for start, end, content in changes:
            parts += [xml[at:start], content]
            at = end
        self._package.replace(self._sheet.part, b"".join([*parts, xml[at:]]))
        if self._touches_formulas:
            drop_calculation_chain(self._package)
        compute_on_load(self._package)

    def _cells_of(self, row: int) -> Mapping[int, Cell]:
        return self.index.rows[row].cells if row in self.index.rows else {}

    def _is_blank(self, cell: Cell) -> bool:
        return not _CONTENT.search(self.index.xml, cell.start, cell.end)

    def _style(self, place: Place, cell: Cell | None) -> str:
        if cell is not None:
            return cell.style
        row, column = place
        model = self._cells_of(self._models.get(row, -1)).get(column)
        if model is not None:
            return model.style
        own = self.index.rows.get(row)
        return own.attributes.get("s", "") if own else ""

    def _rendered(self, place: Place, style: str, value: CellValue) -> bytes:
        prefix = self.index.prefix
        if isinstance(value, str | date):
            value = self._day(style, value)
        if value is None or value == "":
            return self._cell(place, style, "", "")
        if isinstance(value, bool):
            return self._cell(place, style, "b", f"<{prefix}v>{int(value)}</{prefix}v>")
        if isinstance(value, int | float | Decimal):
            return self._cell(place, style, "", f"<{prefix}v>{value}</{prefix}v>")
        text = escape(clean(str(value)))
        inner = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
        return self._cell(place, style, "inlineStr", inner)

    def _day(self, style: str, value: str | date) -> CellValue:
        """The serial number of a day for a cell that shows days; text for every other cell."""
        shape = self._styles[int(style)] if style and int(style) < len(self._styles) else None
        if shape is not None and shape.look is Look.DATE:
            try:
                day = parse_date(value) if isinstance(value, str) else value
            except ValueError:
                return value
            return serial(day, self._first_day)
        return value if isinstance(value, str) else value.isoformat()

    def _cell(self, place: Place, style: str, kind: str, inner: str) -> bytes:
        prefix = self.index.prefix
        attributes = f' r="{address(*place)}"' + (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
        if not inner:
            return f"<{prefix}c{attributes}/>".encode()
        return f"<{prefix}c{attributes}>{inner}</{prefix}c>".encode()

    def _formula_cell(self, place: Place, style: str, formula: str) -> bytes:
        if not formula:
            return self._cell(place, style, "", "")
        self._touches_formulas = True
        return self._cell(place, style, "", f"<{self.index.prefix}f>{escape(formula)}</{self.index.prefix}f>")

    def _moved(self, origin: Place, formula: Formula | None, to: Place) -> str:
        """The formula of a cell as it reads in another; nothing for an array, which belongs to its place."""
        if formula is None or formula.kind in ("array", "dataTable"):
            return ""
        from openpyxl.formula.translate import Translator  # loaded only here, as in dxrobot.sheets.grid

        text, start = formula.text, origin
        if formula.kind == "shared":
            start, text = self._shared_origin(formula.shared)
        moved: str = Translator(f"={text}", origin=address(*start)).translate_formula(address(*to))
        return moved.removeprefix("=")

    def _shared_origin(self, shared: str) -> tuple[Place, str]:
        for place, formula in self.index.formulas().items():
            if formula.kind == "shared" and formula.shared == shared and formula.ref:
                return place, formula.text
        raise InputError(_("シート「{sheet}」の式が壊れています。").format(sheet=self._sheet.name))

    def _free(self, place: Place, formula: Formula) -> None:
        """Make room for a value where a formula stands; what was written there for other cells goes to them."""
        self._touches_formulas = True
        if formula.kind == "array" and formula.ref not in ("", address(*place)):
            raise InputError(
                _("シート「{sheet}」の {cell} は配列数式の一部のため、書き込めません。").format(
                    sheet=self._sheet.name, cell=address(*place)
                )
            )
        if formula.kind != "shared" or not formula.ref:
            return
        for other, its in self.index.formulas().items():
            if its.kind == "shared" and its.shared == formula.shared and other != place and other not in self._cells:
                style = self._style(other, self.index.cell(other))
                self._cells[other] = self._formula_cell(other, style, self._moved(other, its, other))

    def _forget_results(self) -> None:
        """Leave out the results of the sheet's formulas: not every program computes them anew when it is told to."""
        for row, column in self.index.formulas():
            cell = self.index.rows[row].cells[column]
            if (row, column) not in self._cells:
                tag_end = self.index.tag_end(cell.start)
                tag = without_attribute(self.index.xml[cell.start : tag_end], "t")
                self._unchanged[cell.start, cell.end] = tag + _RESULT.sub(b"", self.index.xml[tag_end : cell.end])

    def _count_merges(self) -> None:
        for tag in self.index.tags["mergeCells"] if self._new_merges else ():
            count = len(self.index.tags["mergeCell"]) + len(self._new_merges)
            self.change_tag(tag.start, tag.end, "count", str(count))

    def _grow_dimension(self) -> None:
        for tag in self.index.tags["dimension"]:
            area = area_of(tag.attributes["ref"])
            rows, columns = zip(*self._cells, strict=True)
            grown = Area(
                min(area.top, *rows), min(area.left, *columns), max(area.bottom, *rows), max(area.right, *columns)
            )
            self.change_tag(tag.start, tag.end, "ref", reference(grown))

    def _changes(self) -> Iterator[tuple[int, int, bytes]]:
        for (start, end), content in (*self._tags.items(), *self._unchanged.items()):
            yield start, end, content
        if self._new_merges:
            first, prefix = self.index.tags["mergeCell"][0].start, self.index.prefix
            merges = (f'<{prefix}mergeCell ref="{reference(area)}"/>' for area in self._new_merges)
            yield first, first, "".join(merges).encode()
        by_row: dict[int, dict[int, bytes]] = {}
        for (row, column), content in sorted(self._cells.items()):
            by_row.setdefault(row, {})[column] = content
        new = {row: self._new_row(row, cells) for row, cells in by_row.items() if row not in self.index.rows}
        yield from self._insertions(new)
        for row, cells in by_row.items():
            if row in self.index.rows:
                yield from self._changes_of_row(self.index.rows[row], cells)

    def _insertions(self, new: dict[int, bytes]) -> Iterator[tuple[int, int, bytes]]:
        data, prefix = self.index.data, self.index.prefix
        if data.is_closed and new:
            inner = b"".join(content for _row, content in sorted(new.items()))
            opened = f"<{prefix}sheetData>".encode(), f"</{prefix}sheetData>".encode()
            yield data.start, data.end, opened[0] + inner + opened[1]
            return
        following: dict[int, list[bytes]] = {}
        numbers = sorted(self.index.rows)
        for row, content in sorted(new.items()):
            after = bisect(numbers, row)
            at = self.index.rows[numbers[after]].start if after < len(numbers) else data.inner_end
            following.setdefault(at, []).append(content)
        for at, contents in following.items():
            yield at, at, b"".join(contents)

    def _changes_of_row(self, row: Row, cells: dict[int, bytes]) -> Iterator[tuple[int, int, bytes]]:
        tag = self.index.xml[row.start : row.inner]
        fresh = {column: content for column, content in cells.items() if column not in row.cells}
        if row.is_closed:
            opened = without_attribute(tag, "spans")[:-2].rstrip() + b">"
            closing = f"</{self.index.prefix}row>".encode()
            yield row.start, row.end, opened + b"".join(fresh.values()) + closing
            return
        for column, content in cells.items():
            if column in row.cells:
                yield row.cells[column].start, row.cells[column].end, content
        if not fresh:
            return
        # A hint of which columns a row uses, now wrong; a row without it is as good.
        yield row.start, row.inner, without_attribute(tag, "spans")
        following: dict[int, list[bytes]] = {}
        for column, content in fresh.items():
            after = (cell.start for number, cell in row.cells.items() if number > column)
            following.setdefault(min(after, default=row.inner_end), []).append(content)
        for at, contents in following.items():
            yield at, at, b"".join(contents)

    def _new_row(self, row: int, cells: dict[int, bytes]) -> bytes:
        model = self.index.rows.get(self._models.get(row, -1))
        kept = {
            name: value
            for name, value in (model.attributes.items() if model else ())
            if name not in _NOT_OF_A_NEW_ROW and ":" not in name
        }
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        prefix = self.index.prefix
        opened, closed = f'<{prefix}row r="{row + 1}"{attributes}>', f"</{prefix}row>"
        return opened.encode() + b"".join(cells.values()) + closed.encode()


def reference(area: Area) -> str:
    """An area as ``B4:H9``, or ``B4`` when it is one cell."""
    first, last = address(area.top, area.left), address(area.bottom, area.right)
    return first if first == last else f"{first}:{last}"


def serial(day: date, first: date) -> int | float:
    """The number by which a spreadsheet counts a day, from ``first``; the time of day is a part of it."""
    days = (date(day.year, day.month, day.day) - first).days
    if isinstance(day, datetime):
        return days + (day.hour * 3600 + day.minute * 60 + day.second) / 86_400
    return days
