"""Boxes that pages show: expected ones are answered, others neither hang the robot nor are taken for granted."""

from __future__ import annotations

import pytest

from dxrobot.actions.desk import NothingToCommit
from dxrobot.errors import BusinessError, TargetError
from dxrobot.masking import redactor
from tests.browser.conftest import Pages

from .screens import AtDesk, steps_with_commit, work

SCREENS = """
entry:
  title: 登録
  path: /entry
  ready: {role: heading, name: 登録}
  fields: {name: {label: 氏名}}
  buttons: {register: {role: button, name: 登録する}, next: {role: button, name: 次へ}}
saved: {title: 登録済み, path: /saved, ready: {role: heading, name: 登録済み}}
"""
PAGE = '<h1>登録</h1><label>氏名 <input id=n></label><button onclick="%s">登録する</button><p id=p></p>'


def page(site: Pages, script: str) -> None:
    site.html["/entry"] = PAGE % script.replace('"', "&quot;")
    site.html["/saved"] = "<h1>登録済み</h1>"


def test_a_question_is_answered_with_yes(site: Pages, at_desk: AtDesk) -> None:
    page(site, "if (confirm('この内容で\\n登録しますか?')) location.href = '/saved'")
    work(at_desk(SCREENS), "[open: entry, click: {button: register, dialog: {text: 登録しますか}}, on: saved]")


def test_a_question_is_answered_with_no_where_the_robot_says_so(site: Pages, at_desk: AtDesk) -> None:
    page(site, "p.textContent = confirm('登録しますか') ? 'はい' : 'いいえ'")
    steps = "[open: entry, click: {button: register, dialog: {text: 登録, answer: cancel}}, expect: いいえ]"
    work(at_desk(SCREENS), steps)


def test_several_boxes_in_a_row_are_answered_in_their_order(site: Pages, at_desk: AtDesk) -> None:
    page(site, "if (confirm('登録しますか')) { p.textContent = prompt('理由'); alert('済みました'); }")
    steps = """
    - open: entry
    - click:
        button: register
        dialog: [{text: 登録しますか, type: confirm}, {text: 理由, type: prompt, reply: 転入}, {text: 済みました}]
    - expect: 転入
    """
    work(at_desk(SCREENS), steps)


def test_a_box_with_other_words_is_dismissed_and_named(site: Pages, at_desk: AtDesk) -> None:
    page(site, "p.textContent = confirm('すべて削除しますか') ? 'はい' : 'いいえ'")
    desk = at_desk(SCREENS)
    with pytest.raises(TargetError, match=r"「登録しますか」と違います: 「すべて削除しますか」"):
        work(desk, "[open: entry, click: {button: register, dialog: {text: 登録しますか}}]")
    work(desk, "[on: entry, expect: いいえ]")


def test_an_expected_box_that_stays_away_is_said(site: Pages, at_desk: AtDesk) -> None:
    page(site, "")
    with pytest.raises(TargetError, match="確認「登録しますか」が出ませんでした"):
        work(at_desk(SCREENS), "[open: entry, click: {button: register, dialog: {text: 登録しますか}}]")


def test_a_box_that_comes_only_sometimes_may_stay_away(site: Pages, at_desk: AtDesk) -> None:
    page(site, "if (confirm('登録しますか')) location.href = '/saved'")
    steps = """
    - open: entry
    - click: {button: register, dialog: [{text: 前回の続きから, optional: true}, {text: 登録しますか}]}
    - on: saved
    """
    work(at_desk(SCREENS), steps)


def test_an_alert_in_place_of_the_next_screen_is_the_sites_refusal(site: Pages, at_desk: AtDesk) -> None:
    redactor.learn("平田竜吉太郎")
    page(site, "alert('平田竜吉太郎 は登録できません')")
    with pytest.raises(BusinessError, match=r"受け付けませんでした: ●●● は登録できません"):
        work(at_desk(SCREENS), "[open: entry, click: register, on: saved]")


def test_an_alert_in_place_of_the_expected_question_is_the_sites_refusal(site: Pages, at_desk: AtDesk) -> None:
    page(site, "alert('氏名を入力してください')")
    with pytest.raises(BusinessError, match="氏名を入力してください"):
        work(at_desk(SCREENS), "[open: entry, click: {button: register, dialog: {text: 登録しますか}}]")


