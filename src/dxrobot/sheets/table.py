"""The rows of a table as data. Pure: a grid goes in, rows come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.grid import Grid, area_of, column_letter
from dxrobot.sheets.headings import Header, Heading, columns_of, find_header, lettered, table_name
from dxrobot.table_row import TableRow, folded

Rule = Mapping[str, Sequence[str]]
"""Column → the texts at which it holds; the column by its name or by its heading."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table lies on its sheet."""

    header: Sequence[int] = ()
    """Rows of the headings, from 1; empty: they are looked for; ``[0]``: there are none, columns have letters."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Name → heading; empty: every column by its heading."""
    skip: Rule = field(default_factory=dict)
    """Rows that are no records, such as totals."""
    until: Rule = field(default_factory=dict)
    """The row at which the table ends."""


class _CellsOfRow(Mapping[str, str]):
    """Name → address in one row; the letters are shared by all rows."""

    __slots__ = ("_letters", "_row")

    def __init__(self, letters: Mapping[str, str], row: int) -> None:
        self._letters, self._row = letters, row

    def __getitem__(self, name: str) -> str:
        return f"{self._letters[name]}{self._row}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._letters)

    def __len__(self) -> int:
        return len(self._letters)


def rows_of(grid: Grid, layout: Layout) -> list[TableRow]:
    """Every record of the table; rows that are empty in all its columns are none.

    Raises :class:`InputError` when the headings are not as ``layout`` says.
    """
    header = header_of(grid, layout)
    columns = columns_of(grid, header, layout.columns)
    headings = {name: heading.text for name, heading in columns.items()}
    letters = {name: column_letter(heading.column) for name, heading in columns.items()}
    skip, until = (_rule(grid, header, columns, rule) for rule in (layout.skip, layout.until))
    places = {name: heading.column for name, heading in columns.items()}
    found = []
    for row in range(header.data_from, len(grid.rows)):
        if _holds(grid, row, until):
            break
        if _is_empty(grid, row, places) or _holds(grid, row, skip):
            continue
        _require_no_more_cells(grid, row, header)
        values = {name: grid.merged_text(row, column) for name, column in places.items()}
        number = grid.row_number(row)
        found.append(TableRow(values, headings, grid.file, grid.sheet, number, _CellsOfRow(letters, number)))
    return found


def _require_no_more_cells(grid: Grid, row: int, header: Header) -> None:
    """A record of a CSV file that is longer than all headings: most likely a comma in a value without quotes."""
    width = max((len(cells) for cells in grid.rows[: header.data_from]), default=grid.width)
    if grid.lines and any(str(cell).strip() for cell in grid.rows[row][width:]):
        raise InputError(
            _("{table} の {line} 行目は、見出しより列が多くあります。").format(
                table=table_name(grid), line=grid.row_number(row)
            ),
            _('値の中の「,」は、値を「"」で囲んで書きます。元のシステムで出力し直すか、その行を直してください。'),
        )


def header_of(grid: Grid, layout: Layout) -> Header:
    """Where the headings of the table stand."""
    if list(layout.header) == [0]:
        return lettered(grid)
    return find_header(grid, layout.header, layout.columns.values())


def cells_of(grid: Grid, cells: Mapping[str, str]) -> dict[str, str]:
    """Name → what stands at an address; the characters of a range are put together, its rows on lines of their own.

    Any cell of a merged area stands for it. Raises :class:`InputError` for what is no address.
    """
    return {name: _at(grid, name, reference) for name, reference in cells.items()}


def _at(grid: Grid, name: str, reference: str) -> str:
    try:
        area = area_of(reference)
    except ValueError:
        raise InputError(
            _("{name} の「{reference}」はセルの番地ではありません。").format(name=name, reference=reference),
            _("B4 か、B4:H4 の形で書いてください。"),
        ) from None
    if (area.top, area.left) == (area.bottom, area.right):
        return grid.merged_text(area.top, area.left)
    lines = [
        [grid.text(row, column) for column in range(area.left, area.right + 1)]
        for row in range(area.top, area.bottom + 1)
    ]
    wrong = next((text for line in lines for text in line if type(text) is not str), "")
    return wrong or "\n".join("".join(line) for line in lines if any(line))


def _rule(grid: Grid, header: Header, columns: Mapping[str, Heading], rule: Rule) -> list[tuple[int, frozenset[str]]]:
    """The columns of a rule with the folded texts at which it holds."""
    places = {folded(heading.text): heading.column for heading in header.headings}
    places |= {folded(name): heading.column for name, heading in columns.items()}
    found = []
    for word, texts in rule.items():
        if folded(word) not in places:
            raise InputError(
                _("{table} に見出し「{missing}」がありません。").format(table=table_name(grid), missing=word)
            )
        found.append((places[folded(word)], frozenset(map(folded, texts))))
    return found


def _holds(grid: Grid, row: int, rule: Sequence[tuple[int, frozenset[str]]]) -> bool:
    return any(folded(grid.merged_text(row, column)) in texts for column, texts in rule)


def _is_empty(grid: Grid, row: int, places: Mapping[str, int]) -> bool:
    """Whether nothing stands there but what a merged cell from above covers."""
    return not any(grid.text(row, column).strip() for column in places.values())
