"""Tables as rows, page after page, and the one row that is meant."""

from __future__ import annotations

import pytest

from dxrobot.errors import BusinessError, TargetError
from dxrobot.masking import redactor
from dxrobot.robot.target import Target
from tests.browser.conftest import Answer, Pages

from .screens import AtDesk, work

SCREENS = """
list:
  title: 一覧
  path: /list
  ready: {role: heading, name: 一覧}
  tables: {records: {css: "#t"}, caption: {text: 受付一覧}, words: {css: p}}
  buttons: {next: {role: link, name: 次へ}, next_button: {role: button, name: 次へ}}
detail: {title: 詳細, path: /detail, ready: {role: heading, name: 詳細}}
"""
READ = "[open: list, {read_table: %s, as: rows}]"


def rows(desk_of: AtDesk, site: Pages, table: str, arguments: str = "records") -> list[dict[str, str]]:
    site.html["/list"] = f"<h1>一覧</h1>{table}"
    return work(desk_of(SCREENS), READ % arguments)["rows"]


def test_spans_are_resolved_and_headings_of_two_rows_joined(site: Pages, at_desk: AtDesk) -> None:
    table = """<table id=t><thead><tr><th rowspan=2>番号<th colspan=2>氏名<th rowspan=2></tr>
      <tr><th>姓<th>名</tr></thead>
      <tr><td rowspan=2>1<td>平田<td>竜吉<td><a href=x>詳細</a></tr><tr><td colspan=2>柳  肇博<td></tr></table>"""
    assert rows(at_desk, site, table) == [
        {"番号": "1", "氏名/姓": "平田", "氏名/名": "竜吉"},
        {"番号": "1", "氏名/姓": "柳 肇博", "氏名/名": "柳 肇博"},
    ]


def test_hidden_rows_titles_totals_and_repeated_headings_are_no_records(site: Pages, at_desk: AtDesk) -> None:
    table = """<table id=t><tr><td colspan=2>令和8年度</tr><tr><th>番号<th>氏名</tr><tr><td>1<td>平田</tr>
      <tr style="display:none"><td>2<td>隠れ</tr><tr><th>番号<th>氏名</tr><tr><td>3<td>柳</tr>
      <tr><td colspan=2>以上です</tr><tfoot><tr><td>計<td>2</tr></tfoot></table>"""
    assert rows(at_desk, site, table) == [{"番号": "1", "氏名": "平田"}, {"番号": "3", "氏名": "柳"}]


def test_a_table_without_headings_is_read_by_position(site: Pages, at_desk: AtDesk) -> None:
    table = "<table id=t><tr><td>番号<td>氏名</tr><tr><td>1<td>平田</tr></table>"
    assert rows(at_desk, site, table)[1] == {"列1": "1", "列2": "平田"}


def test_a_first_row_that_holds_the_columns_asked_for_has_the_headings(site: Pages, at_desk: AtDesk) -> None:
    table = "<table id=t><tr><td>番号<td>氏名</tr><tr><td>1<td>平田</tr></table>"
    assert rows(at_desk, site, table, "{table: records, columns: [氏名]}") == [{"氏名": "平田"}]


def test_what_was_typed_or_chosen_is_the_text_of_its_cell(site: Pages, at_desk: AtDesk) -> None:
    table = """<table id=t><tr><th>番号<th>区分<th>秘密</tr><tr><td><input value=7>
      <td><select><option>新規<option selected>変更</select><td><input type=password value=x></tr></table>"""
    assert rows(at_desk, site, table) == [{"番号": "7", "区分": "変更", "秘密": ""}]


def test_a_table_within_a_layout_table_is_the_one_with_headings(site: Pages, at_desk: AtDesk) -> None:
    table = """<table><tr><td>メニュー<td><table><caption>受付一覧</caption><tr><th>番号<th>氏名</tr>
      <tr><td>1<td>平田</tr></table></tr></table>"""
    assert rows(at_desk, site, table, "{}") == [{"番号": "1", "氏名": "平田"}]
    assert rows(at_desk, site, table, "caption") == [{"番号": "1", "氏名": "平田"}]


