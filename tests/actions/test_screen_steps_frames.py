"""Framesets and frames: every step works in the frame of its screen, and failures there are noticed."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from dxrobot.browser.evidence import masked_screenshot
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import BusinessError, TargetError
from dxrobot.robot.target import Target
from tests.browser.conftest import Answer, Pages

from .screens import AtDesk, work

SCREENS = """
top:
  title: 入口
  path: /top
  frame: menu
  ready: {role: link, name: 一覧}
  buttons: {list: {role: link, name: 一覧}, broken: {role: link, name: 故障}}
list:
  title: 一覧
  frame: main
  ready: {role: heading, name: 一覧}
  buttons: {new: {role: button, name: 新規}, menu_list: {role: link, name: 一覧, frame: menu}}
entry:
  title: 登録
  frame: main > body
  ready: {role: heading, name: 登録}
  fields: {name: {label: 氏名, sensitive: name}}
  buttons: {register: {role: button, name: 登録する}}
missing: {title: 次の画面, frame: main > body, ready: {role: heading, name: 次の画面}}
"""
FRAMESET = """<frameset cols="20%,80%"><frame name=menu src=/menu>
<frameset rows="90%,10%"><frame name=main src=/welcome><frame name=status src=/status></frameset></frameset>"""
LIST = """<h1>一覧</h1><table><tr><th>番号</th><th>氏名</th></tr><tr><td>%s</td><td>平田</td></tr></table>
<form action=/inner><button>新規</button></form>"""


@pytest.fixture(autouse=True)
def pages(site: Pages) -> None:
    site.html["/top"] = FRAMESET
    site.html["/menu"] = "<a href=/list target=main>一覧</a><a href=/error target=main>故障</a>"
    site.html["/welcome"] = "<h1>ようこそ</h1>"
    site.html["/status"] = "<p>登録</p><p role=alert>点検中の機能があります</p>"
    site.html["/list"] = LIST % "101"
    site.html["/inner"] = "<iframe name=head src=/head></iframe><iframe name=body src=/entry></iframe>"
    site.html["/head"] = "<h1>登録</h1><label>氏名 <input></label>"
    site.html["/entry"] = """<h1>登録</h1><label>氏名 <input></label>
      <button onclick="document.body.innerHTML += '<p role=alert>氏名が違います</p>'">登録する</button>"""


def test_a_link_in_the_menu_changes_the_main_frame(at_desk: AtDesk) -> None:
    steps = """
    - open: top
    - click: list
    - on: list
    - read_table: {columns: [番号]}
      as: rows
    """
    assert work(at_desk(SCREENS), steps) == {"rows": [{"番号": "101"}]}


def test_rows_are_read_after_the_frame_has_changed_even_if_it_looked_the_same(at_desk: AtDesk, site: Pages) -> None:
    desk = at_desk(SCREENS)
    work(desk, "[open: top, click: list, on: list]")
    site.answers["/list"] = Answer((LIST % "102").encode(), delay_s=0.3)
    rows = work(desk, "[on: list, click: menu_list, on: list, {read_table: {columns: [番号]}, as: rows}]")["rows"]
    assert rows == [{"番号": "102"}]


def test_frames_within_frames_are_found_by_their_path(at_desk: AtDesk) -> None:
    steps = """
    - open: top
    - click: list
    - on: list
    - click: new
    - on: entry
    - fill: {name: 平田}
    - read: [name]
      as: shown
    """
    assert work(at_desk(SCREENS), steps) == {"shown": {"name": "平田"}}


def test_an_error_in_the_screens_frame_is_the_sites_refusal(at_desk: AtDesk) -> None:
    """The message of the status line, which is always there, is none."""
    desk = at_desk(SCREENS)
    work(desk, "[open: top, click: list, on: list, click: new, on: entry, fill: {name: x}, click: register]")
    with pytest.raises(BusinessError, match="氏名が違います"):
        work(desk, "[on: missing]")


def test_an_error_of_the_server_in_the_main_frame_is_noticed_at_once(
    at_desk: AtDesk, screen_session: BrowserSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_session, "timeout_s", 120.0)
    started = time.monotonic()
    with pytest.raises(TargetError, match="中でエラーが起きました"):
        work(at_desk(SCREENS), "[open: top, click: broken]")
    assert time.monotonic() - started < 60, "it waited for a screen that cannot come any more"


def test_an_error_in_a_frame_of_no_interest_stops_nobody(at_desk: AtDesk, site: Pages) -> None:
    site.answers["/status"] = Answer(b"broken", status=500)
    work(at_desk(SCREENS), "[open: top, click: list, on: list]")


def test_text_is_found_in_any_frame_and_a_thing_only_in_its_own(at_desk: AtDesk) -> None:
    desk = at_desk(SCREENS)
    work(desk, "[open: top, expect: ようこそ, expect: 点検中の機能]")
    work(desk, "[on: top, click: list, on: list]")
    with pytest.raises(TargetError, match="「点検中の機能があります」という文字が、時間内に"):
        work(desk, "[on: list, wait_for: {shown: {text: 点検中の機能があります}, seconds: 0.2}]")


def test_two_frames_of_one_name_are_an_error(at_desk: AtDesk, site: Pages) -> None:
    site.html["/status"] = "<iframe name=main></iframe>"
    with pytest.raises(TargetError, match="が 2 個あり"):
        work(at_desk(SCREENS), "[open: top, click: list, on: list]")


def test_a_frame_that_is_not_there_is_said(at_desk: AtDesk, site: Pages) -> None:
    site.html["/top"] = "<frameset cols='100%'><frame name=menu src=/menu></frameset>"
    with pytest.raises(TargetError, match="「main」の枠"):
        work(at_desk(SCREENS), "[open: top, on: list]")


def test_personal_data_is_covered_in_every_frame(at_desk: AtDesk) -> None:
    desk = at_desk(SCREENS)
    work(desk, "[open: top, click: list, on: list]")
    shown = desk.session.run(lambda page: page.screenshot())
    covered = desk.session.run(lambda page: masked_screenshot(page, [Target(css="h1")], ["平田"]))
    assert black(covered) > black(shown) + 200


def black(png: bytes) -> int:
    return Image.open(io.BytesIO(png)).convert("L").histogram()[0]
