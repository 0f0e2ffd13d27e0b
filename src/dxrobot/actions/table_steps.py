"""Actions on tables: reading them to their end, and finding or pressing the one row that is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, model_validator

from dxrobot.actions.desk import Desk
from dxrobot.actions.screen_action import ScreenAction
from dxrobot.browser.paging import await_row
from dxrobot.browser.tables import NoSuchRow, Row, Table, click_in_row, not_one_row, read_table
from dxrobot.errors import BusinessError, TargetError
from dxrobot.i18n import _
from dxrobot.masking import redactor
from dxrobot.robot.dialog import DialogAnswers

if TYPE_CHECKING:
    from playwright.sync_api import Page


class ReadTable(ScreenAction):
    """Read a table into rows."""

    name: ClassVar[str] = "表を読み取る"
    sentence: ClassVar[str] = (
        "画面の表を、次のページがなくなるまで読み取ります。結果は、見出しごとの値を持つ行の並びです。"
    )
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "table"

    table: str = ""
    """The screen's table; empty for the only one with headings."""
    next_page: str = ""
    """The button that turns the page."""
    columns: tuple[str, ...] = ()
    """The headings wanted; all of them when left out."""
    at_most: int | None = Field(default=None, gt=0)
    """Rows after which reading ends."""

    def perform(self, desk: Desk) -> list[Row]:
        """The rows in their order, each a value by heading; raises :class:`TargetError` for a heading not there."""
        rows: list[Row] = []
        for table in desk.tables(self.table, self.next_page, self.columns, self.at_most):
            rows += [self._wanted(table, row) for row in table.rows]
        return rows[: self.at_most]

    def _wanted(self, table: Table, row: Row) -> Row:
        if lacking := [heading for heading in self.columns if heading not in row]:
            raise TargetError(
                _("画面の表に見出し「{heading}」がありません。").format(heading=lacking[0]),
                _("表にある見出し: {headings}").format(headings="、".join(table.headings)),
            )
        return {heading: row[heading] for heading in self.columns} if self.columns else row


class FindRow(ScreenAction):
    """Find the one row that has certain values."""

    name: ClassVar[str] = "表の行を探す"
    sentence: ClassVar[str] = "画面の表から、見出しの値が合うただ1つの行を探します。0行か2行以上なら止まります。"
    enters: ClassVar[bool] = False

    table: str = ""
    row: dict[str, Any] = Field(min_length=1)
    """Heading and the value its cell must have."""
    next_page: str = ""

    def perform(self, desk: Desk) -> Row:
        """The row's values by heading; raises :class:`TargetError` unless it is exactly one."""
        wanted = _texts(self.row)
        tables = desk.tables(self.table, self.next_page, list(wanted))
        found = [table.rows[index] for table in tables for index in table.matching(wanted)]
        if len(found) != 1:
            everything = Table((), tuple(row for table in tables for row in table.rows))
            raise not_one_row(everything, wanted, found)
        return found[0]


class ClickInRow(ScreenAction):
    """Press something in the one row that has certain values."""

    name: ClassVar[str] = "表の行の中を押す"
    sentence: ClassVar[str] = "見出しの値が合うただ1つの行を探し、その行のボタンやリンクを押します。"
    enters: ClassVar[bool] = False

    table: str = ""
    row: dict[str, Any] = Field(min_length=1)
    press: str = ""
    """What is written on the button or link; empty for the only one of the row."""
    dialog: DialogAnswers = ()
    opens: str = ""
    """The screen that then comes in a window of its own."""
    returns_to: str = ""
    """The screen in the window before, to which the robot comes back when this window closes."""

    @model_validator(mode="after")
    def _one_way(self) -> ClickInRow:
        if self.opens and self.returns_to:
            raise ValueError(_("opens と returns_to は、どちらか1つだけ書けます。"))
        return self

    def perform(self, desk: Desk) -> None:
        """Raises :class:`TargetError` unless one row of this page, and one thing in it, is meant.

        No such row in a list with these headings is the mistake of the record: :class:`BusinessError`, unless the
        record was submitted before.
        """
        wanted = _texts(self.row)
        table = desk.placed(desk.screen.tables[self.table]) if self.table else None
        frame, window = desk.screen.frame, desk.session.windows.number
        seen: list[int] = []

        def read(page: Page) -> Table:
            found = read_table(page, table, list(wanted), frame)
            seen[:] = [len(found.rows)]
            return found

        desk.run(lambda page: await_row(desk.session, page, lambda: read(page), wanted))
        try:
            desk.act(lambda page: click_in_row(page, table, wanted, self.press, frame), self.dialog, opens=self.opens)
        except NoSuchRow:
            if desk.submitted:
                raise
            raise _not_offered(wanted, sum(seen)) from None
        if self.returns_to:
            desk.come_back(window, self.returns_to)


def _not_offered(wanted: Mapping[str, str], count: int) -> BusinessError:
    looked_for = "、".join(f"{heading} {redactor.scrub(text)}" for heading, text in wanted.items())
    return BusinessError(
        _("一覧の {count} 行の中に、「{row}」の行がありません。").format(count=count, row=looked_for),
        _("その値が対象システムにあるか、書き方が同じかを確かめてください。"),
    )


def _texts(row: dict[str, Any]) -> dict[str, str]:
    return {heading: str(value) for heading, value in row.items()}
