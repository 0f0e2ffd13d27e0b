"""Filling a form in one step: what it does by itself, what it leaves to the ordinary way, and what comes out."""

from __future__ import annotations

import pytest

from dxrobot.browser.fast_fill import fill_ahead
from dxrobot.browser.screen import fill, open_page, read, read_all, verify
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import BusinessError, TargetError
from dxrobot.robot.target import Target

from .conftest import Pages, Show
from .test_screen import ALL_KINDS, VALUES


def label(words: str) -> Target:
    return Target(label=words)


def ahead(session: BrowserSession, *fields: tuple[Target, str | bool]) -> list[str | bool | None]:
    """What one step in the page fills by itself."""
    return session.run(lambda page: fill_ahead(page, fields))


def filled(session: BrowserSession, *fields: tuple[Target, str | bool]) -> list[str | bool]:
    session.run(lambda page: fill(page, fields))
    return session.run(lambda page: read_all(page, [target for target, _value in fields]))


def test_every_kind_of_visible_control_is_filled_in_one_step(session: BrowserSession, show: Show) -> None:
    show(ALL_KINDS)
    visible = VALUES[:-1]
    assert ahead(session, *visible) == [value for _target, value in visible]


@pytest.mark.parametrize(
    "target",
    [
        Target(label="氏名"),
        Target(role="textbox", name="氏名"),
        Target(placeholder="例: 山田"),
        Target(css="#a"),
        Target(xpath="//input[@name='n']"),
    ],
)
def test_a_field_is_found_in_every_way_that_targets_know(session: BrowserSession, show: Show, target: Target) -> None:
    show("<label>氏名 <input id=a name=n placeholder='例: 山田'></label><label>住所 <input></label>")
    assert ahead(session, (target, "平田")) == ["平田"]


LEGACY = """<table><tr><td colspan=2><table>
  <tr><td>氏名 <font color=red>※</font></td><td><input name=a></td><td>住所：</td><td><input name=b></td></tr>
  <tr><td><label>年金</label></td><td><select><option>国民年金<option>厚生年金</select></td>
      <td>性別</td><td><input type=radio name=s value=1>男<input type=radio name=s value=2>女</td></tr>
</table></td></tr></table><table><tr><th>氏名</th><th>住所</th></tr></table>"""


def test_labels_in_the_neighbouring_cell_are_found(session: BrowserSession, show: Show) -> None:
    show(LEGACY)
    values = {"氏名": "平田", "住所": "京都府", "年金": "厚生年金", "性別": "女"}
    fields = [(label(words), value) for words, value in values.items()]
    assert ahead(session, *fields) == list(values.values())
    assert session.run(lambda page: [read(page, target) for target, _value in fields]) == list(values.values())


def test_a_real_label_goes_before_the_neighbouring_cell(session: BrowserSession, show: Show) -> None:
    show("<table><tr><td>氏名</td><td><input value=cell></td></tr></table><label>氏名 <input id=a></label>")
    assert ahead(session, (label("氏名"), "平田")) == ["平田"]
    assert session.run(lambda page: page.input_value("#a")) == "平田"


def test_two_fields_of_the_same_name_are_left_alone(session: BrowserSession, show: Show) -> None:
    show("<label>氏名 <input id=one></label><label>氏名 <input id=two></label>")
    with pytest.raises(TargetError, match=r"2 個あり.*input one、input two"):
        filled(session, (label("氏名"), "平田"))
    assert session.run(lambda page: [page.input_value("#one"), page.input_value("#two")]) == ["", ""]


def test_what_is_hidden_does_not_count_beside_what_is_seen(session: BrowserSession, show: Show) -> None:
    show("<div style='display:none'><label>氏名 <input id=old></label></div><label>氏名 <input id=new></label>")
    assert ahead(session, (label("氏名"), "平田")) == ["平田"]
    assert session.run(lambda page: page.input_value("#new")) == "平田"


def test_fields_in_a_shadow_tree_and_in_a_frame_are_filled_in_one_step(session: BrowserSession, show: Show) -> None:
    show("""<div id=host></div><iframe name=main srcdoc='<label>住所 <input></label>'></iframe>
      <script>host.attachShadow({mode: 'open'}).innerHTML = '<label>氏名 <input></label>'</script>""")
    fields = ((label("氏名"), "平田"), (Target(label="住所", frame="main"), "京都府"))
    assert ahead(session, *fields) == ["平田", "京都府"]


@pytest.mark.parametrize(
    "control",
    [
        "<input readonly>",
        "<input disabled>",
        "<input type=file>",
        "<input role=combobox>",
        "<input list=l>",
        "<input aria-autocomplete=list>",
        "<input style='display:none'>",
        "<select multiple><option>平田</select>",
        "<input type=number>",
        "<input type=date>",
        "<div contenteditable aria-label=氏名>-</div>",
    ],
)
def test_what_one_step_is_not_sure_of_is_left_to_the_ordinary_way(
    session: BrowserSession, show: Show, control: str
) -> None:
    show(f"<label>氏名 {control}</label>")
    assert ahead(session, (label("氏名"), "平田")) == []


