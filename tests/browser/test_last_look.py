"""The last look before the click that sends, in one step: as strict as the ordinary way, which has the last word."""

from __future__ import annotations

import random

from playwright.sync_api import Page

from dxrobot.browser.fast_fill import look
from dxrobot.browser.screen import fill
from dxrobot.browser.session import BrowserSession
from dxrobot.browser.sure_click import LastLook, look_last
from dxrobot.robot.target import Target

from .conftest import Show

BUTTON = Target(role="button", name="登録")
# What may stand on a page and be called "登録", or not quite.
BUTTONS = (
    "<button>登録</button>",
    "<button> <b>登</b><span>録</span> </button>",
    "<input type=submit value=登録>",
    "<input type=button value='登録 する'>",
    "<div role=button tabindex=0>登録</div>",
    "<button aria-label=登録>送る</button>",
    "<button aria-label=送る>登録</button>",
    "<button aria-labelledby=caption>送る</button>",
    "<button title=登録></button>",
    "<button><svg role=img aria-label=登録 width=9 height=9></svg></button>",
    "<button><img alt=登録 width=9 height=9></button>",
    "<button class=before>録</button>",
    "<button>登録<span class=before></span></button>",
    "<button>登録<span hidden>不可</span></button>",
    "<button>登録<span aria-hidden=true>★</span></button>",
    "<div aria-hidden=true><button>登録</button></div>",
    "<div inert><button>登録</button></div>",
    "<button style='display:none'>登録</button>",
    "<button style='visibility:hidden'>登録</button>",
    "<label>登録 <input type=button value=押す></label>",
    "<input type=image alt=登録 src=x>",
    "<input type=submit>",
    "<details><summary>登録</summary></details>",
    "<button>登録\n取消</button>",
    "<a href=x role=button>登録</a>",
    "<button role=link>登録</button>",
    "<div role=button><p>登録</p></div>",
    "<button>登<br>録</button>",
    "<button><span style='display:block'>登</span>録</button>",
    "<button style='display:flex'><span>登</span><b>録</b></button>",
    "<button>登&#8203;録</button>",
    "<button style='display:contents'>登録</button>",
    "<button aria-owns=caption>登録</button>",
    "<label>登録 <input type=file></label>",
    "<div role='x button'>登録</div>",
    "<div role=BUTTON>登録</div>",
    "<output role=button>登録</output>",
    "<x-button aria-hidden=true></x-button>",
)
STYLE = """<style>.before::before { content: '登' }</style><p id=caption>登録</p><script>
customElements.get('x-button') || customElements.define('x-button', class extends HTMLElement {
  connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<button>登録</button>'; }
});</script>"""


def pages() -> list[list[str]]:
    """Every button alone, and handfuls of them."""
    chance = random.Random(20261121)
    return [[button] for button in BUTTONS] + [chance.sample(BUTTONS, chance.randint(2, 3)) for _ in range(20)]


def test_a_button_found_in_one_step_is_the_one_that_the_ordinary_way_finds(session: BrowserSession, show: Show) -> None:
    ways = [BUTTON.model_copy(update={"exact": exact}) for exact in (True, False)]
    found = [0, 0]

    def compare(page: Page, number: int) -> tuple[str, int]:
        exact = ways[number].exact
        return look(page, [ways[number]])[0].state, page.get_by_role("button", name="登録", exact=exact).count()

    for buttons in pages():
        show(STYLE + "".join(buttons))
        for number in range(len(ways)):
            state, count = session.run(lambda page, number=number: compare(page, number))
            assert state == "doubt" or count == (state == "found"), buttons
            found[number] += state == "found"
    assert min(found) >= 5


def looked(session: BrowserSession, fields: list[tuple[Target, str]], button: Target = BUTTON) -> LastLook | None:
    return session.run(lambda page: look_last(page, button, fields))


def test_it_leaves_the_field_and_tells_what_has_changed_and_what_the_browser_refuses(
    session: BrowserSession, show: Show
) -> None:
    show("""<form><label>番号 <input id=a></label><label>氏名 <input id=b required></label>
      <label>方書 <input id=c></label><button>登録</button></form>""")
    fields = [(Target(label="番号"), "100"), (Target(label="方書"), "甲荘")]

    def work(page: Page) -> None:
        fill(page, fields)
        page.evaluate("document.getElementById('a').value = '101'")
        page.focus("#c")

    session.run(work)
    first, second = looked(session, fields), looked(session, fields)
    assert first is not None
    assert first.left
    assert first.changed == [Target(label="番号")]
    assert first.refused is not None
    assert len(first.refused) == 1
    assert first.refused[0].startswith("氏名: ")
    assert second is not None
    assert not second.left


def test_where_the_button_is_in_doubt_it_does_not_say_what_the_browser_refuses(
    session: BrowserSession, show: Show
) -> None:
    show("<form><label>番号 <input required></label><button title=登録></button></form>")
    look_ = looked(session, [])
    assert look_ is not None
    assert look_.refused is None


def test_fields_in_another_frame_than_the_button_are_left_to_the_ordinary_way(
    session: BrowserSession, show: Show
) -> None:
    show("<iframe name=inner srcdoc='<label>番号 <input></label>'></iframe><button>登録</button>")
    assert looked(session, [(Target(label="番号", frame="inner"), "")]) is None
