"""Pages in Shift_JIS, as systems of the 2000s send them: read, clicked, filled and searched."""

from __future__ import annotations

from urllib.parse import parse_qs, quote

import pytest

from dxrobot.errors import BusinessError
from tests.browser.conftest import Answer, Pages

from .screens import AtDesk, work

SCREENS = """
entry:
  title: 登録
  path: /entry
  ready: {role: heading, name: 住民登録}
  fields: {name: {label: 氏名}, ward: {label: 区}}
  buttons: {send: {role: button, name: 送信する}}
list: {title: 一覧, path: /list, ready: {role: heading, name: 一覧}}
"""
ENTRY = """<h1>住民登録</h1><form method=post action=/sent><label>氏名 <input name=name></label>
<label>区 <select name=ward><option>西京区<option>上京区</select></label><button>送信する</button></form>
<table><tr><th>番号<th>氏名</tr><tr><td>①<td>髙橋 ∥~</tr></table>"""


@pytest.mark.parametrize("told_by", ["header", "meta"])
def test_a_page_in_shift_jis_is_read_filled_and_sent(site: Pages, at_desk: AtDesk, told_by: str) -> None:
    meta = "" if told_by == "header" else "<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>"
    kind = "text/html; charset=Shift_JIS" if told_by == "header" else "text/html"
    site.answers["/entry"] = Answer((meta + ENTRY).encode("cp932"), kind)
    site.answers["/sent"] = Answer("<p>受け付けました</p>".encode("cp932"), "text/html; charset=Shift_JIS")
    steps = """
    - open: entry
    - read_table: {}
      as: rows
    - fill: {name: 髙橋 ①, ward: 上京区}
    - click: send
    - expect: 受け付けました
    """
    assert work(at_desk(SCREENS), steps)["rows"] == [{"番号": "①", "氏名": "髙橋 ∥~"}]
    assert parse_qs(site.sent[0].decode(), encoding="cp932") == {"name": ["髙橋 ①"], "ward": ["上京区"]}


def test_search_words_in_an_address_are_written_as_the_system_reads_them(site: Pages, at_desk: AtDesk) -> None:
    site.answers["/list"] = Answer("<h1>一覧</h1>".encode("cp932"), "text/html; charset=Shift_JIS")
    desk = at_desk(SCREENS, encoding="cp932")
    work(desk, "[open: {screen: list, query: {q: '{{ name }}'}}]", name="髙橋")
    assert f"/list?q={quote('髙橋', encoding='cp932')}" in site.asked


def test_a_character_without_a_code_is_named_in_place_of_a_question_mark(at_desk: AtDesk) -> None:
    with pytest.raises(BusinessError, match="「𠮷」は、対象システムの文字コードにありません"):
        work(at_desk(SCREENS, encoding="cp932"), "[open: {screen: list, query: {q: 𠮷田}}]")