def test_a_grid_made_of_other_elements_is_a_table_too(site: Pages, at_desk: AtDesk) -> None:
    table = """<div role=grid id=t><div role=row><span role=columnheader>番号</span><span role=columnheader>氏名</span>
      </div><div role=row><span role=gridcell>1</span><span role=gridcell>平田</span></div></div>"""
    assert rows(at_desk, site, table) == [{"番号": "1", "氏名": "平田"}]


def test_no_table_means_no_rows_and_a_thing_that_is_none_is_said(site: Pages, at_desk: AtDesk) -> None:
    assert rows(at_desk, site, "<p>該当なし</p>", "{}") == []
    with pytest.raises(TargetError, match="表ではありません"):
        rows(at_desk, site, "<p>該当なし</p>", "words")


def test_several_tables_of_which_none_is_named_are_an_error(site: Pages, at_desk: AtDesk) -> None:
    table = "<table><tr><th>番号<th>氏名</tr></table>"
    with pytest.raises(TargetError, match="表が 2 個"):
        rows(at_desk, site, table * 2, "{}")


def test_a_heading_that_is_not_there_is_named(site: Pages, at_desk: AtDesk) -> None:
    table = "<table id=t><tr><th>番号<th>氏名</tr><tr><td>1<td>平田</tr></table>"
    with pytest.raises(TargetError, match=r"見出し「住所」がありません.*番号、氏名"):
        rows(at_desk, site, table, "{table: records, columns: [住所]}")


def page_of(number: int, following: str) -> str:
    return f"<h1>一覧</h1><table id=t><tr><th>番号<th>氏名</tr><tr><td>{number}<td>人{number}</tr></table>{following}"


@pytest.mark.parametrize("last", ["", "<a aria-disabled=true href='#'>次へ</a>", "<a href='/list'>次へ</a>"])
def test_every_page_is_read_until_there_is_no_other(site: Pages, at_desk: AtDesk, last: str) -> None:
    """The button may be gone, off, or lead back to the first page."""
    site.html |= {"/list": page_of(1, "<a href=/2>次へ</a>"), "/2": page_of(2, "<a href=/3>次へ</a>")}
    site.html["/3"] = page_of(3, last)
    read = work(at_desk(SCREENS), READ % "{next_page: next}")["rows"]
    assert [row["番号"] for row in read] == ["1", "2", "3"]


def test_reading_ends_after_as_many_rows_as_wanted(site: Pages, at_desk: AtDesk) -> None:
    site.html |= {"/list": page_of(1, "<a href=/2>次へ</a>"), "/2": page_of(2, "<a href=/3>次へ</a>")}
    assert len(work(at_desk(SCREENS), READ % "{next_page: next, at_most: 1}")["rows"]) == 1
    assert "/2" not in site.asked


SCRIPTED = """<h1>一覧</h1><table id=t><tr><th>番号<th>氏名</tr><tr><td>1<td>人</tr></table>
<button onclick="next()">次へ</button><script>
let number = 1;
async function next() {
  const answer = await (await fetch('/more?' + (number + 1))).text();
  if (answer !== 'end') { number += 1; t.rows[1].cells[0].textContent = number; }
}</script>"""


def test_pages_that_a_script_fetches_are_waited_for(site: Pages, at_desk: AtDesk) -> None:
    """The last page keeps a button that leads nowhere."""
    site.html["/list"] = SCRIPTED.replace("answer !== 'end'", "number < 3")
    site.answers["/more"] = Answer(b"more", delay_s=0.3)
    read = work(at_desk(SCREENS), READ % "{next_page: next_button}")["rows"]
    assert [row["番号"] for row in read] == ["1", "2", "3"]


