"""Windows that pages open: the robot follows the ones it expects, comes back, and names the others."""

from __future__ import annotations

import pytest

from dxrobot.errors import TargetError
from tests.browser.conftest import Pages

from .screens import AtDesk, work

SCREENS = """
entry:
  title: 登録
  path: /entry
  ready: {role: heading, name: 登録}
  fields: {name: {label: 氏名}}
  buttons: {search: {role: button, name: 検索}, help: {role: link, name: 説明}, twice: {role: button, name: 二つ}}
search:
  title: 住民検索
  ready: {role: heading, name: 住民検索}
  fields: {kana: {label: カナ}}
  buttons: {choose: {role: button, name: 決定}, more: {role: button, name: 詳細}}
detail: {title: 詳細, ready: {role: heading, name: 詳細}}
help: {title: 説明, ready: {role: heading, name: 説明書}}
"""


@pytest.fixture(autouse=True)
def pages(site: Pages) -> None:
    site.html["/entry"] = """<title>登録</title><h1>登録</h1><label>氏名 <input id=n></label>
      <button onclick="window.open('/search?n=' + n.value, 'sub', 'width=400,height=300')">検索</button>
      <a href=/help target=_blank>説明</a>
      <button onclick="window.open('/help'); window.open('/search')">二つ</button>"""
    site.html["/search"] = """<title>住民検索</title><h1>住民検索</h1><label>カナ <input id=k></label><p id=p></p>
      <script>p.textContent = decodeURIComponent(location.search)</script>
      <button onclick="opener.document.getElementById('n').value = k.value; window.close()">決定</button>
      <button onclick="window.open('/detail')">詳細</button>"""
    site.html["/detail"] = "<h1>詳細</h1>"
    site.html["/help"] = "<title>説明書</title><h1>説明書</h1>"


def test_the_robot_works_in_the_window_that_opens_and_comes_back_when_it_closes(at_desk: AtDesk) -> None:
    steps = """
    - open: entry
    - click: {button: search, opens: search}
    - fill: {kana: ヒラタ}
    - click: {button: choose, returns_to: entry}
    - read: [name]
      as: found
    """
    assert work(at_desk(SCREENS), steps) == {"found": {"name": "ヒラタ"}}


def test_choosing_in_a_row_closes_the_window_and_the_robot_comes_back(site: Pages, at_desk: AtDesk) -> None:
    site.html["/search"] = """<h1>住民検索</h1><table><tr><th>番号<th>カナ<th></tr><tr><td>7<td>ヒラタ<td>
      <button onclick="setTimeout(() => { opener.document.getElementById('n').value = '7'; window.close() }, 300)">決定
      </button></tr></table>"""
    steps = """
    - open: entry
    - click: {button: search, opens: search}
    - click_in_row: {row: {カナ: ヒラタ}, press: 決定, returns_to: entry}
    - read: [name]
      as: found
    """
    assert work(at_desk(SCREENS), steps) == {"found": {"name": "7"}}


def test_a_window_that_closes_by_itself_leaves_the_robot_on_the_screen_before(at_desk: AtDesk) -> None:
    desk = at_desk(SCREENS)
    work(desk, "[open: entry, click: {button: search, opens: search}, fill: {kana: ヒラタ}, click: choose]")
    assert desk.screen.title == "登録"


def test_a_named_window_is_used_again(at_desk: AtDesk) -> None:
    """The second click sends the window that is still open to another address."""
    steps = """
    - open: entry
    - fill: {name: "1"}
    - click: {button: search, opens: search}
    - expect: "?n=1"
    """
    desk = at_desk(SCREENS)
    work(desk, steps)
    first = desk.session.run(lambda page: page)
    desk.session.run(lambda _page: desk.session.windows.enter(first.opener()))
    work(desk, "[on: entry, fill: {name: '2'}, click: {button: search, opens: search}, expect: '?n=2']")
    assert desk.session.run(lambda page: page) == first


