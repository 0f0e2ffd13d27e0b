"""Pages of React and of Vue keep what is entered in a state of their own: it must come to hold the same values."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dxrobot.browser.fast_fill import fill_ahead
from dxrobot.browser.screen import fill, open_page, verify
from dxrobot.browser.session import BrowserSession
from dxrobot.robot.target import Target

from .conftest import Pages

BUILT = Path(__file__).parent / "pages"
ENTERED: dict[str, str | bool] = {
    "氏名": "髙橋 㐂一",
    "フリガナ": "ﾀｶﾊｼ",
    "金額": "1200",
    "日付": "2026-04-01",
    "備考": "年金の\n手続き",
    "都道府県": "京都府",
    "市区町村": "宇治市",
    "同意する": True,
    "性別": "女",
}
HELD = {
    "name": "髙橋 㐂一",
    "kana": "タカハシ",
    "amount": "1,200",
    "date": "2026-04-01",
    "memo": "年金の\n手続き",
    "prefecture": "京都府",
    "city": "宇治市",
    "consent": True,
    "sex": "女",
}
FIELDS = [(Target(label=words), value) for words, value in ENTERED.items()]
Put = Callable[[str], None]


@pytest.fixture
def put(session: BrowserSession, pages: Pages) -> Put:
    def put(framework: str) -> None:
        pages.html["/built"] = (BUILT / f"{framework}.html").read_text(encoding="utf-8")
        session.run(lambda page: open_page(page, "/built"))

    return put


@pytest.mark.parametrize("framework", ["react", "vue"])
def test_the_state_of_the_page_holds_what_was_entered(session: BrowserSession, put: Put, framework: str) -> None:
    put(framework)
    session.run(lambda page: fill(page, FIELDS))
    assert json.loads(session.run(lambda page: page.inner_text("#state"))) == HELD
    assert session.run(lambda page: verify(page, FIELDS)) == []


@pytest.mark.parametrize("framework", ["react", "vue"])
def test_all_but_what_is_loaded_later_is_filled_in_one_step(session: BrowserSession, put: Put, framework: str) -> None:
    put(framework)
    at_once = [field for field in FIELDS if field[0].label != "市区町村"]
    assert len(session.run(lambda page: fill_ahead(page, at_once))) == len(at_once)
    assert json.loads(session.run(lambda page: page.inner_text("#state"))) == {**HELD, "city": ""}


@pytest.mark.parametrize("framework", ["react", "vue"])
def test_a_form_can_be_emptied_and_filled_again(session: BrowserSession, put: Put, framework: str) -> None:
    put(framework)
    session.run(lambda page: fill(page, FIELDS))
    emptied: list[tuple[Target, str | bool]] = [(Target(label="備考"), ""), (Target(label="同意する"), False)]
    session.run(lambda page: fill(page, emptied))
    state = json.loads(session.run(lambda page: page.inner_text("#state")))
    assert state == {**HELD, "memo": "", "consent": False}
