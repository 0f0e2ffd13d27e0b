"""Screens that change without a new page: spinners, things that come late, and reading what they show."""

from __future__ import annotations

import pytest

from dxrobot.actions.desk import Desk
from dxrobot.errors import BusinessError, TargetError
from tests.browser.conftest import Pages

from .screens import AtDesk, work

SCREENS = """
entry:
  title: 登録
  path: /entry
  ready: {role: heading, name: 登録}
  busy: {css: "#spinner"}
  fields:
    name: {label: 氏名}
    bank: {label: 金融機関, kind: autocomplete}
    town: {label: 町名}
    sex: {label: 性別}
    agreed: {label: 同意する}
    memo: {label: 備考}
    born: {label: 生年月日}
  buttons: {look_up: {role: button, name: 検索}}
"""
PAGE = """<h1>登録</h1><label>氏名 <input id=n></label><div id=spinner hidden>処理中</div>
<button onclick="look()">検索</button><p id=p></p><script>
function look() {
  spinner.hidden = false;
  setTimeout(() => { n.value = '平田'; p.textContent = '1件あります'; spinner.hidden = true; }, %d);
}</script>"""


def test_every_step_waits_until_the_spinner_is_gone(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = PAGE % 400
    assert work(at_desk(SCREENS), "[open: entry, click: look_up, {read: [name], as: shown}]") == {
        "shown": {"name": "平田"}
    }


def test_a_spinner_that_does_not_go_is_said(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = PAGE % 9999
    with pytest.raises(TargetError, match="処理中の表示が、時間内に消えませんでした"):
        work(at_desk(SCREENS), "[open: entry, click: look_up, read: [name]]")


@pytest.mark.parametrize("sign", ["text: 1件", "shown: {text: 1件あります}", "gone: {css: '#p:empty'}"])
def test_what_comes_or_goes_late_is_waited_for(site: Pages, at_desk: AtDesk, sign: str) -> None:
    site.html["/entry"] = (PAGE % 300).replace("spinner.hidden = false;", "")
    work(at_desk(SCREENS), f"[open: entry, click: look_up, wait_for: {{{sign}, seconds: 2}}]")


def test_what_does_not_come_in_its_time_is_named(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = PAGE % 9999
    with pytest.raises(TargetError, match="「2件」という文字が、時間内に表示されませんでした"):
        work(at_desk(SCREENS), "[open: entry, wait_for: {shown: {text: 2件}, seconds: 0.2}]")


def test_choices_boxes_dates_and_editable_text_are_entered_by_what_people_see(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = """<h1>登録</h1><label>氏名 <input></label><fieldset><legend>性別</legend>
      <label><input type=radio name=s>男</label><label><input type=radio name=s>女</label></fieldset>
      <label><input type=checkbox>同意する</label><label>生年月日 <input type=date></label>
      <div contenteditable aria-label=備考 role=textbox style="min-height:1em">前の文</div>"""
    values = {"name": "平田", "sex": "女", "agreed": True, "memo": "転入", "born": "2026-04-01"}
    steps = """
    - open: entry
    - fill: {name: 平田, sex: 女, agreed: true, memo: 転入, born: "2026-04-01"}
    - read: [name, sex, agreed, memo, born]
      as: shown
    """
    assert work(at_desk(SCREENS), steps)["shown"] == values


SUGGESTING = """<h1>登録</h1><label>金融機関 <input id=b></label><label>町名 <input id=t role=combobox></label>
<ul role=listbox id=l></ul><script>
const all = ['見本銀行', '見本銀行 本店', '見本信用金庫', '桂', '桂上'];
for (const field of [b, t]) field.oninput = () => setTimeout(() => {
  l.replaceChildren(...all.filter(name => field.value && name.startsWith(field.value.slice(0, 2))).map(name => {
    const item = document.createElement('li');
    item.setAttribute('role', 'option');
    item.textContent = name;
    item.onclick = () => { field.value = name; field.dataset.chosen = 'yes'; l.replaceChildren(); };
    return item;
  }));
}, 150);
</script>"""


def chosen(desk: Desk, field: str) -> bool:
    return bool(desk.session.run(lambda page: page.evaluate(f"{field}.dataset.chosen === 'yes'")))


def test_the_exact_suggestion_is_chosen_and_not_a_longer_one(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = SUGGESTING
    desk = at_desk(SCREENS)
    steps = "[open: entry, fill: {bank: 見本銀行, town: 桂}, {read: [bank, town], as: shown}]"
    assert work(desk, steps)["shown"] == {"bank": "見本銀行", "town": "桂"}
    assert chosen(desk, "b") and chosen(desk, "t")


def test_a_value_that_is_not_suggested_is_for_a_person_where_only_suggestions_count(
    site: Pages, at_desk: AtDesk
) -> None:
    site.html["/entry"] = SUGGESTING
    with pytest.raises(BusinessError, match="「金融機関」の欄の候補に、入力する値がありません") as caught:
        work(at_desk(SCREENS), "[open: entry, fill: {bank: 見本}]")
    assert "見本" not in str(caught.value)


def test_two_suggestions_that_say_the_same_are_for_a_person(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = (
        SUGGESTING.replace("'桂上'", "'桂上', '桂'").replace("金融機関", "氏名").replace("町名", "金融機関")
    )
    with pytest.raises(BusinessError, match="同じものが 2 個"):
        work(at_desk(SCREENS), "[open: entry, fill: {bank: 桂}]")


def test_a_value_that_is_not_suggested_stays_where_free_text_is_allowed(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = SUGGESTING
    desk = at_desk(SCREENS)
    assert work(desk, "[open: entry, fill: {town: 新町}, {read: [town], as: shown}]")["shown"] == {"town": "新町"}
    assert not chosen(desk, "t")


def test_a_screen_whose_sign_stays_hidden_is_not_taken_for_shown(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = '<h1 id=sign style="visibility: hidden">登録</h1>'
    with pytest.raises(TargetError, match="隠れたまま"):
        work(at_desk(SCREENS.replace("{role: heading, name: 登録}", '{css: "#sign"}')), "[open: entry]")


def test_a_sign_without_height_is_there(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = '<div id=sign style="height: 0">登録</div>'
    work(at_desk(SCREENS.replace("{role: heading, name: 登録}", '{css: "#sign"}')), "[open: entry]")


def test_a_field_that_the_page_fills_late_is_waited_for(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = (PAGE % 400).replace("spinner.hidden = false;", "")
    steps = "[open: entry, click: look_up, wait_for: {filled: name}, {read: [name], as: shown}]"
    assert work(at_desk(SCREENS), steps) == {"shown": {"name": "平田"}}


def test_a_field_that_the_page_does_not_fill_is_the_mistake_of_the_record(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = (PAGE % 9999).replace("spinner.hidden = false;", "alert('該当する住所がありません');")
    with pytest.raises(BusinessError, match=r"「氏名」の欄に値が入りません.*該当する住所がありません"):
        work(at_desk(SCREENS), "[open: entry, click: look_up, wait_for: {filled: name, seconds: 0.3}]")
