"""A site that does not take a record says why in its own way: that is quoted, and the record goes to a person."""

from __future__ import annotations

import pytest

from dxrobot.actions.desk import NothingToCommit
from dxrobot.errors import BusinessError, TargetError
from dxrobot.masking import redactor
from tests.browser.conftest import Pages

from .screens import AtDesk, steps_with_commit, work

SCREENS = """
entry:
  title: 入力
  path: /entry
  ready: {role: heading, name: 申請 入力}
  fields: {kana: {label: フリガナ}}
  buttons: {next: {role: button, name: 確認}}
check:
  title: 確認
  ready: {role: heading, name: 申請 確認}
"""
STEPS = "[open: entry, fill: {kana: ひらたさん}, click: next, on: check]"
HINT = '<p class=error style="color:red">※の項目は必ず入力してください</p>'
FORM = "<h2>申請 入力</h2>%s<form method=post action=/next><label>フリガナ <input name=k></label><button>確認</button>"


@pytest.fixture
def refusing(site: Pages) -> Pages:
    site.html["/entry"] = FORM % HINT
    return site


@pytest.mark.parametrize(
    "told",
    [
        '<p class="err" style="color:red">全角カタカナです</p>',
        '<p class="error">全角カタカナです</p>',
        "<div id=errMsg><ul><li>全角カタカナです</ul></div>",
        '<p style="color:#c00">全角<b>カタカナ</b>です</p>',
        "<span id=why>全角カタカナです</span><input aria-invalid=true aria-describedby=why>",
        "<p>全角カタカナで入力してください</p>",
    ],
)
def test_an_error_shown_since_the_press_is_quoted_as_the_words_of_the_site(
    refusing: Pages, at_desk: AtDesk, told: str
) -> None:
    refusing.html["/next"] = FORM % (HINT + told)
    with pytest.raises(BusinessError, match="受け付けませんでした: 全角カタカナ") as caught:
        work(at_desk(SCREENS), STEPS)
    assert "必ず" not in str(caught.value)


def test_hints_that_stood_there_before_the_press_are_no_errors(refusing: Pages, at_desk: AtDesk) -> None:
    refusing.html["/next"] = FORM % HINT
    with pytest.raises(TargetError, match="画面「確認」が表示されません") as caught:
        work(at_desk(SCREENS), STEPS)
    assert "画面「入力」のままか、そこに戻っています" in str(caught.value)


def test_new_words_of_another_page_are_no_errors(refusing: Pages, at_desk: AtDesk) -> None:
    refusing.html["/next"] = "<h2>メンテナンス</h2><p class=error>接続できません</p>"
    with pytest.raises(TargetError, match="画面「確認」が表示されません"):
        work(at_desk(SCREENS), STEPS)


def test_words_of_waiting_or_of_success_are_no_errors(refusing: Pages, at_desk: AtDesk) -> None:
    refusing.html["/next"] = FORM % (HINT + "<p style='color:red'>保存しました</p><p>しばらくお待ちください</p>")
    with pytest.raises(TargetError, match="画面「確認」が表示されません"):
        work(at_desk(SCREENS), STEPS)


def test_personal_data_in_the_words_of_the_site_is_covered(refusing: Pages, at_desk: AtDesk) -> None:
    redactor.learn("ひらたさん")
    refusing.html["/next"] = FORM % "<p>「ひらたさん」は使えない文字です。入力してください</p>"
    with pytest.raises(BusinessError) as caught:
        work(at_desk(SCREENS), STEPS)
    assert "ひらたさん" not in str(caught.value)


def test_an_alert_before_the_press_is_quoted_when_the_screen_does_not_change(refusing: Pages, at_desk: AtDesk) -> None:
    refusing.html["/entry"] = (FORM % "").replace("name=k", "name=k onchange=\"alert('該当する住所がありません')\"")
    refusing.html["/next"] = FORM % ""
    with pytest.raises(BusinessError, match="該当する住所がありません"):
        work(at_desk(SCREENS), STEPS)


def test_words_beside_a_button_that_asks_nothing_any_more_are_quoted(refusing: Pages, at_desk: AtDesk) -> None:
    told = "document.forms[0].onsubmit = () => { why.textContent = '全角カタカナで入力してください'; return false; }"
    refusing.html["/entry"] = FORM % "<p id=why></p>" + f"</form><script>{told}</script>"
    with pytest.raises(BusinessError, match="全角カタカナで入力"):
        work(at_desk(SCREENS), STEPS.replace("click: next", "click: {button: next, dialog: {text: よろしいですか}}"))


@pytest.mark.parametrize("where", ["robot", "screen"])
def test_a_place_named_for_errors_settles_it_at_once_on_any_page(refusing: Pages, at_desk: AtDesk, where: str) -> None:
    refusing.html["/next"] = "<h2>結果</h2><p class=kekka>番号 5 は受付済</p>"
    places = {"css": ".kekka"}
    screens = SCREENS if where == "robot" else SCREENS.replace("  path:", "  errors: {css: .kekka}\n  path:")
    with pytest.raises(BusinessError, match="番号 5 は受付済"):
        work(at_desk(screens, **({"errors": places} if where == "robot" else {})), STEPS)


def test_what_stood_in_such_a_place_when_the_screen_came_is_no_error(refusing: Pages, at_desk: AtDesk) -> None:
    refusing.html["/next"] = FORM % HINT
    with pytest.raises(TargetError, match="画面「確認」が表示されません"):
        work(at_desk(SCREENS, errors=[{"css": ".error"}]), STEPS)


class _Committing(NothingToCommit):
    def before_commit(self) -> None:
        pass


COMMIT = "[open: entry, fill: {kana: ひらたさん}, commit: {button: next, confirmed_by: 受け付けました}]"


def test_an_error_in_place_of_the_confirmation_is_quoted(refusing: Pages, at_desk: AtDesk) -> None:
    refusing.html["/next"] = FORM % (HINT + "<p class=err>全角カタカナです</p>")
    desk = at_desk(SCREENS)
    desk.begin(_Committing())
    with pytest.raises(BusinessError, match="受け付けませんでした: 全角カタカナです"):
        steps_with_commit(desk, COMMIT)


def test_a_box_from_before_the_record_was_sent_does_not_tell_whether_it_was_taken(
    refusing: Pages, at_desk: AtDesk
) -> None:
    refusing.html["/entry"] = (FORM % "").replace("name=k", "name=k onchange=\"alert('半角で入りました')\"")
    refusing.html["/next"] = FORM % "<p>登録しました</p>"
    desk = at_desk(SCREENS)
    desk.begin(_Committing())
    with pytest.raises(TargetError, match="画面に「受け付けました」が表示されませんでした"):
        steps_with_commit(desk, COMMIT)
