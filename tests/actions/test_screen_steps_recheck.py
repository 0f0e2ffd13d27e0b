"""Values that a page rewrites after they were entered: mended before a click sends them, or nothing is sent."""

from __future__ import annotations

import pytest

from dxrobot.actions.desk import Desk
from dxrobot.errors import TargetError
from tests.browser.conftest import Answer, Pages

from .screens import AtDesk, steps_with_commit, work

SCREENS = """
entry:
  title: 登録
  path: /entry
  ready: {role: heading, name: 登録}
  fields: {name: {label: 氏名}, address: {label: 住所}, line: {label: 明細}}
  buttons: {add: {role: button, name: 追加}, register: {role: button, name: 登録する}}
"""
PAGE = """<h1>登録</h1><label>氏名 <input id=n></label><label>住所 <input id=a></label><label>明細 <input id=l></label>
<button id=add>追加</button><button id=reg>登録する</button><p id=p></p><script>
  const later = work => setTimeout(work, 100);
  add.onclick = () => { l.value = ''; };
  reg.onclick = () => { p.textContent = '登録しました ' + n.value + ' ' + a.value; };
  %s
</script>"""
COMMIT = """
- open: entry
- fill: {name: 平田, address: 京都府1-1}
- wait_for: {text: 準備できました}
- commit: {button: register, confirmed_by: 登録しました}
"""


class Recorder:
    """The hooks of a run that writes its intent down."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def before_commit(self) -> None:
        self.told.append("submitting")

    def confirmed(self) -> None:
        self.told.append("done")


def test_a_field_that_the_page_fills_late_is_entered_once_more(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = PAGE % "later(() => { a.value = '京都府'; p.textContent = '準備できました'; });"
    desk = at_desk(SCREENS)
    desk.begin(Recorder())
    steps_with_commit(desk, COMMIT)
    assert desk.session.run(lambda page: page.inner_text("#p")) == "登録しました 平田 京都府1-1"


def test_nothing_is_sent_where_a_value_does_not_stay(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = (
        PAGE
        % """later(() => {
      a.value = '京都府'; a.oninput = () => { a.value = '京都府'; }; p.textContent = '準備できました';
    });"""
    )
    desk = at_desk(SCREENS)
    hooks = Recorder()
    desk.begin(hooks)
    with pytest.raises(TargetError, match="「住所」の欄") as caught:
        steps_with_commit(desk, COMMIT)
    assert hooks.told == []
    assert "京都" not in str(caught.value)


def test_a_line_that_the_page_has_taken_over_may_be_empty_again(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = PAGE % ""
    desk = at_desk(SCREENS)
    hooks = Recorder()
    desk.begin(hooks)
    work(desk, "[open: entry, fill: {name: 平田, line: 一行目}, click: add, fill: {line: 二行目}, click: add]")
    steps_with_commit(desk, "[commit: {button: register, confirmed_by: 登録しました}]")
    assert hooks.told == ["submitting", "done"]


def test_a_click_that_rewrites_what_was_sent_before_keeps_the_record_from_being_committed(
    site: Pages, at_desk: AtDesk
) -> None:
    site.html["/entry"] = PAGE % "add.onclick = () => { n.value = '別人'; };"
    desk = at_desk(SCREENS)
    hooks = Recorder()
    desk.begin(hooks)
    work(desk, "[open: entry, fill: {name: 平田}, click: add]")
    with pytest.raises(TargetError, match="登録する前に画面で変わりました: 「氏名」の欄"):
        steps_with_commit(desk, "[commit: {button: register, confirmed_by: 登録しました}]")
    assert hooks.told == []


class LateRecorder(Recorder):
    """A run whose picture and journal take a while, in which the page does something."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def before_commit(self) -> None:
        super().before_commit()
        self.desk.session.run(lambda page: page.evaluate("window.meanwhile && window.meanwhile()"))


ENTER = "[open: entry, fill: {name: 平田, address: 京都府1-1}]"
REGISTER = "[commit: {button: register, confirmed_by: 登録しました}]"


