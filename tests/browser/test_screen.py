"""Filling, reading back, messages and tables."""

from __future__ import annotations

import pytest

from dxrobot.browser.arrival import expect_text
from dxrobot.browser.messages import page_messages
from dxrobot.browser.screen import click, fill, read
from dxrobot.browser.session import BrowserSession
from dxrobot.browser.tables import read_table
from dxrobot.errors import BusinessError, TargetError
from dxrobot.masking import Sensitive
from dxrobot.robot.model import ScreenField
from dxrobot.robot.target import Target

from .conftest import Show

ALL_KINDS = """
<label>氏名 <input></label><label>理由 <textarea></textarea></label><label>日付 <input type=date></label>
<label>金額 <input type=number></label>
<label>年金 <select>
 <option value="">--</option><option value=1> 国民年金 </option><option value=2>厚生年金</option>
</select></label>
<fieldset><legend>性別</legend>
 <label><input type=radio name=s>男</label><label><input type=radio name=s>女</label>
</fieldset>
<label>区分:</label><div>
 <input type=radio name=q id=q1><label for=q1>同居</label><input type=radio name=q id=q2><label for=q2>別居</label>
</div>
<label><input type=checkbox>同意する</label><label><input type=checkbox checked>郵送する</label>
<label><input type=checkbox style="display:none">隠れた箱</label>
"""
VALUES: list[tuple[Target, str | bool]] = [
    (Target(label="氏名"), "髙橋 㐂一"),
    (Target(label="理由"), "年金の\n手続き"),
    (Target(label="日付"), "2026-04-01"),
    (Target(label="金額"), "71052187"),
    (Target(label="年金"), "国民年金"),
    (Target(label="性別"), "女"),
    (Target(label="区分"), "同居"),
    (Target(label="同意する"), True),
    (Target(label="郵送する"), False),
    (Target(label="隠れた箱"), True),
]


def test_every_kind_of_control_is_filled_and_reads_back(session: BrowserSession, show: Show) -> None:
    show(ALL_KINDS)
    session.run(lambda page: fill(page, VALUES))
    assert session.run(lambda page: [read(page, target) for target, _ in VALUES]) == [value for _, value in VALUES]


def test_blank_values_are_entered_as_blank(session: BrowserSession, show: Show) -> None:
    show(ALL_KINDS)
    blank = [(Target(label=label), "") for label in ("氏名", "日付", "年金", "性別")]
    session.run(lambda page: fill(page, blank))
    assert session.run(lambda page: [read(page, target) for target, _ in blank]) == [""] * 4


def test_a_page_that_wants_keys_gets_keys(session: BrowserSession, show: Show) -> None:
    """The script throws away whatever was not typed."""
    show("""<label>氏名 <input id=a></label><script>
      let typed = ''; const a = document.getElementById('a');
      a.addEventListener('keydown', e => { if (e.key.length === 1 && !e.ctrlKey) typed += e.key; });
      a.addEventListener('input', () => { if (a.value !== typed) a.value = ''; });
    </script>""")
    session.run(lambda page: fill(page, [(Target(label="氏名"), "hirata")]))
    assert session.run(lambda page: read(page, Target(label="氏名"))) == "hirata"


def test_a_field_that_another_one_overwrites_is_entered_once_more(session: BrowserSession, show: Show) -> None:
    show("""<label>郵便番号 <input id=p></label><label>住所 <input id=a></label>
      <script>document.getElementById('p').onchange = () => document.getElementById('a').value = '京都府'</script>""")
    fields = [(Target(label="住所"), "京都府京都市西京区1-1"), (Target(label="郵便番号"), "615-8252")]
    session.run(lambda page: fill(page, fields))
    assert session.run(lambda page: read(page, Target(label="住所"))) == "京都府京都市西京区1-1"


def test_a_value_that_does_not_stay_is_named_without_the_value(session: BrowserSession, show: Show) -> None:
    show("<label>氏名 <input id=a></label><script>a.oninput = () => a.value = a.value.slice(0, 2)</script>")
    with pytest.raises(TargetError, match="残りません: 「氏名」の欄") as caught:
        session.run(lambda page: fill(page, [(Target(label="氏名"), "平田 竜吉")]))
    assert "平田" not in str(caught.value)


@pytest.mark.parametrize("label", ["年金", "性別"])
def test_a_choice_that_is_not_offered_is_for_a_person(session: BrowserSession, show: Show, label: str) -> None:
    show(ALL_KINDS)
    with pytest.raises(BusinessError, match=f"「{label}」の欄に選べない値"):
        session.run(lambda page: fill(page, [(Target(label=label), "平田")]))


@pytest.mark.parametrize(
    ("label", "value", "told"),
    [
        ("日付", "令和4年", r"日付の欄: 2026-04-01 の形"),
        ("金額", "1,200円", "数だけの欄"),
        ("金額", "百冊", "数だけの欄"),
    ],
)
def test_a_value_that_the_input_cannot_take_is_for_a_person(
    session: BrowserSession, show: Show, label: str, value: str, told: str
) -> None:
    show(ALL_KINDS)
    with pytest.raises(BusinessError, match=rf"「{label}」の欄に入らない値です\({told}\)") as caught:
        session.run(lambda page: fill(page, [(Target(label="氏名"), "平田"), (Target(label=label), value)]))
    assert value not in str(caught.value)


