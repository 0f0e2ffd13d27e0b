"""Finding one thing on a screen, and saying clearly when there is none or more than one."""

from __future__ import annotations

import pytest

from dxrobot.browser.locate import locate
from dxrobot.browser.offers import offered
from dxrobot.browser.screen import read
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import TargetError
from dxrobot.masking import redactor
from dxrobot.robot.target import Target

from .conftest import Show

FORM = """
<h1>申請</h1>
<form>
 <label for=n>氏名:</label><input id=n value=a>
 <label for=k>フリガナ <b>[必須]</b></label><input id=k value=b>
 <label>\uff0a住所 <input id=adr value=c></label>
 <input aria-label="生年月日 年" id=y value=d><input placeholder="例: 03-1234-5678" id=tel value=e>
 <table>
  <tr><th>世帯主</th><td><input id=head value=f></td></tr>
  <tr><td>続柄</td><td>子</td></tr>
 </table>
 <dl><dt>受付番号</dt><dd>12345678</dd></dl>
 <label>登録者:</label><div class=readonly>shokuin</div>
 <label for=hid style="display:none">氏名</label><input id=hid style="display:none" value=hidden>
 <button type=button>検索</button><a href="#">戻る</a>
</form>
"""


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ({"label": "氏名"}, "a"),
        ({"label": "フリガナ"}, "b"),
        ({"label": "住所"}, "c"),
        ({"label": "生年月日 年"}, "d"),
        ({"label": "住", "exact": False}, "c"),
        ({"placeholder": "例: 03-1234-5678"}, "e"),
        ({"row": "世帯主"}, "f"),
        ({"row": "続柄"}, "子"),
        ({"row": "受付番号"}, "12345678"),
        ({"label": "登録者"}, "shokuin"),
        ({"role": "link", "name": "戻る"}, "戻る"),
        ({"text": "戻る"}, "戻る"),
        ({"css": "#head"}, "f"),
        ({"xpath": "//input[@id='k']"}, "b"),
    ],
)
def test_things_are_found_by_what_people_see(
    session: BrowserSession, show: Show, words: dict[str, str], value: str
) -> None:
    show(FORM)
    assert session.run(lambda page: read(page, Target(**words))) == value


def test_what_is_not_there_is_named_with_what_is_nearly_the_same(session: BrowserSession, show: Show) -> None:
    show(FORM)
    with pytest.raises(TargetError, match=r"「フリガナ名」の欄が見つかりません.*「フリガナ"):
        session.run(lambda page: locate(page, Target(label="フリガナ名")))


def test_what_is_like_the_name_of_a_person_is_not_told(session: BrowserSession, show: Show) -> None:
    redactor.learn("勅使河原 菊代")
    show("<ul><li><a href='#'>勅使河原 菊枝</a></ul>")
    with pytest.raises(TargetError) as caught:
        session.run(lambda page: locate(page, Target(role="link", name="勅使河原菊代"), waits=False))
    assert "菊枝" not in str(caught.value)


def test_links_of_a_result_list_are_not_offered_as_nearly_the_same(session: BrowserSession, show: Show) -> None:
    show("<table><tbody><tr><th><a href='#'>平田 竜吉</a></th><td>1</td></tr></tbody></table>")
    with pytest.raises(TargetError) as caught:
        session.run(lambda page: locate(page, Target(text="平田 竜")))
    assert "竜吉" not in str(caught.value)


def test_several_matches_are_listed_and_none_is_chosen(session: BrowserSession, show: Show) -> None:
    show("<label>氏名 <input id=one></label><label>氏名 <input id=two></label>")
    with pytest.raises(TargetError, match=r"2 個あり.*input one、input two"):
        session.run(lambda page: locate(page, Target(label="氏名")))


def test_a_cell_with_several_inputs_is_not_guessed(session: BrowserSession, show: Show) -> None:
    show("<table><tr><th>電話</th><td><input name=a>-<input name=b></td></tr></table>")
    with pytest.raises(TargetError, match="2 個あり"):
        session.run(lambda page: locate(page, Target(row="電話")))


def test_what_comes_late_is_waited_for(session: BrowserSession, show: Show) -> None:
    show("<script>setTimeout(() => document.body.innerHTML = '<label>氏名 <input value=late></label>', 300)</script>")
    assert session.run(lambda page: read(page, Target(label="氏名"))) == "late"


def test_a_thing_in_a_frame_is_found_there(session: BrowserSession, show: Show) -> None:
    show("<iframe name=main srcdoc='<label>氏名 <input value=inside></label>'></iframe>")
    assert session.run(lambda page: read(page, Target(label="氏名", frame="main"))) == "inside"


def test_a_missing_frame_is_named(session: BrowserSession, show: Show) -> None:
    show("")
    with pytest.raises(TargetError, match="「menu」の枠"):
        session.run(lambda page: locate(page, Target(label="氏名", frame="menu")))


def test_a_group_of_radio_buttons_without_a_name_is_offered_whole(session: BrowserSession, show: Show) -> None:
    """As Wagtail draws it: a section and a link are called like the field, each choice stands in its own box."""
    show("""<section aria-label=状態><a aria-label=状態 href="#s">#</a><div>
      <div><label><input type=radio name=state value=1>良い</label></div>
      <div><label><input type=radio name=state value=2>悪い</label></div></div></section>""")
    (page,) = session.run(lambda page: offered(page, lambda _frame: {}, lambda _frame: False))
    (radio,) = [offer for offer in page.offers if offer.kind == "radio"]
    assert radio.choices == ("良い", "悪い")
    assert not radio.target.css
    assert session.run(lambda page: locate(page, radio.target).locator("input").count()) == 2
