"""What a picture of a screen still shows."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from dxrobot.browser.evidence import masked_screenshot
from dxrobot.browser.session import BrowserSession
from dxrobot.robot.target import Target

from .conftest import Pages, Show

# Each piece stands in a box of one colour, so that the pixels tell whether it is covered.
STYLE = """<style>body { margin: 0; background: white } .p { width: 200px; height: 30px; border: 0; display: block;
  color: red; background: red; padding: 0; margin: 10px } #keep { color: lime; background: lime }</style>"""


def colours(png: bytes) -> set[tuple[int, int, int]]:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    return {colour for _count, colour in picture.getcolors(maxcolors=2**24)}


RED, LIME, BLACK = (255, 0, 0), (0, 255, 0), (0, 0, 0)


@pytest.mark.parametrize(
    ("html", "value"),
    [
        ("<div class=p>平田 竜吉 様</div>", "平田 竜吉"),
        ("<div class=p>平田\u3000竜吉</div>", "平田 竜吉"),
        ("<div class=p>6158252</div>", "615-8252"),
        ("<div class=p>\uff16\uff11\uff15\u2212\uff18\uff12\uff15\uff12</div>", "615-8252"),
        ("<div class=p>4522 5963 3651</div>", "452259633651"),
        ("<input class=p value='平田竜吉'>", "平田 竜吉"),
        ("<textarea class=p>住所は京都市西京区1-1です</textarea>", "京都市西京区1-1"),
        ("<select class=p><option>林 茜</option></select>", "林 茜"),
        ("<div class=p><b>平田</b> <i>竜吉</i></div>", "平田 竜吉"),
        ("<div class=p>平田 竜吉<b>平田 竜吉</b></div>", "平田 竜吉"),
        (
            "<div id=host></div><script>host.attachShadow({mode: 'open'}).innerHTML = "
            "'<div style=\"width:200px;height:30px;background:red;color:red\">平田 竜吉</div>'</script>",
            "平田 竜吉",
        ),
    ],
)
def test_whatever_shows_a_sensitive_value_is_covered(
    session: BrowserSession, show: Show, html: str, value: str
) -> None:
    show(STYLE + html + "<div class=p id=keep>整理番号</div>")
    found = colours(session.run(lambda page: masked_screenshot(page, [], [value])))
    assert RED not in found
    assert {LIME, BLACK} <= found
    assert RED in colours(session.run(lambda page: masked_screenshot(page, [], ["別の人"])))


def test_sensitive_targets_are_covered_and_missing_ones_passed_over(session: BrowserSession, show: Show) -> None:
    show(STYLE + "<label>個人番号 <input class=p></label><div class=p id=keep></div>")
    targets = [Target(label="個人番号"), Target(label="口座番号"), Target(label="氏名", frame="menu")]
    found = colours(session.run(lambda page: masked_screenshot(page, targets, [])))
    assert RED not in found
    assert LIME in found


def test_values_inside_frames_are_covered(session: BrowserSession, show: Show, pages: Pages) -> None:
    pages.html["/inner"] = f"<meta charset=utf-8>{STYLE}<div class=p>平田 竜吉</div>"
    show(STYLE + "<iframe src=/inner style='border:0'></iframe>")
    assert RED not in colours(session.run(lambda page: masked_screenshot(page, [], ["平田 竜吉"])))


def test_what_lies_below_the_fold_is_in_the_picture_and_covered(session: BrowserSession, show: Show) -> None:
    show(STYLE + "<div style='height:3000px'></div><div class=p>平田 竜吉</div>")
    png = session.run(lambda page: masked_screenshot(page, [], ["平田 竜吉"]))
    assert Image.open(io.BytesIO(png)).height > 3000
    assert RED not in colours(png)


def test_short_values_do_not_blacken_the_page(session: BrowserSession, show: Show) -> None:
    show(STYLE + "<div class=p>12月12日</div>")
    assert BLACK not in colours(session.run(lambda page: masked_screenshot(page, [], ["12", "女", ""])))


def test_the_page_is_left_as_it_was(session: BrowserSession, show: Show) -> None:
    show(STYLE + "<input class=p id=a value='平田竜吉'><input type=hidden value='平田竜吉'><p>平田 竜吉</p>")
    state = "[document.documentElement.outerHTML, document.activeElement.id, scrollY]"
    session.run(lambda page: page.focus("#a"))
    before = session.run(lambda page: page.evaluate(state))
    session.run(lambda page: masked_screenshot(page, [Target(css="#a")], ["平田 竜吉"]))
    assert session.run(lambda page: page.evaluate(state)) == before