def test_an_alert_on_the_way_to_the_next_screen_does_no_harm(site: Pages, at_desk: AtDesk) -> None:
    page(site, "alert('保存します'); location.href = '/saved'")
    work(at_desk(SCREENS), "[open: entry, click: register, on: saved]")


def test_a_question_nobody_expects_is_answered_with_no_and_ends_the_step(site: Pages, at_desk: AtDesk) -> None:
    page(site, "p.textContent = confirm('削除しますか') ? 'はい' : 'いいえ'")
    desk = at_desk(SCREENS)
    with pytest.raises(TargetError, match="予定にない確認をしてきました: 「削除しますか」"):
        work(desk, "[open: entry, click: register]")
    work(desk, "[on: entry, expect: いいえ]")


def test_a_box_that_comes_while_nothing_is_done_holds_nothing_up(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = "<h1>登録</h1><script>setTimeout(() => alert('点検のお知らせ'), 50)</script>"
    desk = at_desk(SCREENS)
    work(desk, "[open: entry, wait_for: {gone: {text: 点検中}}]")
    with pytest.raises(TargetError, match="画面の知らせ: 「点検のお知らせ」"):
        work(desk, "[on: entry, fill: {name: 平田}]")


def test_only_open_leaves_a_page_that_asks_whether_to_leave(site: Pages, at_desk: AtDesk) -> None:
    page(site, "location.href = '/saved'")
    site.html["/entry"] += "<script>window.onbeforeunload = e => { e.preventDefault(); return 'x'; }</script>"
    desk = at_desk(SCREENS)
    work(desk, "[open: entry, fill: {name: 平田}]")
    with pytest.raises(TargetError, match="移らずに止めました"):
        work(desk, "[on: entry, click: register, on: saved]")
    work(desk, "[open: saved]")


class _Hooks(NothingToCommit):
    def __init__(self) -> None:
        self.told: list[str] = []

    def before_commit(self) -> None:
        self.told.append("before")

    def confirmed(self) -> None:
        self.told.append("confirmed")


@pytest.mark.parametrize(
    ("script", "sign"),
    [
        ("p.textContent = '登録しました'", "登録しました"),
        ("location.href = '/saved'", "{screen: saved}"),
        ("alert('登録しました(番号 12)')", "{dialog: 登録しました}"),
        ("p.innerHTML = '<em>済</em>'", "{css: em}"),
    ],
)
def test_a_record_is_confirmed_by_text_screen_box_or_thing(
    site: Pages, at_desk: AtDesk, script: str, sign: str
) -> None:
    page(site, f"if (confirm('登録しますか')) {{ {script} }}")
    desk, hooks = at_desk(SCREENS), _Hooks()
    work(desk, "[open: entry]")
    desk.begin(hooks)
    commit = f"[on: entry, commit: {{button: register, dialog: {{text: 登録しますか}}, confirmed_by: {sign}}}]"
    steps_with_commit(desk, commit)
    assert hooks.told == ["before", "confirmed"]


@pytest.mark.parametrize("sign", ["登録しました", "{screen: saved}", "{dialog: 登録しました}", "{css: em}"])
def test_an_alert_in_place_of_the_confirmation_is_a_refusal(site: Pages, at_desk: AtDesk, sign: str) -> None:
    page(site, "alert('番号が重複しています')")
    desk, hooks = at_desk(SCREENS), _Hooks()
    work(desk, "[open: entry]")
    desk.begin(hooks)
    with pytest.raises(BusinessError, match="番号が重複しています"):
        steps_with_commit(desk, f"[on: entry, commit: {{button: register, confirmed_by: {sign}}}]")
    assert hooks.told == ["before"]


def test_a_confirmation_that_stands_there_already_confirms_nothing(site: Pages, at_desk: AtDesk) -> None:
    page(site, "")
    site.html["/entry"] += "<p>1件前を登録しました</p>"
    desk, hooks = at_desk(SCREENS), _Hooks()
    work(desk, "[open: entry]")
    desk.begin(hooks)
    with pytest.raises(TargetError, match="押す前から画面に出ています"):
        steps_with_commit(desk, "[on: entry, commit: {button: register, confirmed_by: 登録しました}]")
    assert hooks.told == []