def test_a_page_that_does_not_come_in_time_is_no_end_of_the_list(site: Pages, at_desk: AtDesk) -> None:
    site.html["/list"] = SCRIPTED
    site.answers["/more"] = Answer(b"more", delay_s=3)
    with pytest.raises(TargetError, match="時間内に"):
        work(at_desk(SCREENS), READ % "{next_page: next_button}")


LIST = """<h1>一覧</h1><table id=t><tr><th>番号<th>氏名<th>状態<th></tr>
<tr><td>A-1<td>平田 竜吉<td>受付<td><a href=/detail>開く</a></tr>
<tr><td>A-2<td>平田 竜吉<td>却下<td><button onclick="if (confirm('消しますか')) this.closest('tr').remove()">消す</button></tr>
</table>"""  # noqa: E501


def test_one_row_is_found_whatever_its_width_and_blanks(site: Pages, at_desk: AtDesk) -> None:
    site.html["/list"] = LIST
    steps = "[open: list, {find_row: {row: {番号: A-1, 氏名: 平田　竜吉}}, as: row}]"
    assert work(at_desk(SCREENS), steps)["row"]["状態"] == "受付"


def test_no_row_and_several_are_errors_that_show_no_personal_data(site: Pages, at_desk: AtDesk) -> None:
    site.html["/list"] = LIST
    with pytest.raises(TargetError, match=r"2 行の中に、「番号」の値が合う行がありません"):
        work(at_desk(SCREENS), "[open: list, find_row: {row: {番号: A-9}}]")
    with pytest.raises(TargetError, match=r"合う行が 2 行あり.*A●●") as caught:
        work(at_desk(SCREENS), "[open: list, find_row: {row: {氏名: 平田 竜吉}}]")
    assert "竜吉" not in str(caught.value)


def test_a_link_in_its_row_is_pressed(site: Pages, at_desk: AtDesk) -> None:
    site.html |= {"/list": LIST, "/detail": "<h1>詳細</h1>"}
    work(at_desk(SCREENS), "[open: list, click_in_row: {row: {番号: A-1}, press: 開く}, on: detail]")


def test_the_only_button_of_a_row_is_pressed_and_its_question_answered(site: Pages, at_desk: AtDesk) -> None:
    site.html["/list"] = LIST
    steps = """
    - open: list
    - click_in_row: {table: records, row: {番号: A-2}, dialog: {text: 消しますか}}
    - read_table: records
      as: rows
    """
    assert [row["番号"] for row in work(at_desk(SCREENS), steps)["rows"]] == ["A-1"]


def test_a_row_without_that_button_is_said(site: Pages, at_desk: AtDesk) -> None:
    site.html["/list"] = LIST
    with pytest.raises(TargetError, match="押すもの「消す」が 0 個"):
        work(at_desk(SCREENS), "[open: list, click_in_row: {row: {番号: A-1}, press: 消す}]")


def test_a_probe_looks_through_every_page(site: Pages, at_desk: AtDesk) -> None:
    site.html |= {"/list": page_of(1, "<a href=/2>次へ</a>"), "/2": page_of(2, "")}
    desk = at_desk(SCREENS)
    work(desk, "[open: list]")
    assert not desk.finds({"番号": "2"}, "records")
    assert desk.finds({"番号": "2"}, "records", "next")
    work(desk, "[open: list]")
    assert not desk.finds({"番号": "3"}, "records", "next")


def test_a_probe_by_a_sign_sees_whether_it_is_there(site: Pages, at_desk: AtDesk) -> None:
    site.html["/list"] = LIST
    desk = at_desk(SCREENS)
    work(desk, "[open: list]")
    assert desk.finds({}, shown=Target(role="link", name="開く"))
    assert not desk.finds({}, shown=Target(text="登録済み"))


def test_a_probe_for_a_heading_that_is_not_there_cannot_tell(site: Pages, at_desk: AtDesk) -> None:
    site.html["/list"] = LIST
    desk = at_desk(SCREENS)
    work(desk, "[open: list]")
    with pytest.raises(TargetError, match="見出し「受付番号」がありません"):
        desk.finds({"受付番号": "A-1"})


