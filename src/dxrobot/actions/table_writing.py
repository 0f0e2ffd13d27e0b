"""Actions that change workbooks: append to a table, change its rows, fill a template."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, TypeAlias

from loguru import logger
from pydantic import BeforeValidator, Field, model_validator

from dxrobot.actions.base import RunContext, ScenarioAction
from dxrobot.actions.made_files import made_earlier, making
from dxrobot.actions.places import existing, to_change, to_make
from dxrobot.actions.row_view import RowView
from dxrobot.actions.tables import RowNumbers
from dxrobot.definition import Definition
from dxrobot.i18n import _
from dxrobot.sheets.fill import Block, Filling, fill_template
from dxrobot.sheets.table import Layout
from dxrobot.sheets.table_edit import Changed, append_rows, update_rows

Value: TypeAlias = bool | int | Decimal | float | date | str | None


def _as_record(written: Any) -> Any:
    """A row that was read is written under the headings that it was read with."""
    if isinstance(written, RowView):
        row = written.row
        return {heading: row.value(name) for name, heading in row.headings.items()}
    return written


Record = Annotated[dict[str, Value], BeforeValidator(_as_record), Field(strict=True)]


class _TableWriting(ScenarioAction):
    """The arguments of both actions on a table."""

    file: str
    sheet: str = ""
    header: RowNumbers = ()
    key: str
    """The heading of the column that tells rows apart."""
    rows: list[Record] = Field(default_factory=list)
    values: Record = Field(default_factory=dict)
    """One row: heading → value."""

    @model_validator(mode="after")
    def _one_of_both(self) -> _TableWriting:
        if "rows" in self.model_fields_set and "values" in self.model_fields_set:
            raise ValueError(_("rows か values のどちらか一方を書いてください。"))
        if not self.model_fields_set & {"rows", "values"}:
            raise ValueError(_("rows か values に、書き込む値を書いてください。"))
        return self

    @property
    def records(self) -> list[dict[str, Value]]:
        """What is written, in its order."""
        return [self.values] if self.values else self.rows

    @property
    def layout(self) -> Layout:
        """How the table lies; the row of its headings is looked for by those that are written."""
        headings = dict.fromkeys([self.key, *(heading for record in self.records for heading in record)])
        return Layout(self.header, {heading: heading for heading in headings})


class AppendRows(_TableWriting):
    """Append rows to a table; the output says how many were."""

    name: ClassVar[str] = "表に追記する"
    sentence: ClassVar[str] = (
        "Excel の表の最後に行を足します。書式・式・入力規則は上の行から引き継ぎ、同じ行が既にあれば何もしません。"
    )

    def perform(self, context: RunContext) -> dict[str, int]:
        """Append what is not there yet; raises :class:`BusinessError` for a key that is there with other values."""
        path = to_change(context, self.file)
        return _told(append_rows(path, self.sheet, self.layout, self.key, self.records))


class UpdateRows(_TableWriting):
    """Change rows of a table by their keys; the output says how many were."""

    name: ClassVar[str] = "表の行を更新する"
    sentence: ClassVar[str] = "Excel の表で、キーの列の値が同じ行を探し、書いた列だけを更新します。"

    def perform(self, context: RunContext) -> dict[str, int]:
        """Change what differs; raises :class:`BusinessError` for a key that is missing or stands there twice."""
        path = to_change(context, self.file)
        return _told(update_rows(path, self.sheet, self.layout, self.key, self.records))


def _told(changed: Changed) -> dict[str, int]:
    logger.info("rows appended {}, updated {}, unchanged {}", changed.appended, changed.updated, changed.unchanged)
    return {"appended": changed.appended, "updated": changed.updated, "unchanged": changed.unchanged}


def _as_list_of_values(written: Any) -> Any:
    if isinstance(written, RowView):
        return list(_as_record(written).values())
    return list(written.values()) if isinstance(written, dict) else written


class Rows(Definition):
    """Several rows of values from one cell on."""

    at: str
    values: list[Annotated[list[Value], BeforeValidator(_as_list_of_values)]]


class FillSheet(ScenarioAction):
    """Fill a city's own template; the output is the path of the new file."""

    name: ClassVar[str] = "様式に書き込む"
    sentence: ClassVar[str] = (
        "Excel の様式のセルに値を入れ、新しいファイルとして保存します。書式、印影、矢印、図はそのまま残ります。"
    )

    template: str
    file: str
    sheet: str = ""
    cells: dict[str, Value] = Field(default_factory=dict)
    """Address, or name of a cell → value."""
    rows: Rows | None = None
    replace: bool = False

    def perform(self, context: RunContext) -> str:
        """Write the filled copy; raises :class:`InputError` when the template has no such sheet or cell."""
        target = to_make(context, self.file)
        blocks = [Block(self.rows.at, self.rows.values)] if self.rows else []
        filling = Filling(self.cells, blocks, self.sheet)
        replace = self.replace or made_earlier(context, target)
        template = existing(context, self.template)
        fill_template(template, target, filling, replace=replace, placing=making(context, target))
        return str(target)
