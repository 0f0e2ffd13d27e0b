"""Fields that a page draws itself: lists that are no select, switches, radio buttons, rows made of boxes."""

from __future__ import annotations

import pytest

from dxrobot.browser.screen import fill, read
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import BusinessError
from dxrobot.robot.target import Target

from .conftest import Show

LIST = """<span id=l>種別</span><div role=combobox tabindex=0 aria-labelledby=l aria-controls=list>\u200b</div>
<ul id=list role=listbox aria-labelledby=l hidden><li role=option>自転車</li><li role=option>たんす</li></ul>
<script>
const box = document.querySelector('[role=combobox]'), list = document.querySelector('#list');
box.onmousedown = () => { list.hidden = false; };
list.onclick = event => { box.textContent = event.target.textContent; list.hidden = true; };
</script>"""
ROW = "<div style='display:flex'><div><b>{name}</b><i>※</i></div><div>{field}</div></div>"
DRAWN = """<div role=radiogroup aria-label=手数料><div role=radio aria-checked=false>有料</div>
<div role=radio aria-checked=false>免除</div></div><div role=switch aria-checked=false tabindex=0>通知する</div>
<script>
document.querySelectorAll('[role=radio], [role=switch]').forEach(box => {
  box.onclick = () => box.setAttribute('aria-checked', true);
});
</script>"""


def test_entry_is_chosen_in_a_list_that_is_no_select(session: BrowserSession, show: Show) -> None:
    show(LIST)
    kind = Target(label="種別")
    session.run(lambda page: fill(page, [(kind, "たんす")]))
    assert session.run(lambda page: read(page, kind)) == "たんす"


def test_entry_that_such_a_list_lacks_is_the_records_fault(session: BrowserSession, show: Show) -> None:
    show(LIST)
    with pytest.raises(BusinessError, match="自転車、たんす"):
        session.run(lambda page: fill(page, [(Target(label="種別"), "冷蔵庫")]))


def test_drawn_radio_buttons_and_switches_are_pressed(session: BrowserSession, show: Show) -> None:
    show(DRAWN)
    fields: list[tuple[Target, str | bool]] = [(Target(label="手数料"), "免除"), (Target(label="通知する"), True)]
    session.run(lambda page: fill(page, fields))
    assert session.run(lambda page: [read(page, target) for target, _value in fields]) == ["免除", True]


def test_words_in_the_box_before_name_a_field(session: BrowserSession, show: Show) -> None:
    show(ROW.format(name="受付 番号", field="<input>") + ROW.format(name="氏名", field="<input>"))
    fields = [(Target(label="受付 番号"), "12"), (Target(label="氏名"), "見本")]
    session.run(lambda page: fill(page, fields))
    assert session.run(lambda page: [read(page, target) for target, _value in fields]) == ["12", "見本"]


def test_field_in_the_dialog_in_front_is_meant(session: BrowserSession, show: Show) -> None:
    show("<label>番号 <input id=behind></label><dialog><label>番号 <input id=front></label></dialog>")
    session.run(lambda page: page.evaluate("document.querySelector('dialog').showModal()"))
    session.run(lambda page: fill(page, [(Target(label="番号"), "12")]))
    assert session.run(lambda page: page.input_value("#front")) == "12"