NONE = "<h1>一覧</h1><p>該当するデータがありません</p>"
EMPTY = Target(text="該当するデータがありません")


def test_a_named_table_that_is_not_shown_for_no_rows_means_no_rows(site: Pages, at_desk: AtDesk) -> None:
    site.html["/list"] = NONE
    desk = at_desk(SCREENS)
    work(desk, "[open: list]")
    assert desk.found_row({"番号": "A-1"}, "records") is None
    assert desk.found_row({"番号": "A-1"}, "records", empty=EMPTY) is None
    assert desk.found_row({"番号": "A-1"}, empty=EMPTY) is None


@pytest.mark.parametrize(
    "page",
    [
        "<h1>メンテナンス</h1>",
        "<h1>一覧</h1><table id=u><tr><th>申請番号<th>氏名</tr></table>",
        "<h1>一覧</h1><table id=u><tr><td>A-9<td>平田</tr><tr><td>A-2<td>柳</tr></table>",
        "<h1>一覧</h1><div><span>A-1</span> 平田</div>",
    ],
)
def test_a_table_that_may_only_have_changed_is_not_taken_for_an_empty_list(
    site: Pages, at_desk: AtDesk, page: str
) -> None:
    site.html["/list"] = NONE
    desk = at_desk(SCREENS)
    work(desk, "[open: list]")
    desk.session.run(lambda shown: shown.set_content(page))
    with pytest.raises(TargetError):
        desk.found_row({"番号": "A-1"}, "records")


@pytest.mark.parametrize("table", ["records", ""])
def test_without_table_and_without_its_sign_an_empty_list_is_not_sure(site: Pages, at_desk: AtDesk, table: str) -> None:
    site.html["/list"] = "<h1>一覧</h1><p>受付は0件です</p>"
    desk = at_desk(SCREENS)
    work(desk, "[open: list]")
    with pytest.raises(TargetError, match="0件のときの表示"):
        desk.found_row({"番号": "A-1"}, table, empty=EMPTY)


def test_a_row_goes_before_the_sign_of_an_empty_list(site: Pages, at_desk: AtDesk) -> None:
    site.html["/list"] = f"{LIST}<p>該当するデータがありません</p>"
    desk = at_desk(SCREENS)
    work(desk, "[open: list]")
    assert desk.found_row({"番号": "A-1"}, empty=EMPTY)


def test_a_list_on_another_page_than_the_probe_came_to_is_not_empty(site: Pages, at_desk: AtDesk) -> None:
    site.html |= {"/list": "<h1>一覧</h1><a href=/other>次へ</a>", "/other": "<h1>お知らせ</h1>"}
    desk = at_desk(SCREENS)
    work(desk, "[open: list, click: next]")
    with pytest.raises(TargetError, match="一覧の画面が出ていません"):
        desk.found_row({"番号": "A-1"})


def test_a_value_that_no_row_of_the_list_has_is_the_mistake_of_the_record(site: Pages, at_desk: AtDesk) -> None:
    site.html["/list"] = LIST
    redactor.learn("平田 竜吉")
    with pytest.raises(BusinessError, match="2 行の中に、「番号 A-9、氏名 ●●●」の行がありません") as caught:
        work(at_desk(SCREENS), "[open: list, click_in_row: {row: {番号: A-9, 氏名: 平田 竜吉}, press: 開く}]")
    assert "竜吉" not in str(caught.value)


def test_a_row_that_comes_late_is_waited_for(site: Pages, at_desk: AtDesk) -> None:
    late = "<script>t.hidden = true; setTimeout(() => { t.hidden = false }, 400)</script>"
    site.html |= {"/list": LIST + late, "/detail": "<h1>詳細</h1>"}
    work(at_desk(SCREENS), "[open: list, click_in_row: {table: records, row: {番号: A-1}, press: 開く}, on: detail]")
