"""What ``dxrobot look`` shows of fields that libraries draw."""

from __future__ import annotations

from dxrobot.browser.offers import OfferedFrame, offered
from dxrobot.browser.session import BrowserSession

from .conftest import Show

PAGE = """<h1>受付</h1>
<label for=a>地区</label><input id=a role=combobox readonly aria-haspopup=listbox>
<label id=l>種別</label><div role=combobox tabindex=0 aria-labelledby=l>-</div>
<input aria-hidden=true id=':r4:' value=x>
<label for=el_id_5008_110>学校</label><input id=el_id_5008_110 role=combobox>
<div class=input-group><span class=input-group-text>手当額</span><input name=amount>
<span class=input-group-text>円</span></div>
<label for=s>町内会</label><select id=s class=select2-hidden-accessible></select>
<p id=c>事由</p><div contenteditable role=textbox aria-labelledby=c>x</div>
<x-card></x-card><script>
const root = document.querySelector('x-card').attachShadow({ mode: 'open' });
root.innerHTML = '<label for=i>カード番号</label><input id=i>';
</script>"""


def _look(session: BrowserSession) -> OfferedFrame:
    return session.run(lambda page: offered(page, lambda _frame: {}, lambda _frame: False))[0]


def test_what_libraries_draw_is_listed_by_its_label(session: BrowserSession, show: Show) -> None:
    show(PAGE)
    frame = _look(session)
    assert [(offer.target.label, offer.kind) for offer in frame.offers if offer.kind not in ("heading", "words")] == [
        ("地区", "select"),
        ("種別", "select"),
        ("学校", "autocomplete"),
        ("手当額", "text"),
        ("町内会", "autocomplete"),
        ("事由", "text"),
        ("カード番号", "text"),
    ]
    assert frame.lost == ()
    assert not any(offer.closed for offer in frame.offers)


def test_an_id_that_a_library_gives_out_is_no_name(session: BrowserSession, show: Show) -> None:
    show(PAGE)
    assert "el_id_5008_110" not in [offer.name for offer in _look(session).offers]


def test_an_id_that_a_library_gives_out_is_the_last_way(session: BrowserSession, show: Show) -> None:
    show("<input id=input-v-8 placeholder=氏名><input id=input-v-9>")
    assert [offer.target.placeholder or offer.target.css for offer in _look(session).offers] == [
        "氏名",
        'input[id="input-v-9"]',
    ]


def test_a_field_that_only_a_tip_names_is_listed_by_it(session: BrowserSession, show: Show) -> None:
    show("<input name=k1 title=整理番号><label>氏名 <input title=全角で></label>")
    assert [offer.target.label for offer in _look(session).offers] == ["整理番号", "氏名"]
