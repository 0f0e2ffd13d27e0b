"""Writing the result of an item into the row that it was read from."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from dxrobot.actions.base import RunContext, ScenarioAction
from dxrobot.actions.places import to_change
from dxrobot.actions.row_view import RowView
from dxrobot.sheets.row_edit import write_into_row


class WriteBack(ScenarioAction):
    """Write into the row of the file that the item came from; the output says whether that changed it."""

    name: ClassVar[str] = "読んだ行に書き込む"
    sentence: ClassVar[str] = (
        "その件を読んだ表の同じ行に、結果などを書き込みます。書式は変えません。行が動いていれば書かずに知らせます。"
    )
    model_config = ScenarioAction.model_config | {"arbitrary_types_allowed": True}

    row: RowView
    values: Annotated[dict[str, str], Field(min_length=1)]
    """Heading → text."""

    def perform(self, context: RunContext) -> bool:
        """Raises :class:`InputError` when the row is no longer what was read, or has no such heading."""
        row = self.row.row
        return write_into_row(to_change(context, row.file), row, self.values)
