"""A row of a sheet as expressions see it: ``row.claim_no``, ``row['受付 番号']``."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dxrobot.masking import Sensitive
from dxrobot.table_row import TableRow


@dataclass(frozen=True, slots=True)
class SourcedRow:
    """A row, asked by the engine."""

    row: TableRow

    @property
    def source(self) -> str:
        """File, sheet and row."""
        sheet = f" {self.row.sheet}" if self.row.sheet else ""
        return f"{Path(self.row.file).name}{sheet}#{self.row.row}"

    @property
    def provisional_key(self) -> str:
        """The place of the row: only a name, never a key."""
        return f"row:{self.source}"

    def fields_among(self, words: Set[str]) -> list[str]:
        """Columns by their names or headings."""
        found = {name for word in words if (name := self._name(word))}
        return [name for name in self.row.values if name in found]

    def origin(self, field: str) -> dict[str, Any]:
        """File, sheet, row and cell."""
        return {**self.row.origin(field), "file": Path(self.row.file).name}

    def sensitivity(self, field: str) -> Sensitive | None:
        """A sheet does not say; the operation's parameters do."""
        return None

    def content(self) -> dict[str, str]:
        """Every column with its text."""
        return {name: str(value) for name, value in self.row.values.items()}

    def _name(self, word: str) -> str:
        try:
            return self.row.name_of(word)
        except KeyError:
            return ""


class RowView:
    """What ``row`` is in an expression."""

    def __init__(self, row: TableRow) -> None:
        self._row = row

    @property
    def sourced(self) -> SourcedRow:
        """The row itself, for the engine."""
        return SourcedRow(self._row)

    @property
    def row(self) -> TableRow:
        """The row itself, for actions."""
        return self._row

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):  # Python asks for protocols by such names
            raise AttributeError(name)
        try:
            return self._row.value(name)
        except KeyError as error:
            raise AttributeError(name) from error

    def __getitem__(self, name: str) -> str:
        return self._row.value(name)

    def __dir__(self) -> list[str]:
        return [*self._row.values, *self._row.headings.values()]
