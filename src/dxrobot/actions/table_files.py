"""Actions that write new files of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dxrobot.actions.base import RunContext, ScenarioAction
from dxrobot.actions.form_view import FormView
from dxrobot.actions.made_files import making, require_free
from dxrobot.actions.places import to_make
from dxrobot.actions.row_view import RowView
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.write_table import CsvEncoding, CsvFormat, Record, write_csv


def _by_name(written: Any) -> Any:
    """``[番号, 氏名]`` for ``{番号: 番号, 氏名: 氏名}``."""
    return {word: word for word in written} if isinstance(written, list | tuple) else written


class _RowFile(ScenarioAction):
    """The arguments of both actions."""

    file: str
    columns: Annotated[dict[str, str], BeforeValidator(_by_name), Field(min_length=1)]
    """Name in the rows → heading in the file, ``{number: 番号}``; a list where they are the same."""
    rows: list[Any]
    """Rows that were read, forms, or mappings."""
    replace: bool = False

    def records(self) -> Iterator[Record]:
        """The rows, each with the columns that are written."""
        for number, row in enumerate(self.rows, start=1):
            try:
                record = {name: _value(row, name) for name in self.columns}
            except (KeyError, AttributeError) as error:
                raise InputError(
                    _("書き込む {number} 件目に「{name}」がありません。").format(number=number, name=error.args[0]),
                    _("columns に書く名前を確かめてください。"),
                ) from None
            for name, value in record.items():
                if not isinstance(value, str | bool | int | float | Decimal | date | None):
                    raise InputError(
                        _("書き込む {number} 件目の「{name}」は、1つのセルに書けない値(一覧など)です。").format(
                            number=number, name=name
                        ),
                        _("columns に書く名前か、その値を作る手順を確かめてください。"),
                    )
            yield record


def _value(row: Any, name: str) -> Any:
    if isinstance(row, FormView):
        return getattr(row, name)
    if isinstance(row, RowView | Mapping):
        return row[name]
    raise KeyError(name)


class WriteCsv(_RowFile):
    """Write rows as a CSV file; the output is its path."""

    name: ClassVar[str] = "CSV を書く"
    sentence: ClassVar[str] = (
        "行の一覧を CSV に書きます。文字コードにない文字は「?」にせず、行・列・文字を示して止まります。"
    )

    encoding: CsvEncoding = "cp932"
    newline: Literal["crlf", "lf"] = "crlf"
    header: bool = True
    guard: bool = True
    """Whether text that begins like a formula gets a ``'``; false for a file that another system takes in."""

    def perform(self, context: RunContext) -> str:
        """Write the file; raises :class:`InputError` naming row, column and character that has no code."""
        target = to_make(context, self.file)
        if not self.replace:
            require_free(context, target)
        form = CsvFormat(self.encoding, "\r\n" if self.newline == "crlf" else "\n", self.header, self.guard)
        write_csv(target, self.columns, self.records(), form, making(context, target))
        return str(target)


class WriteRows(_RowFile):
    """Write rows as a new workbook; the output is its path."""

    name: ClassVar[str] = "一覧を Excel に書く"
    sentence: ClassVar[str] = "行の一覧を、見出し・罫線・印刷設定の整った新しい Excel ファイルに書きます。"

    title: str

    def perform(self, context: RunContext) -> str:
        """Write the workbook; raises :class:`InputError` when it cannot be written."""
        target = to_make(context, self.file)
        if not self.replace:
            require_free(context, target)
        from dxrobot.sheets.write_workbook import write_rows  # only here: most runs write no workbook

        write_rows(target, self.columns, list(self.records()), self.title, making(context, target))
        return str(target)