@pytest.mark.parametrize(
    "script",
    [
        "window.meanwhile = () => { a.value = '別の住所'; };",  # while the intent is written
        "reg.onpointerdown = () => { a.value = '別の住所'; };",  # by the click itself
        "reg.onmouseover = () => { a.value = '別の住所'; };",
    ],
)
def test_a_value_that_changes_at_the_last_moment_keeps_the_click_from_the_page(
    site: Pages, at_desk: AtDesk, script: str
) -> None:
    site.html["/entry"] = PAGE % script
    desk = at_desk(SCREENS)
    hooks = LateRecorder(desk)
    desk.begin(hooks)
    work(desk, ENTER)
    with pytest.raises(TargetError, match="「住所」の欄"):
        steps_with_commit(desk, REGISTER)
    assert hooks.told == ["submitting"]  # in doubt: a look at the target decides
    assert desk.session.run(lambda page: page.inner_text("#p")) == ""


def test_what_the_page_looks_up_is_waited_for_before_it_is_sent(site: Pages, at_desk: AtDesk) -> None:
    site.answers["/zip"] = Answer(b"{}", "application/json", delay_s=0.8)
    site.html["/entry"] = (
        PAGE % "let done; n.onchange = () => { if (!done) fetch('/zip').then(() => { a.value = '別'; done = 1; }); };"
    )
    desk = at_desk(SCREENS)
    desk.begin(Recorder())
    work(desk, ENTER)
    steps_with_commit(desk, REGISTER)
    assert desk.session.run(lambda page: page.inner_text("#p")) == "登録しました 平田 京都府1-1"


def test_a_value_that_the_page_discards_when_its_field_is_left_is_not_sent(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = PAGE % "a.onblur = () => setTimeout(() => { a.value = ''; }, 100);"
    desk = at_desk(SCREENS)
    hooks = Recorder()
    desk.begin(hooks)
    work(desk, "[open: entry, fill: {name: 平田}]")
    work(desk, "[fill: {address: 京都府1-1}]")
    sent = ""
    try:
        steps_with_commit(desk, REGISTER)
        sent = "登録しました 平田 京都府1-1"  # on a slow machine the page may be late: then it sends what was entered
    except TargetError as error:
        assert "「住所」の欄" in str(error)
    assert desk.session.run(lambda page: page.inner_text("#p")) == sent


def test_a_harmless_rewriting_at_the_click_does_not_hold_it(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = PAGE % "reg.onpointerdown = () => { a.value = '1,200'; };"
    desk = at_desk(SCREENS)
    hooks = Recorder()
    desk.begin(hooks)
    work(desk, "[open: entry, fill: {name: 平田, address: '1200'}]")
    steps_with_commit(desk, REGISTER)
    assert hooks.told == ["submitting", "done"]


BUSY = """
const o = document.body.appendChild(document.createElement('input'));
const busy = document.body.appendChild(document.createElement('p'));
const change = (field, value) => { o.onblur = () => {
  o.onblur = null;
  busy.textContent = '処理中です';
  setTimeout(() => { field.value = value; busy.textContent = ''; }, 500);
}; o.focus(); };
"""


def test_what_changes_while_the_screen_is_busy_after_a_field_was_left_is_noticed(site: Pages, at_desk: AtDesk) -> None:
    site.html["/entry"] = PAGE % BUSY
    desk = at_desk(SCREENS.replace("  fields:", "  busy: {text: 処理中です}\n  fields:"))
    hooks = Recorder()
    desk.begin(hooks)
    work(desk, "[open: entry, fill: {name: 平田}, click: add, fill: {address: 京都府1-1}]")
    desk.session.run(lambda page: page.evaluate("change(a, '別の住所')"))
    steps_with_commit(desk, REGISTER)  # entered once more before anything is written down
    assert desk.session.run(lambda page: page.inner_text("#p")) == "登録しました 平田 京都府1-1"

    hooks = Recorder()
    desk.begin(hooks)
    work(desk, "[open: entry, fill: {name: 平田}, click: add]")
    desk.session.run(lambda page: page.evaluate("change(n, '別人')"))
    with pytest.raises(TargetError, match="登録する前に画面で変わりました: 「氏名」の欄"):
        steps_with_commit(desk, REGISTER)
    assert hooks.told == []
