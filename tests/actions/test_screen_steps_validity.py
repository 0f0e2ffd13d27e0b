"""What the browser itself will not send is told before the intent is written."""

from __future__ import annotations

import pytest

from dxrobot.errors import BusinessError
from tests.browser.conftest import Pages

from .screens import AtDesk, steps_with_commit, work
from .test_screen_steps_recheck import Recorder

SCREENS = """
entry:
  title: 登録
  path: /entry
  ready: {role: heading, name: 登録}
  fields: {name: {label: 氏名}, value: {label: 人数}}
  buttons: {register: {role: button, name: 登録する}}
"""
PAGE = """<h1>登録</h1><form {checked} onsubmit="p.textContent = '登録しました'; return false">
<label>氏名 <input></label><label>人数 <input {rule}></label><button {button}>登録する</button></form><p id=p></p>"""
REGISTER = "[commit: {button: register, confirmed_by: 登録しました}]"


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("type=number step=5", "12"),
        ("type=number min=20", "12"),
        ("type=email", "平田秘密"),
        ("pattern='[0-9]+'", "平田秘密"),
    ],
)
def test_a_value_that_the_browser_refuses_is_the_records_fault(
    site: Pages, at_desk: AtDesk, rule: str, value: str
) -> None:
    site.html["/entry"] = PAGE.format(checked="", rule=rule, button="")
    desk = at_desk(SCREENS)
    hooks = Recorder()
    desk.begin(hooks)
    work(desk, f"[open: entry, fill: {{name: 平田, value: '{value}'}}]")
    with pytest.raises(BusinessError, match="人数") as caught:
        steps_with_commit(desk, REGISTER)
    assert "秘密" not in str(caught.value)
    assert hooks.told == []


@pytest.mark.parametrize(
    ("checked", "button"), [("novalidate", ""), ("", "formnovalidate"), ("", "type=button onclick='form.onsubmit()'")]
)
def test_what_the_browser_does_not_check_is_sent(site: Pages, at_desk: AtDesk, checked: str, button: str) -> None:
    site.html["/entry"] = PAGE.format(checked=checked, rule="type=number step=5", button=button)
    desk = at_desk(SCREENS)
    hooks = Recorder()
    desk.begin(hooks)
    work(desk, "[open: entry, fill: {name: 平田, value: '12'}]")
    steps_with_commit(desk, REGISTER)
    assert hooks.told == ["submitting", "done"]
