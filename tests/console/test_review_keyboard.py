"""Checking what was read in a real browser, by the keyboard alone."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.console.axe import serious_findings, sideways
from tests.console.chromium import NARROW, signed_in
from tests.console.conftest import Console

SEEDS = ("tests.console.seed_review:fill",)
PATIENCE_MS = 60_000
"""For a machine that does much else meanwhile."""
LABELS = {
    "claim_date": "請求年月日",
    "kana": "フリガナ",
    "name": "氏名",
    "sex": "性別",
    "phone": "電話番号",
    "consent": "公簿の確認に同意する",
}


@pytest.fixture
def page(browser: Browser, console: Console) -> Iterator[Page]:
    """A clerk who has signed in, with no mouse."""
    with signed_in(browser, console, "staff") as opened:
        opened.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        yield opened
        assert errors == []


class Clerk:
    """Somebody who sees which field is shown and presses keys."""

    def __init__(self, page: Page, run: str) -> None:
        self.page = page
        page.goto(f"/review/work/?run={run}&order=form")

    def sees(self, field: str, value: str | None = None) -> Clerk:
        expect(self.page.locator("#label")).to_have_text(LABELS[field])
        if value is not None:
            expect(self.page.locator("#value")).to_have_value(value)
        return self

    def press(self, *keys: str) -> Clerk:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def types(self, text: str) -> Clerk:
        self.page.keyboard.insert_text(text)
        return self

    def is_told(self, place: str, words: str) -> Clerk:
        expect(self.page.locator(place)).to_contain_text(words)
        return self


def answers(console: Console, run: str) -> dict[tuple[int, str], object]:
    """What was kept, by form and field; every one of them with the time that it took."""
    statement = (
        "SELECT d.file, d.field, a.value, a.seconds FROM store_answer a JOIN store_run r ON r.id = a.run_id"
        " JOIN store_doubt d ON d.scan_digest = a.scan_digest AND d.field = a.field WHERE r.name = ?"
    )
    with sqlite3.connect(console.workspace / ".dxrobot/dxrobot.sqlite3") as store:
        found = store.execute(statement, (run,)).fetchall()
    assert all(0 <= seconds < 120 for _file, _field, _value, seconds in found)
    return {(int(file[:4]), field): json.loads(value) if value else value for file, field, value, _seconds in found}


def test_twenty_four_fields_are_checked_without_a_mouse(page: Page, console: Console) -> None:
    clerk = Clerk(page, "review-production")
    expect(page.locator("#paper .here")).to_be_visible()
    assert serious_findings(page) == []
    clerk.sees("claim_date", "令和8年10月5日").press("Enter")
    clerk.sees("kana", "ヤマタ タロウ").press("1").sees("kana", "ヤマダ タロウ").press("Enter")
    clerk.sees("name").types("山本 花世").press("Enter")
    clerk.sees("sex").press("Enter").is_told("#problem", "番号キーで選んでください").press("2", "Enter")
    clerk.sees("phone", "03-1234").press("Enter")  # the machine has no sound value: the server refuses, it comes back
    clerk.sees("phone").is_told("#problem", "正しくありません").types("03-1234-5678").press("Enter")
    clerk.sees("consent").press("Enter")
    expect(page.locator("#count")).to_have_text("7 / 24 項目")

    clerk.sees("claim_date").press("Delete", "Enter")
    clerk.sees("kana").press("Enter").sees("name").press("PageUp").sees("kana", "ヤマタ タロウ").press(
        "ArrowDown", "Enter"
    )
    clerk.sees("name").press("Enter").sees("sex").press("Control+z").sees("name").types("誤り 直し").press("Enter")
    clerk.sees("sex").press("1", "Enter").sees("phone").press("Delete", "Enter").sees("consent").press("2", "Enter")

    clerk.sees("claim_date").press("PageDown")
    clerk.sees("kana").press("Enter").sees("name").types("新潟県見附市北野町22番地10\nコーポ松風1001号室")
    value = page.locator("#value")
    expect(value).to_have_value("新潟県見附市北野町22番地10 コーポ松風1001号室")
    assert value.evaluate("one => one.rows > 1 && one.scrollHeight <= one.clientHeight"), "all of it is seen"
    clerk.press("Escape").sees("name").press("1", "Enter").sees("sex").press("1", "Enter")
    clerk.sees("phone").types("0312345678").press("Enter").sees("consent").press("Enter")
    clerk.sees("claim_date").press("Enter").sees("kana").press("Enter").sees("name").press("Enter")
    clerk.sees("sex").press("1", "Enter").sees("phone").press("Delete", "Enter")
    clerk.sees("consent").press("Enter")
    clerk.sees("claim_date").is_told("#reason", "前に「あとで」にした").types("R8.10.7").press("Enter")
    page.wait_for_url("**/review/")
    expect(page.get_by_role("button", name="残りの件を続ける")).to_be_visible()
    assert serious_findings(page) == []

    kept = answers(console, "review-production")
    assert len(kept) == 24
    first = [kept[1, field] for field in LABELS]
    assert first == ["令和8年10月5日", "ヤマダ タロウ", "山本 花世", "女", "03-1234-5678", True]
    second = [kept[2, field] for field in LABELS]
    assert second == [None, "ヤマダ タロウ", "誤り 直し", "男", None, False]
    assert (kept[3, "claim_date"], kept[3, "name"]) == ("令和8年10月7日", "山田 大郎")


def test_nothing_is_lost_while_the_server_cannot_be_reached(page: Page, console: Console) -> None:
    def cut(route: Route) -> None:
        route.abort()

    saving = re.compile(r"/review/fields/\d+/$")
    clerk = Clerk(page, "review-trial").sees("claim_date")
    page.route(saving, cut)
    clerk.press("Enter").sees("kana").press("Enter").sees("name").press("PageUp").sees("kana")
    clerk.press("1", "Enter").sees("name").is_told("#sending", "まだ保存されていません")
    assert answers(console, "review-trial") == {}
    page.unroute(saving)
    clerk.is_told("#sending", "すべて保存しました")
    assert answers(console, "review-trial") == {(1, "claim_date"): "令和8年10月5日", (1, "kana"): "ヤマダ タロウ"}


def test_a_number_means_a_candidate_with_the_input_method_on_and_a_conversion_accepts_nothing(page: Page) -> None:
    clerk = Clerk(page, "review-trial").sees("name", "山田 太郎")
    input_method = page.context.new_cdp_session(page)
    input_method.send("Input.imeSetComposition", {"text": "1", "selectionStart": 1, "selectionEnd": 1})
    clerk.sees("name", "山田 大郎")
    input_method.send("Input.imeSetComposition", {"text": "やまもと", "selectionStart": 4, "selectionEnd": 4})
    page.evaluate(
        "document.getElementById('value').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', code: 'Enter', bubbles: true, isComposing: true}))"
    )
    clerk.sees("name", "やまもと")


def test_a_narrow_window_shows_the_field_and_a_choice_soundly(page: Page) -> None:
    page.set_viewport_size(NARROW)
    clerk = Clerk(page, "review-trial").sees("name").press("PageDown").sees("sex")
    expect(page.locator("#paper .here")).to_be_visible()
    assert (serious_findings(page), sideways(page)) == ([], 0)
    clerk.press("PageDown").sees("phone")
