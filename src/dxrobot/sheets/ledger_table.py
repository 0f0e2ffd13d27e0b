"""Reading a table for the ledger from a CSV file or a workbook; its headings tell what it holds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.ledger.columns import Kind, Recognised, headings_of, recognise
from dxrobot.sheets.grid import Grid
from dxrobot.sheets.headings import squeezed
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.table import Layout, rows_of
from dxrobot.table_row import TableRow

_SEARCHED = 50
"""Rows in which the headings are looked for: above them stand a title and notes."""


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """A table whose kind is known."""

    kind: Kind
    rows: tuple[TableRow, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of what the table says: the same for the same rows in another encoding or kind of file."""
        content = [self.kind.value, [dict(row.values) for row in self.rows]]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_ledger_table(path: Path) -> LedgerTable:
    """The table in ``path`` (the first sheet of a workbook).

    Raises :class:`InputError` when the file cannot be read, is of no kind that the ledger takes, or holds no rows.
    """
    grid = read_grid(path)
    row, found = _recognised(grid)
    _require_headings(grid, row)
    layout = Layout(header=(row + 1,), columns=found.headings)
    rows = tuple(rows_of(grid, layout))
    if not rows:
        raise InputError(_("{path} に見出しの下の行がありません。").format(path=path))
    return LedgerTable(found.kind, rows)


def _require_headings(grid: Grid, header: int) -> None:
    """What stands to the right of the headings would be lost: a comma too many has moved the values of its row."""
    width = max(column for column in range(grid.width) if grid.merged_text(header, column).strip()) + 1
    problems = [
        Problem(
            grid.file,
            grid.row_number(row),
            width + 1,
            "",
            _("見出しのない列に値があります。区切りを確かめてください。"),
        )
        for row in range(header + 1, len(grid.rows))
        if any(grid.text(row, column).strip() for column in range(width, len(grid.rows[row])))
    ]
    if problems:
        raise DefinitionError(problems)


def _recognised(grid: Grid) -> tuple[int, Recognised]:
    for row in range(min(len(grid.rows), _SEARCHED)):
        headings = [squeezed(grid.merged_text(row, column)) for column in range(len(grid.rows[row]))]
        found = recognise(heading for heading in headings if heading)
        if found is not None:
            return row, found
    kinds = "\n".join(f"  {kind.label}: {', '.join(headings_of(kind))}" for kind in Kind)
    raise InputError(
        _("{path} が何の表か、見出しから分かりません。").format(path=grid.file),
        _("見出しを次のどれかにしてください([ ] の列はなくても構いません)。") + "\n" + kinds,
    )
