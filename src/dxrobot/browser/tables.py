"""Tables of a page as rows of data: spans resolved, headings joined, and the one row that is meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import Frame, Locator, Page

from dxrobot.browser.frames import await_frame
from dxrobot.browser.locate import locate
from dxrobot.browser.scripts import script
from dxrobot.errors import TargetError
from dxrobot.i18n import _
from dxrobot.masking import Sensitive, mask
from dxrobot.robot.target import Target

_READ = f"""(table, headings) => ({script("readTable(given.table, given.headings)", "table")})({{ table, headings }})"""
_READ_HEADED = f"""(tables, headings) => ({
    script("headedTables(given.tables).map(index => readTable(given.tables[index], given.headings))", "table")
})({{ tables, headings }})"""
_HEADED = script("headedTables(given)", "table")
_MARK_ROW = script("markRow(given.table, given.place, given.mark)", "table")
KINDS = "table, [role=table], [role=grid]"
_MARK = "data-dxrobot-row"
_PRESSABLE = "a, button, input:not([type=hidden]):not([type=text]), [role=button], [role=link], [onclick]"
_LISTED_AT_MOST = 5

Row = dict[str, str]


class NoSuchRow(TargetError):
    """A table has none of the rows that were looked for, though it has their headings."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a table shows: its headings, and its rows by heading."""

    headings: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    places: tuple[int, ...] = ()
    """Where each row stands among all rows of the table in the page, from 0."""

    def matching(self, wanted: Mapping[str, str]) -> list[int]:
        """The indexes of the rows whose cells hold what is ``wanted``, by heading; width and blanks do not count.

        Raises :class:`TargetError` for a heading that the table does not have.
        """
        if lacking := [heading for heading in wanted if self.headings and heading not in self.headings]:
            raise TargetError(
                _("画面の表に見出し「{heading}」がありません。").format(heading=lacking[0]),
                _("表にある見出し: {headings}").format(headings="、".join(self.headings)),
            )
        return [
            index
            for index, row in enumerate(self.rows)
            if all(flat(row[heading]) == flat(text) for heading, text in wanted.items())
        ]


def read_table(page: Page, table: Target | None, headings: Sequence[str] = (), frame: str = "") -> Table:
    """What ``table`` shows now, or the only table with headings in the page (in its frame ``frame``).

    A table whose headings are marked as such is read by them; in any other one the first row has the headings if it
    holds all of ``headings``, else the columns are called 列1, 列2 and so on. No table at all means no rows. Raises
    :class:`TargetError` for several tables of which none is named, and for a thing that is no table.
    """
    if table is not None:
        read = [locate(page, table).evaluate(_READ, list(headings))]
    else:
        read = _scope(page, frame).locator(KINDS).evaluate_all(_READ_HEADED, list(headings))
    if len(read) > 1:
        raise _several(len(read))
    if not read:
        return Table()
    if read[0] is None:
        raise TargetError(_("画面の{what}は、表ではありません。").format(what=table.describe() if table else ""))
    return Table(tuple(read[0]["headings"]), tuple(read[0]["rows"]), tuple(read[0]["places"]))


def click_in_row(page: Page, table: Target | None, wanted: Mapping[str, str], words: str, frame: str = "") -> None:
    """Press the one thing called ``words`` (without words: the only one to press) in the one row that is ``wanted``.

    Raises :class:`TargetError` when there is none of them, or several.
    """
    read = read_table(page, table, list(wanted), frame)
    found = read.matching(wanted)
    element = _element(page, table, frame)
    if len(found) != 1 or element is None:
        raise not_one_row(read, wanted, [read.rows[index] for index in found])
    _in_row(_row(element, read.places[found[0]]), words).click()
    page.wait_for_load_state("domcontentloaded")


def _in_row(row: Locator, words: str) -> Locator:
    if words:
        named = row.get_by_role("button", name=words, exact=True).or_(row.get_by_role("link", name=words, exact=True))
        found = named if named.count() else row.get_by_text(words, exact=True)
    else:
        found = row.locator(_PRESSABLE).filter(visible=True)
    if (count := found.count()) != 1:
        raise TargetError(
            _("表の行の中に、押すもの「{words}」が {count} 個あります。").format(words=words, count=count),
            _("ロボット定義の press に、1つに決まる文字を書いてください。"),
        )
    return found


def not_one_row(table: Table, wanted: Mapping[str, str], found: Sequence[Row]) -> TargetError:
    """No row, or several, hold what was looked for; their values are told masked."""
    looked_for = "、".join(wanted)
    if not found:
        kind = NoSuchRow if table.headings else TargetError
        return kind(
            _("表の {count} 行の中に、「{headings}」の値が合う行がありません。").format(
                count=len(table.rows), headings=looked_for
            )
        )
    lines = " / ".join(_masked(row) for row in found[:_LISTED_AT_MOST])
    return TargetError(
        _("表に「{headings}」の値が合う行が {count} 行あり、どれか決められません: {rows}").format(
            headings=looked_for, count=len(found), rows=lines
        ),
        _("ロボット定義の row に、1行に決まる見出しを足してください。"),
    )


def _element(page: Page, table: Target | None, frame: str) -> Locator | None:
    if table is not None:
        return locate(page, table)
    tables = _scope(page, frame).locator(KINDS)
    headed: list[int] = tables.evaluate_all(_HEADED)
    if len(headed) > 1:
        raise _several(len(headed))
    return tables.nth(headed[0]) if headed else None


def _scope(page: Page, frame: str) -> Page | Frame:
    return await_frame(page, frame) if frame else page


def _several(count: int) -> TargetError:
    return TargetError(
        _("画面に表が {count} 個あり、どれか決められません。").format(count=count),
        _("ロボット定義で、画面の tables に表を書き、その名前を指定してください。"),
    )


def _row(element: Locator, place: int) -> Locator:
    """The row at ``place``; a mark of our own stays on it, since tables within tables make counting unsafe."""
    old = element.locator(f"xpath=ancestor-or-self::*[last()]//*[@{_MARK}]")
    old.evaluate_all(f"rows => rows.forEach(row => row.removeAttribute('{_MARK}'))")
    mark = f"(table, place) => ({_MARK_ROW})({{ table, place, mark: '{_MARK}' }})"
    element.evaluate(mark, place)
    return element.locator(f"xpath=ancestor-or-self::*[last()]//*[@{_MARK}]")


def _masked(row: Row) -> str:
    return "、".join(f"{heading} {mask(text, Sensitive.NAME)}" for heading, text in row.items() if text)


def flat(text: str) -> str:
    """``text`` without blanks and without regard to width."""
    return "".join(unicodedata.normalize("NFKC", text).split())
