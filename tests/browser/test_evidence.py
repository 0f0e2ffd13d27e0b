"""What a picture of a screen still shows."""

from __future__ import annotations

import html
import io
import re
import urllib.parse
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from dxrobot.browser.evidence import bare, masked_copy, masked_screenshot
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


def test_rows_of_lists_are_covered_and_headings_and_inputs_are_not(session: BrowserSession, show: Show) -> None:
    show(
        STYLE + "<table><thead><tr><th>番号</th><th>氏名</th></tr></thead>"
        "<tr><td><div class=p>7</div></td><td><div class=p>別の人</div></td></tr>"
        "<tr><td><input id=keep class=p></td><td></td></tr></table>"
    )
    found = colours(session.run(lambda page: masked_screenshot(page, [], [])))
    assert RED not in found
    assert LIME in found


def test_an_open_dialog_is_covered_too(session: BrowserSession, show: Show) -> None:
    show(
        STYLE
        + "<dialog><div class=p>平田 竜吉</div></dialog><script>document.querySelector('dialog').showModal()</script>"
    )
    assert RED not in colours(session.run(lambda page: masked_screenshot(page, [], ["平田 竜吉"])))


def test_what_only_playwright_finds_is_covered(session: BrowserSession, show: Show) -> None:
    show(STYLE + "<a class=p href=#>明細</a>")
    assert RED not in colours(session.run(lambda page: masked_screenshot(page, [Target(role="link", name="明細")], [])))


SECRETS = ["平田 竜吉", "615-8252", "ヒラタ リュウキチ", "京都市西京区1-1"]
LEAKY = """<title>平田 竜吉</title><style>.x::after { content: '平田竜吉' } p { background: url(/x.png) }</style>
<link rel=stylesheet href=/site.css><script>const state = {"name": "平田 竜吉", "zip": "6158252"}</script>
<!-- 平田 竜吉 -->
<p class=x title="平田　竜吉 様" data-name="平田竜吉" onclick="show('平田 竜吉')">受付番号 1001</p>
<a href="/person/%E5%B9%B3%E7%94%B0%E7%AB%9C%E5%90%89?zip=6158252">開く</a><img src="/photo?n=1" alt="平田 竜吉の写真">
<div><b>平</b><i>田</i><span> 竜</span>吉</div><p>６１５−８２５２</p>
<input name=kana value=""><textarea>古い値</textarea><input type=hidden name=token value=abc123>
<select><option value=1>東京</option><option selected value="平田竜吉">平田 竜吉</option></select>
<label>口座番号 <input class=p title="1234567" data-x="1234567" value="1234567"></label>
<template><p>平田 竜吉</p></template><noscript>平田 竜吉</noscript>
<iframe srcdoc="<p>住所: 京都市西京区1-1</p>"></iframe>
<script>document.querySelector('[name=kana]').value = 'ﾋﾗﾀ ﾘｭｳｷﾁ';
  document.querySelector('textarea').value = '平田竜吉';</script>
"""


def test_a_copy_holds_nothing_sensitive_and_still_shows_the_screen(session: BrowserSession, show: Show) -> None:
    show(LEAKY)
    copy = session.run(lambda page: masked_copy(page, [Target(label="口座番号")], SECRETS))
    plain = bare(html.unescape(html.unescape(urllib.parse.unquote(copy))))
    for value in (*SECRETS, "1234567", "abc123", "photo", "site.css", "x.png", "zip=", "show("):
        assert bare(value) not in plain, value
    assert "平田竜吉" not in re.sub(r"<[^>]*>", "", plain), "split over elements"
    for value in ("受付番号 1001", "開く", "口座番号", "●"):
        assert bare(value) in plain, value
    assert "<script" not in plain


def test_a_copy_opens_without_the_site(session: BrowserSession, show: Show, pages: Pages, tmp_path: Path) -> None:
    show(LEAKY)
    file = tmp_path / "screen.html"
    file.write_text(session.run(lambda page: masked_copy(page, [], SECRETS)), encoding="utf-8")
    pages.asked.clear()

    def opened(page: Page) -> list[str]:
        page.goto(file.as_uri())
        return [frame.inner_text("body") for frame in page.frames[1:]]

    texts = session.run(opened)
    assert "受付番号 1001" in texts[0]
    assert "●" in texts[1]
    assert "京都" not in texts[1]
    assert pages.asked == []
