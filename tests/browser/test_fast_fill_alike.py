"""One step and the ordinary way must give the same values and let a page see the same events, whatever the form."""

from __future__ import annotations

import random

import pytest

from dxrobot.browser.control import enter
from dxrobot.browser.fast_fill import fill_ahead
from dxrobot.browser.locate import locate
from dxrobot.browser.screen import read_all
from dxrobot.browser.session import BrowserSession
from dxrobot.robot.target import Target

from .conftest import Show

FORMS = 12
FIELDS = 8
RECORD = """<script>
  window.trace = [];
  for (const kind of ['focus', 'input', 'change', 'blur'])
    document.addEventListener(kind, event => trace.push([kind, event.target.id || event.target.type]), true);
</script>"""
Field = tuple[Target, str | bool]


def control(chance: random.Random, number: int) -> tuple[str, str | bool]:
    """A control called ``id``, empty or with something in it, and a value for it."""
    before = chance.choice(["", "前の値"])
    options = "".join(f"<option {chance.choice(['', 'selected'])}>{word}</option>" for word in ("甲", "乙", "丙"))
    return chance.choice(
        [
            (f"<input id=f{number} value='{before}'>", chance.choice(["新しい値", "前の値", "", "㐂一 ﾀﾛｳ"])),
            (f"<input id=f{number} maxlength=20 value='{before}'>", "1-2-3"),
            (f"<textarea id=f{number}>{before}</textarea>", chance.choice(["一行", "二\n行", ""])),
            (f"<input id=f{number} type=number value=5>", chance.choice(["12", "5", ""])),
            (f"<input id=f{number} type=date value=2020-02-03>", chance.choice(["2026-04-01", "2020-02-03"])),
            (f"<select id=f{number}><option value=''>--</option>{options}</select>", chance.choice(["", "甲", "乙"])),
            (f"<input id=f{number} type=checkbox {chance.choice(['', 'checked'])}>", chance.choice([True, False])),
        ]
    )


def form(seed: int) -> tuple[str, list[Field]]:
    """A page of labelled controls in one of three layouts, and what to enter."""
    chance = random.Random(seed)
    layout = chance.choice(
        [
            "<p><label for=f{n}>項目{n}</label>{control}</p>",
            "<label>項目{n} {control}</label>",
            "<table><tr><td>項目{n}：</td><td>{control}</td></tr></table>",
        ]
    )
    parts, fields = [], []
    for number in range(FIELDS):
        written, value = control(chance, number)
        parts.append(layout.format(n=number, control=written))
        fields.append((Target(label=f"項目{number}"), value))
    return RECORD + "".join(parts), fields


@pytest.mark.parametrize("seed", range(FORMS))
def test_one_step_and_the_ordinary_way_are_alike(session: BrowserSession, show: Show, seed: int) -> None:
    html, fields = form(seed)
    targets = [target for target, _value in fields]

    show(html)
    ahead = session.run(lambda page: fill_ahead(page, fields))
    in_one_step = session.run(lambda page: page.evaluate("trace"))
    assert in_one_step
    assert len(ahead) == len(fields)

    show(html)
    for target, value in fields:
        session.run(lambda page, target=target, value=value: enter(locate(page, target), target, value))
    assert session.run(lambda page: read_all(page, targets)) == ahead
    assert session.run(lambda page: page.evaluate("trace")) == in_one_step
