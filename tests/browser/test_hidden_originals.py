"""Fields that a library hides behind a picture of its own, and lists that take no typing."""

from __future__ import annotations

import pytest

from dxrobot.browser.screen import fill, read
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import BusinessError
from dxrobot.robot.model import ScreenField
from dxrobot.robot.target import Target

from .conftest import Show

# As Choices.js: the select stands hidden inside the box that is clicked, which shows the choice and opens a list.
CHOICES = """<label for=ch>施設</label><div class=choices><select id=ch hidden><option value=''>選択
<option value=1>公民館<option value=2>体育館</select><div class=inner style='height: 20px'>選択</div></div><script>
const box = document.querySelector('.choices'), select = box.querySelector('select');
box.querySelector('.inner').onclick = () => {
  const list = document.createElement('div');
  list.className = 'choices__list--dropdown';
  for (const option of [...select.options].slice(1)) {
    const entry = document.createElement('div');
    entry.className = 'choices__item--selectable';
    entry.textContent = option.text;
    entry.onclick = event => { select.value = option.value; list.remove(); event.stopPropagation(); };
    list.append(entry);
  }
  document.body.append(list);
};
</script>"""
# As Select2 with a server: no options until something is searched for.
SEARCHED = """<style>.select2-hidden-accessible { position: absolute; width: 1px; height: 1px; clip: rect(0 0 0 0) }
</style><label for=s>学校</label><select id=s class=select2-hidden-accessible></select><span class=select2-container>
<span class=box style='display: inline-block; width: 90px; height: 20px'></span></span><script>
document.querySelector('.select2-container').onclick = () => {
  const open = document.createElement('span');
  open.className = 'select2-container select2-container--open';
  open.innerHTML = '<input class=select2-search__field><ul></ul>';
  const list = open.querySelector('ul');
  open.querySelector('input').oninput = event => setTimeout(() => {
    list.innerHTML = event.target.value.length < 2 ? '' : '<li role=option>西山</li><li role=option>西山分校</li>';
    list.onclick = picked => { s.replaceChildren(new Option(picked.target.textContent, 1)); open.remove(); };
  }, 100);
  document.body.append(open);
};
</script>"""
LISTED = """<label for=b>地区</label><div class=el-select><div><input id=b role=combobox readonly>
<div class='el-select__placeholder is-transparent'><span>選択</span></div></div></div><script>
b.onclick = () => {
  const entry = document.createElement('div');
  entry.setAttribute('role', 'option');
  entry.textContent = '南';
  entry.onclick = () => {
    const shown = document.querySelector('.el-select__placeholder');
    shown.classList.remove('is-transparent');
    shown.textContent = '南';
    entry.remove();
  };
  document.body.append(entry);
};
</script>"""
CALENDAR = """<label>来庁日 <input readonly id=fp></label><script>
fp._flatpickr = { setDate: value => { fp.value = value.replaceAll('/', '-'); } };
</script>"""

# As the range picker of Ant Design: what was typed counts only where the calendar had been opened.
PERIOD = """<label>開始日 <input id=from date-range=start></label><label>終了日 <input date-range=end></label><script>
let opened = false;
const start = document.getElementById('from');
start.onmousedown = () => { opened = true; };
start.onblur = () => setTimeout(() => { if (!opened) start.value = ''; }, 200);
</script>"""


def test_a_period_may_have_only_its_first_day(session: BrowserSession, show: Show) -> None:
    show(PERIOD)
    session.run(lambda page: fill(page, [(Target(label="開始日"), "2026-11-03")]))
    session.run(lambda page: page.wait_for_timeout(300))  # past what is read back at once
    both = [session.run(lambda page, label=label: read(page, Target(label=label))) for label in ("開始日", "終了日")]
    assert both == ["2026-11-03", ""]


def test_a_hidden_select_is_chosen_in_by_what_stands_for_it(session: BrowserSession, show: Show) -> None:
    show(CHOICES)
    place = Target(label="施設")
    session.run(lambda page: fill(page, [(place, "体育館")]))
    assert session.run(lambda page: read(page, place)) == "体育館"


def test_a_list_that_asks_its_server_is_searched(session: BrowserSession, show: Show) -> None:
    show(SEARCHED)
    school = ScreenField(label="学校", kind="autocomplete")
    session.run(lambda page: fill(page, [(school, "西山")]))
    assert session.run(lambda page: read(page, school)) == "西山"


@pytest.mark.parametrize("kind", [None, "autocomplete"])
def test_a_list_that_takes_no_typing_is_opened_whatever_the_robot_says(
    session: BrowserSession, show: Show, kind: str | None
) -> None:
    show(LISTED)
    ward = ScreenField.model_validate({"label": "地区", "kind": kind})
    assert session.run(lambda page: read(page, ward)) == ""
    session.run(lambda page: fill(page, [(ward, "南")]))
    assert session.run(lambda page: read(page, ward)) == "南"


def test_a_date_that_only_a_calendar_takes_is_set_in_it(session: BrowserSession, show: Show) -> None:
    show(CALENDAR)
    day = Target(label="来庁日")
    session.run(lambda page: fill(page, [(day, "2026/11/03")]))
    assert session.run(lambda page: read(page, day)) == "2026-11-03"


def test_several_choices_of_a_select_are_joined_by_a_comma(session: BrowserSession, show: Show) -> None:
    show("<label for=m>設備</label><select id=m multiple><option>マイク<option>スクリーン<option>ピアノ</select>")
    things = Target(label="設備")
    session.run(lambda page: fill(page, [(things, "マイク、ピアノ")]))
    assert session.run(lambda page: read(page, things)) == "マイク、ピアノ"
    with pytest.raises(BusinessError, match="選べない値"):
        session.run(lambda page: fill(page, [(things, "マイク、太鼓")]))
