"""The vaccination system: suggestions while typing, a spinner, messages that pass."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page

from .conftest import PASSWORD, USER, Site, start_site, stop_site


@pytest.fixture(scope="module")
def kenko(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = start_site(tmp_path_factory.mktemp("kenko"), module="dxrobot.sample_site.kenko")
    yield running
    stop_site(running)


@pytest.fixture
def page(kenko: Site, browser: Browser) -> Iterator[Page]:
    page = browser.new_context(locale="ja-JP").new_page()
    page.goto(kenko.address)
    page.get_by_label("ユーザーID").fill(USER)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    yield page
    page.context.close()


def choose(page: Page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("listbox", name=f"{label}の候補").get_by_role("option").click()


def rows(site: Site, resident_no: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(site.db)) as connection:
        columns = "vaccine, dose, outcome, given_on, lot_no, clinic, created_by"
        found = connection.execute(f"SELECT {columns} FROM vaccination WHERE resident_no = ?", (resident_no,))
        return found.fetchall()


def test_a_vaccination_is_entered_and_said_in_a_passing_message(page: Page, kenko: Site) -> None:
    page.get_by_label("対象者番号").fill("20240204")
    choose(page, "ワクチン", "五種")
    choose(page, "医療機関", "みどり")
    page.get_by_text("2026-02-01").wait_for()
    page.get_by_label("回数").select_option("1回目")
    page.get_by_label("接種日").fill("2026-04-03")
    page.get_by_label("ロット番号").fill("MH777")
    page.get_by_label("接種量").fill("0.5")
    page.get_by_role("button", name="登録する").click()
    page.get_by_text("接種記録を登録しました").wait_for()
    entered = ("五種混合(DPT-IPV-Hib)", "1回目", "接種", "2026-04-03", "MH777", "みどりが丘こどもクリニック", USER)
    assert rows(kenko, "20240204") == [entered]


def test_what_is_typed_and_not_chosen_does_not_stay(page: Page) -> None:
    page.get_by_label("医療機関", exact=True).fill("みどりが丘こどもクリニック")
    page.get_by_label("接種日").focus()
    page.wait_for_function("document.getElementById('clinic').value === ''")


def test_a_wrong_entry_is_told_at_its_fields_and_saves_nothing(page: Page, kenko: Site) -> None:
    page.get_by_label("対象者番号").fill("99999999")
    page.get_by_label("見合わせ", exact=True).check()
    page.get_by_role("button", name="登録する").click()
    page.get_by_text("入力内容に誤りがあります。").wait_for()
    told = page.locator(".field-error").all_inner_texts()
    assert "対象者番号が登録されていません。" in told
    assert "見合わせ理由を入力してください。" in told
    assert rows(kenko, "99999999") == []


def test_the_list_is_read_page_by_page(page: Page) -> None:
    page.get_by_role("link", name="接種記録一覧").click()
    page.get_by_text("1 / 3 ページ").wait_for()
    assert page.locator("#records tbody tr").count() == 10
    page.get_by_role("button", name="次へ").click()
    page.get_by_text("2 / 3 ページ").wait_for()
    page.get_by_label("対象者番号").fill("20240001")
    page.get_by_role("button", name="検索").click()
    page.get_by_text("全 1 件").wait_for()
