"""The click that sends: held back by any change since the values were last seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from dxrobot.browser import sure_click
from dxrobot.browser.screen import fill
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import NotKept
from dxrobot.robot.target import Target

# The second field has a name that only the ordinary way of finding knows.
PAGE = """<form onsubmit="document.title = 'sent'; return false"><label>番号 <input id=a></label>
<input id=b title="氏名"><button id=go>登録</button></form>"""


def test_a_change_while_a_field_in_doubt_is_looked_for_is_seen(
    session: BrowserSession, show: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    show(PAGE)
    fields = [(Target(label="番号"), "100"), (Target(label="氏名"), "山田")]
    candidates = sure_click.candidates

    def work(page: Page) -> str:
        fill(page, fields)

        def meanwhile(scope: Page, target: Target) -> Locator:
            page.evaluate("document.getElementById('a').value = '999'")
            return candidates(scope, target)

        monkeypatch.setattr(sure_click, "candidates", meanwhile)
        with pytest.raises(NotKept, match="番号"):
            sure_click.click_unchanged(page, Target(css="#go"), fields)
        return page.title()

    assert session.run(work) != "sent"
