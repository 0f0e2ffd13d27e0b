"""Schedules in a browser: a rule is typed and its dates follow; all of it by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.console.axe import serious_findings
from tests.console.chromium import complaints, signed_in
from tests.console.conftest import Console
from tests.console.seed_schedules import OWN

SEEDS = ("tests.console.seed_schedules:schedules",)


def to(page: Page, name: str) -> None:
    """Go on with Tab until the field called ``name`` has the focus."""
    for _time in range(60):
        if page.evaluate("document.activeElement.name || ''") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by Tab")


def test_a_rule_is_typed_mended_and_kept_by_keyboard_alone(console: Console, browser: Browser) -> None:
    with signed_in(browser, console, "staff") as page:
        said = complaints(page)
        page.goto("/schedules/new/")
        to(page, "name")
        page.keyboard.insert_text("月次の入力")
        to(page, "rule")
        page.keyboard.insert_text("毎月だい3開庁日 8:30")
        told = page.locator("#dates")
        expect(told).to_contain_text("が分かりません")
        expect(told).to_contain_text("もしかして")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#f-rule")).to_have_value("毎月第3開庁日 8:30")
        expect(page.locator("#f-rule")).to_be_focused()
        expect(told.locator("li")).to_have_count(10)
        expect(told).not_to_contain_text("が分かりません")
        to(page, "scenario")
        while page.locator("#f-scenario").input_value() != OWN:
            page.keyboard.press("ArrowDown")
        expect(page.locator("#f-input-day")).to_be_visible()
        to(page, "input-day")
        page.keyboard.insert_text("きのう")
        page.keyboard.press("Enter")
        expect(page.locator("#f-input-day")).to_be_focused()
        expect(page.locator("#h-input-day")).to_contain_text("暦にある日付ではありません")
        assert serious_findings(page) == []
        page.keyboard.press("Control+A")
        page.keyboard.insert_text("令和8年4月1日")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("月次の入力")
        assert [words for words in said if "422" not in words] == []


def test_blackouts_show_as_soon_as_the_scenario_is_chosen(console: Console, browser: Browser) -> None:
    with signed_in(browser, console, "staff") as page:
        page.goto("/schedules/new/")
        page.get_by_label("いつ動かすか").fill("毎日 21:45")
        told = page.locator("#dates")
        expect(told.locator("li")).to_have_count(10)
        expect(told).not_to_contain_text("夜間バックアップ")
        page.get_by_label("シナリオ").select_option(label="児童手当の入力")
        expect(told).to_contain_text("夜間バックアップ")
        page.get_by_text("くわしい設定").click()
        page.get_by_label("掛かる時間の見込み").fill("15")
        page.get_by_label("掛かる時間の見込み").blur()
        expect(told).not_to_contain_text("夜間バックアップ")
