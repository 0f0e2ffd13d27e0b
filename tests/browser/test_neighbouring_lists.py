"""Boxes with lists that stand side by side: each shows its own choice, never its neighbour's."""

from __future__ import annotations

import pytest

from dxrobot.browser.screen import fill, read
from dxrobot.browser.session import BrowserSession
from dxrobot.robot.target import Target

from .conftest import Show

# As a React library draws them: the box is all there is.
DRAWN = "<div class=box><div class=s role=combobox tabindex=0 aria-label={name} aria-haspopup=listbox></div></div>"
# As Ant Design draws them: what is chosen stands beside the input, and {locked} inputs take no typing.
SEARCHED = """<div class=s><input role=combobox aria-label={name} aria-haspopup=listbox {locked}>
<span class=item></span></div>"""
SCRIPT = """<style>.s { width: 90px; height: 24px; border: 1px solid } [role=option] { height: 20px }</style><script>
for (const box of document.querySelectorAll('.s')) {
  box.onclick = () => {
    document.querySelector('[role=listbox]')?.remove();
    const list = document.createElement('ul');
    list.setAttribute('role', 'listbox');
    for (const text of ['可', '不可']) {
      const entry = document.createElement('li');
      entry.setAttribute('role', 'option');
      entry.textContent = text;
      entry.onclick = () => { (box.querySelector('.item') || box).textContent = text; list.remove(); };
      list.append(entry);
    }
    document.body.append(list);
  };
}
</script>"""


@pytest.mark.parametrize(("box", "locked"), [(DRAWN, ""), (SEARCHED, "readonly")])
def test_a_box_beside_one_with_the_same_choice_is_chosen_in_too(
    session: BrowserSession, show: Show, box: str, locked: str
) -> None:
    boxes = "".join(box.format(name=name, locked=locked) for name in ("午前", "午後"))
    show(f"<div style='display: flex'>{boxes}</div>{SCRIPT}")
    fields: list[tuple[Target, str | bool]] = [(Target(label="午前"), "可"), (Target(label="午後"), "可")]
    session.run(lambda page: fill(page, fields[:1]))
    session.run(lambda page: fill(page, fields[1:]))
    texts = session.run(lambda page: page.locator(".s").all_inner_texts())
    assert [text.strip() for text in texts] == ["可", "可"]


@pytest.mark.parametrize("box", [DRAWN, SEARCHED])
def test_an_empty_box_does_not_show_what_its_neighbour_shows(session: BrowserSession, show: Show, box: str) -> None:
    boxes = "".join(box.format(name=name, locked="") for name in ("午前", "午後"))
    show(f"<table><tr><th>可否</th><td>{boxes}</td><td>可</td></tr></table>{SCRIPT}")
    session.run(lambda page: page.locator(".s").first.click())
    session.run(lambda page: page.get_by_role("option", name="可", exact=True).click())
    shown = session.run(lambda page: [read(page, Target(label=name)) for name in ("午前", "午後")])
    assert shown == ["可", ""]


def test_a_lone_box_does_not_show_the_words_around_it(session: BrowserSession, show: Show) -> None:
    box = SEARCHED.format(name="午前", locked="readonly")
    show(f"<table><tr><th>可否</th><td>{box}</td><td>可</td></tr></table>{SCRIPT}")
    assert session.run(lambda page: read(page, Target(label="午前"))) == ""


# Libraries let a list fade; meanwhile it, or a veil that belongs to it, lies over the page.
FADING = """<script>
const veil = document.createElement('div');
veil.style.cssText = 'position: fixed; inset: 0';
document.addEventListener('click', event => {
  const list = event.target.closest('[role=listbox]');
  if (!list) return;
  const copy = list.cloneNode(true);
  document.body.append(copy, veil);
  setTimeout(() => { copy.remove(); veil.remove(); }, 300);
}, true);
</script>"""


@pytest.mark.parametrize("box", [DRAWN, SEARCHED])
def test_the_next_list_is_opened_once_the_last_one_has_faded(session: BrowserSession, show: Show, box: str) -> None:
    boxes = "".join(box.format(name=name, locked="readonly") for name in ("午前", "午後"))
    show(f"{boxes}{SCRIPT}{FADING}")
    fields: list[tuple[Target, str | bool]] = [(Target(label="午前"), "可"), (Target(label="午後"), "不可")]
    session.run(lambda page: fill(page, fields))
    assert session.run(lambda page: [read(page, target) for target, _value in fields]) == ["可", "不可"]


def test_a_list_that_stays_open_is_closed_as_a_person_would(session: BrowserSession, show: Show) -> None:
    show(
        DRAWN.format(name="午前")
        + SCRIPT.replace("list.remove(); };", "};")
        + "<script>addEventListener('keydown', event => { if (event.key === 'Escape') "
        "document.querySelector('[role=listbox]').remove(); })</script>"
    )
    session.run(lambda page: fill(page, [(Target(label="午前"), "可")]))
    assert session.run(lambda page: page.locator("[role=listbox]").count()) == 0