@pytest.mark.parametrize(("label", "value"), [("同意する", "はい"), ("氏名", True)])
def test_a_value_of_the_wrong_kind_is_refused(
    session: BrowserSession, show: Show, label: str, value: str | bool
) -> None:
    show(ALL_KINDS)
    with pytest.raises(TargetError, match=f"「{label}」の欄") as caught:
        session.run(lambda page: fill(page, [(Target(label=label), value)]))
    assert str(value) not in str(caught.value)


def test_a_disabled_input_is_named(session: BrowserSession, show: Show) -> None:
    show("<label>氏名 <input disabled></label>")
    with pytest.raises(TargetError, match="「氏名」の欄に入力できません"):
        session.run(lambda page: fill(page, [(Target(label="氏名"), "x")]))


SAVE = Target(role="button", name="登録")
VEIL = "position:fixed;inset:0;background:white"


def test_what_covers_a_button_is_named_without_its_words(session: BrowserSession, show: Show) -> None:
    show(f"<button>登録</button><div id=notice style='{VEIL}'><p>平田 竜吉 様</p></div>")
    with pytest.raises(TargetError, match=r"「登録」のボタンを押せません。.*\(div notice\)に隠れています") as caught:
        session.run(lambda page: click(page, SAVE))
    assert "平田" not in str(caught.value)


@pytest.mark.parametrize("closing", ["d.onblur", "onkeyup"])
def test_a_calendar_over_the_button_is_closed_before_it_is_pressed(
    session: BrowserSession, show: Show, closing: str
) -> None:
    """By leaving its field, or by the Escape key."""
    show(f"""<label>貸出日 <input id=d></label><button onclick="d.value = 'pressed'">登録</button>
      <div id=calendar style='{VEIL}'>4月</div><script>d.focus();
      {closing} = e => {{ if (e.type === 'blur' || e.key === 'Escape') calendar.remove(); }}</script>""")
    session.run(lambda page: click(page, SAVE))
    assert session.run(lambda page: read(page, Target(label="貸出日"))) == "pressed"


def test_clicking_waits_for_the_page_it_leads_to(session: BrowserSession, show: Show, pages) -> None:
    pages.html["/next"] = "<meta charset=utf-8><h1>次の画面</h1>"
    show("<form action=/next><button>進む</button></form>")
    session.run(lambda page: click(page, Target(role="button", name="進む")))
    assert session.run(lambda page: page.inner_text("h1")) == "次の画面"


def test_expected_words_that_do_not_come_are_said_with_the_pages_own_message(
    session: BrowserSession, show: Show
) -> None:
    show("<p role=alert>受付番号が重複しています</p>")
    with pytest.raises(TargetError, match="「登録しました」が表示されませんでした。受付番号が重複しています"):
        session.run(lambda page: expect_text(page, "登録しました", 1.0))


def test_messages_come_with_the_field_they_stand_at(session: BrowserSession, show: Show) -> None:
    show("""<p class=errornote>下記のエラーを修正してください。</p>
      <div><ul class=errorlist><li>必須です。</li><li>短すぎます。</li></ul><div><label>氏名:</label><input></div></div>
      <div role=alert style="display:none">隠れています</div><div role=alert>混雑しています</div>""")
    assert session.run(page_messages) == [
        "下記のエラーを修正してください。",
        "氏名: 必須です。",
        "氏名: 短すぎます。",
        "混雑しています",
    ]


LIST = """<table id={id}><thead><tr><th><input type=checkbox></th><th>整理番号</th><th>氏名</th></tr></thead>
<tbody><tr><td></td><td><a href="#">123</a></td><td>平田
 竜吉</td></tr><tr><td></td><td>456</td><td>柳 肇博</td></tr></tbody></table>"""


def test_a_table_is_read_by_its_headers(session: BrowserSession, show: Show) -> None:
    show(LIST.format(id="a") + "<table><tr><th>行見出し</th><td>値</td></tr></table>")
    assert session.run(lambda page: list(read_table(page, None).rows)) == [
        {"整理番号": "123", "氏名": "平田 竜吉"},
        {"整理番号": "456", "氏名": "柳 肇博"},
    ]


def test_no_table_means_no_rows(session: BrowserSession, show: Show) -> None:
    show("<p>0 件</p>")
    assert session.run(lambda page: list(read_table(page, None).rows)) == []


def test_one_of_several_tables_must_be_named(session: BrowserSession, show: Show) -> None:
    show(LIST.format(id="a") + LIST.format(id="b"))
    with pytest.raises(TargetError, match="表が 2 個"):
        session.run(lambda page: list(read_table(page, None).rows))
    assert len(session.run(lambda page: read_table(page, Target(css="#b")).rows)) == 2


@pytest.mark.parametrize(("sensitive", "told"), [(None, True), ("name", False)])
def test_what_can_be_chosen_is_told_unless_it_is_personal_data(
    session: BrowserSession, show: Show, sensitive: Sensitive | None, told: bool
) -> None:
    show("<label>世帯主 <select><option></option><option>山田 太郎</option></select></label>")
    field = ScreenField(label="世帯主", sensitive=sensitive)
    with pytest.raises(BusinessError) as caught:
        session.run(lambda page: fill(page, [(field, "鈴木")]))
    assert ("山田 太郎" in str(caught.value)) == told