@pytest.mark.parametrize("state", ["readonly", "disabled"])
def test_a_locked_field_is_named(session: BrowserSession, show: Show, state: str) -> None:
    show(f"<label>氏名 <input {state}></label>")
    with pytest.raises(TargetError, match="「氏名」の欄に入力できません"):
        filled(session, (label("氏名"), "平田"))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "1200"),
        ("number", "-0.5"),
        ("date", "2026-04-01"),
        ("time", "08:30"),
        ("month", "2026-04"),
        ("datetime-local", "2026-04-01T08:30"),
        ("tel", "06-2609-2506"),
        ("email", "a@example.jp"),
    ],
)
def test_inputs_with_a_form_of_their_own_are_filled_in_one_step(
    session: BrowserSession, show: Show, kind: str, value: str
) -> None:
    show(f"<label>欄 <input type={kind}></label>")
    assert ahead(session, (label("欄"), value)) == [value]


def test_a_choice_inside_a_group_of_choices_is_chosen(session: BrowserSession, show: Show) -> None:
    show("<label>口座 <select><optgroup label=銀行><option>みどり<option>あおば</optgroup></select></label>")
    assert ahead(session, (label("口座"), "あおば")) == ["あおば"]


def test_a_value_longer_than_the_field_is_not_cut_in_silence(session: BrowserSession, show: Show) -> None:
    show("<label>氏名 <input maxlength=3></label>")
    with pytest.raises(BusinessError, match="残りません: 「氏名」の欄は 3 文字までで、値は 5 文字です"):
        filled(session, (label("氏名"), "平田 竜吉"))


def test_the_fields_around_one_that_comes_late_are_filled_too(session: BrowserSession, show: Show) -> None:
    show("""<label>氏名 <input></label><div id=late></div><label>電話 <input></label><script>
      setTimeout(() => { late.innerHTML = '<label>住所 <input></label>'; }, 400)</script>""")
    fields = [(label("氏名"), "平田"), (label("住所"), "京都府"), (label("電話"), "06")]
    assert filled(session, *fields) == ["平田", "京都府", "06"]


def test_a_field_that_the_page_overwrites_is_entered_once_more(session: BrowserSession, show: Show) -> None:
    show("""<label>郵便番号 <input id=p></label><label>住所 <input id=a></label><script>
      p.onchange = () => Promise.resolve().then(() => setTimeout(() => { a.value = '京都府'; }))</script>""")
    assert filled(session, (label("住所"), "京都府京都市1-1"), (label("郵便番号"), "615-8252"))[0] == "京都府京都市1-1"


def test_choices_that_depend_on_another_choice_are_waited_for(session: BrowserSession, show: Show) -> None:
    show("""<label>都道府県 <select id=p><option value="">選択<option>京都府<option>大阪府</select></label>
      <label>市区町村 <select id=c><option value="">選択</select></label><script>
      p.onchange = () => setTimeout(() => { c.innerHTML = '<option value="">選択<option>宇治市<option>京都市'; }, 300)
      </script>""")
    fields = [(label("都道府県"), "京都府"), (label("市区町村"), "宇治市")]
    assert filled(session, *fields) == ["京都府", "宇治市"]


@pytest.mark.parametrize(
    ("script", "entered", "shown"),
    [
        ("a.value = a.value.normalize('NFKC')", "ﾋﾗﾀ　１２", "ヒラタ 12"),
        ("a.value = Number(a.value).toLocaleString('en')", "1200", "1,200"),
        ("a.value = a.value.slice(0, 3) + '-' + a.value.slice(3)", "6158252", "615-8252"),
    ],
)
def test_a_page_may_write_a_value_in_its_own_way(
    session: BrowserSession, show: Show, script: str, entered: str, shown: str
) -> None:
    show(f"<label>欄 <input id=a></label><script>a.onblur = () => {{ {script} }}</script>")
    assert filled(session, (label("欄"), entered)) == [shown]
    assert session.run(lambda page: verify(page, [(label("欄"), entered)])) == []


@pytest.mark.parametrize("script", ["a.value = a.value.slice(1)", "a.value = '-' + a.value"])
def test_another_number_is_not_the_same_value(session: BrowserSession, show: Show, script: str) -> None:
    show(f"<label>欄 <input id=a></label><script>a.onblur = () => {{ {script} }}</script>")
    with pytest.raises(TargetError, match="残りません"):
        filled(session, (label("欄"), "1200"))