def test_a_link_to_a_window_of_its_own_and_a_window_within_a_window(at_desk: AtDesk) -> None:
    steps = """
    - open: entry
    - click: {button: help, opens: help}
    - close_window: entry
    - click: {button: search, opens: search}
    - click: {button: more, opens: detail}
    - close_window: search
    - close_window: entry
    - fill: {name: 平田}
    """
    desk = at_desk(SCREENS)
    work(desk, steps)
    assert desk.screen.title == "登録"


def test_a_window_that_does_not_open_is_said(at_desk: AtDesk, site: Pages) -> None:
    site.html["/entry"] = "<h1>登録</h1><button>検索</button>"
    with pytest.raises(TargetError, match="が開きませんでした"):
        work(at_desk(SCREENS), "[open: entry, click: {button: search, opens: search}]")


def test_two_windows_at_once_are_an_error_that_lists_them(at_desk: AtDesk) -> None:
    """One that comes late is named as one nobody asked for."""
    with pytest.raises(TargetError, match=r"一度に 2 個開きました|予定にない窓が開いています"):
        work(at_desk(SCREENS), "[open: entry, click: {button: twice, opens: search}]")


def test_a_window_nobody_asked_for_is_named_when_the_next_step_fails(at_desk: AtDesk) -> None:
    steps = "[open: entry, click: help, on: help]"
    with pytest.raises(TargetError, match="予定にない窓が開いています: 「説明書」"):
        work(at_desk(SCREENS), steps)


def test_a_window_to_another_place_is_blocked(at_desk: AtDesk, site: Pages) -> None:
    site.html["/entry"] = "<h1>登録</h1><button onclick=\"window.open('http://example.com/?n=secret')\">検索</button>"
    with pytest.raises(TargetError, match=r"許可されていないアドレス.*example\.com") as caught:
        work(at_desk(SCREENS), "[open: entry, click: {button: search, opens: search}]")
    assert "secret" not in str(caught.value)


def test_an_error_of_the_server_in_the_new_window_is_said(at_desk: AtDesk, site: Pages) -> None:
    site.html["/entry"] = "<h1>登録</h1><button onclick=\"window.open('/error')\">検索</button>"
    with pytest.raises(TargetError, match="中でエラーが起きました"):
        work(at_desk(SCREENS), "[open: entry, click: {button: search, opens: search}]")


def test_the_last_window_is_not_closed(at_desk: AtDesk) -> None:
    with pytest.raises(TargetError, match="戻る先の窓"):
        work(at_desk(SCREENS), "[open: entry, close_window: entry]")


def test_two_things_with_the_same_name_in_a_window_are_listed(at_desk: AtDesk, site: Pages) -> None:
    site.html["/search"] = "<h1>住民検索</h1><button id=a>決定</button><button id=b>決定</button>"
    with pytest.raises(TargetError, match="「決定」のボタンが 2 個あり、どれか決められません: button a、button b"):
        work(at_desk(SCREENS), "[open: entry, click: {button: search, opens: search}, click: choose]")


def test_an_operation_begins_in_the_first_window(at_desk: AtDesk) -> None:
    desk = at_desk(SCREENS)
    work(desk, "[open: entry, click: {button: search, opens: search}]")
    desk.begin(desk.hooks)
    assert desk.screen.title == "登録"


def test_a_main_window_that_signing_in_opened_is_the_first_one(at_desk: AtDesk, site: Pages) -> None:
    """Old systems leave the login window behind and go on in one without a toolbar."""
    site.html["/login"] = "<button onclick=\"window.open('/entry')\">ログイン</button>"
    site.html["/entry"] += "<p>業務メニュー</p>"
    login = "login: {steps: [{open: login}, {click: {button: sign_in, opens: entry}}], signed_in: {text: 業務メニュー}}"
    desk = at_desk(SCREENS, login=login)
    desk.sign_in(lambda desk: work(desk, "[open: login, click: {button: sign_in, opens: entry}]"))
    desk.begin(desk.hooks)
    assert desk.screen.title == "登録"
