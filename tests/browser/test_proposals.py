"""Fields that propose entries while one types."""

from __future__ import annotations

import pytest

from dxrobot.browser.screen import fill, read
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import BusinessError
from dxrobot.robot.model import ScreenField

from .conftest import Show

# What was typed and not chosen does not stay, as on many pages; the list comes a moment later.
PAGE = """<label>医療機関 <input id=clinic {aria}></label><label>備考 <input></label>
<select aria-label=回数><option>1回目</select><ul id=list hidden></ul>
<script>
const names = ['みどりが丘こどもクリニック', 'みどりが丘こどもクリニック分院', 'あさひ町医院'];
const input = document.querySelector('#clinic'), list = document.querySelector('#list');
let chosen = '';
input.oninput = () => setTimeout(() => {{
  chosen = '';
  list.replaceChildren(...names.filter(name => name.includes(input.value)).map(name => {{
    const entry = document.createElement('li');
    entry.{mark};
    entry.textContent = name;
    entry.onmousedown = event => {{ event.preventDefault(); input.value = chosen = name; list.hidden = true; }};
    return entry;
  }}));
  list.hidden = false;
}}, 150);
input.onblur = () => {{ if (!chosen) input.value = ''; }};
</script>"""
CLINIC = ScreenField(label="医療機関", kind="autocomplete")


@pytest.mark.parametrize(
    ("aria", "mark"), [("role=combobox aria-controls=list", "role = 'option'"), ("", "className = 'ui-menu-item'")]
)
def test_entry_is_chosen_among_what_the_page_proposes(
    session: BrowserSession, show: Show, aria: str, mark: str
) -> None:
    show(PAGE.format(aria=aria, mark=mark))
    fields = [(CLINIC, "みどりが丘こどもクリニック"), (ScreenField(label="備考"), "初回")]
    session.run(lambda page: fill(page, fields))
    assert session.run(lambda page: [read(page, target) for target, _value in fields]) == [
        value for _target, value in fields
    ]


def test_entry_that_the_page_does_not_propose_is_the_records_fault(session: BrowserSession, show: Show) -> None:
    show(PAGE.format(aria="role=combobox aria-controls=list", mark="role = 'option'"))
    with pytest.raises(BusinessError, match="「医療機関」の欄の候補に"):
        session.run(lambda page: fill(page, [(CLINIC, "みなと診療所")]))