def test_a_field_that_is_drawn_anew_when_another_changes_is_read_where_it_now_stands(
    session: BrowserSession, show: Show
) -> None:
    show("""<div id=d></div><label>電話 <input id=p></label><script>
      const draw = value => { d.innerHTML = '<label>氏名 <input></label>'; d.querySelector('input').value = value; };
      draw(''); p.onchange = () => draw(d.querySelector('input').value);</script>""")
    assert ahead(session, (label("氏名"), "平田"), (label("電話"), "06")) == ["平田", "06"]


def test_a_form_that_submits_itself_on_a_change_is_filled_on_the_page_that_comes(
    session: BrowserSession, show: Show, pages: Pages
) -> None:
    form = """<form action="/again"><label>氏名 <input name=n></label>
      <label>区分 <select name=k onchange="form.submit()"><option value="">選択<option {}>法人</select></label></form>
      <label>電話 <input></label>"""
    pages.html["/again"] = "<meta charset=utf-8>" + form.format("selected")
    show(form.format(""))
    fields = [(label("氏名"), "平田"), (label("区分"), "法人"), (label("電話"), "06")]
    assert filled(session, *fields) == ["平田", "法人", "06"]
    assert session.run(lambda page: page.url).endswith("/again?n=%E5%B9%B3%E7%94%B0&k=%E6%B3%95%E4%BA%BA")


@pytest.mark.parametrize(
    ("script", "policy"),
    [
        ("", "default-src 'none'; script-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"),
        ("Array.prototype.toJSON = () => 'x'; Object.prototype.junk = 1; Array.prototype.first = () => 1", ""),
    ],
)
def test_a_page_that_forbids_scripts_or_alters_the_language_is_filled_in_one_step(
    session: BrowserSession, script: str, policy: str
) -> None:
    html = (
        f"<script>{script}</script><label>氏名 <input></label><label>区分 <select><option>甲<option>乙</select></label>"
    )
    show_in(session, "utf-8", html, {"Content-Security-Policy": policy} if policy else {})
    assert ahead(session, (label("氏名"), "平田"), (label("区分"), "乙")) == ["平田", "乙"]


# --- Looking once more before the committing click ---------------------------------------------------------------


def test_fields_rewritten_after_filling_are_named(session: BrowserSession, show: Show) -> None:
    show(ALL_KINDS)
    session.run(lambda page: fill(page, VALUES))
    assert session.run(lambda page: verify(page, VALUES)) == []
    session.run(lambda page: page.get_by_label("氏名").fill("別人"))
    session.run(lambda page: page.get_by_label("同意する").uncheck())
    assert session.run(lambda page: verify(page, VALUES)) == [label("氏名"), label("同意する")]


def test_what_a_confirmation_only_shows_is_passed_over(session: BrowserSession, show: Show) -> None:
    show("""<table><tr><th>氏名</th><td>平田　竜吉 様</td></tr></table>
      <label>住所 <input readonly value="京都府…"></label><div role=textbox aria-label=電話>06</div>""")
    fields = [(label(words), "別の値") for words in ("氏名", "住所", "電話", "口座番号")]
    assert session.run(lambda page: verify(page, fields)) == []


# --- Characters that a page cannot send --------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "character"), [("Shift_JIS", "𠮷"), ("EUC-JP", "㐂")])
def test_a_character_without_a_code_is_named_before_anything_is_filled(
    session: BrowserSession, code: str, character: str
) -> None:
    show_in(session, code, "<form><label>住所 <input></label><label>氏名 <input></label></form>")
    with pytest.raises(BusinessError, match=f"「氏名」の欄に、.*文字コードにない文字があります: {character}") as caught:
        filled(session, (label("住所"), "京都府"), (label("氏名"), f"田中{character}郎"))
    assert "田中" not in str(caught.value)
    assert session.run(lambda page: read(page, label("住所"))) == ""


@pytest.mark.parametrize("code", ["Shift_JIS", "EUC-JP"])
def test_characters_with_a_code_are_filled(session: BrowserSession, code: str) -> None:
    show_in(session, code, "<form><label>氏名 <input></label></form>")
    assert filled(session, (label("氏名"), "髙﨑 ①〜&#".replace("〜", "～"))) == ["髙﨑 ①～&#"]


def test_a_form_sent_in_utf8_takes_every_character(session: BrowserSession) -> None:
    show_in(session, "Shift_JIS", "<form accept-charset=UTF-8><label>氏名 <input></label></form>")
    assert filled(session, (label("氏名"), "𠮷田")) == ["𠮷田"]


def show_in(session: BrowserSession, code: str, html: str, headers: dict[str, str] | None = None) -> None:
    """Put a page on the screen that is written, and sent back, in ``code``."""

    def put(page) -> None:
        answer = {"Content-Type": f"text/html; charset={code}", **(headers or {})}
        page.route("**/coded", lambda route: route.fulfill(body=html.encode(code), headers=answer))
        open_page(page, "/coded")
        page.unroute("**/coded")

    session.run(put)
