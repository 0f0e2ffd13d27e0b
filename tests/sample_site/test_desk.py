"""A clerk at the desk: logging in, entering, confirming, finding again."""

from __future__ import annotations

import re
import sqlite3

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Site, log_in
from .records import CLAIM, press, type_claim, type_request


def rows(site: Site, table: str) -> list[sqlite3.Row]:
    connection = sqlite3.connect(f"file:{site.db}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(f"SELECT * FROM madoguchi_{table} ORDER BY id").fetchall()
    finally:
        connection.close()


@pytest.fixture
def newest(site: Site):
    return lambda table: dict(rows(site, table)[-1])


def test_wrong_password_is_refused_in_japanese(site: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(site.address)
    log_in(page, "wrong")
    expect(page.locator(".errornote")).to_contain_text("正しいユーザー名とパスワードを入力してください")
    page.close()


def test_a_claim_is_confirmed_and_registered_with_every_value(clerk: Page, newest) -> None:
    type_claim(clerk)
    press(clerk, "確認画面へ進む")
    expect(clerk.get_by_role("heading", level=1, name="児童手当 認定請求 登録内容の確認")).to_be_visible()
    expect(clerk.get_by_role("row", name="生年月日 昭和63年1月23日", exact=True)).to_be_visible()
    press(clerk, "この内容で登録する")
    expect(clerk.locator(".messagelist")).to_have_text("受付番号 12345678 を登録しました。")
    saved = newest("childallowanceclaim")
    assert (saved["reference_no"], saved["name"], saved["sex"]) == ("12345678", "平田 竜吉", "女")
    assert (saved["birth_date"], saved["claim_date"]) == ("1988-01-23", "2026-04-01")
    assert (saved["consent"], saved["income_certificate"], saved["child2_birth_date"]) == (1, 0, None)
    assert saved["created_by"] == "shokuin"


def test_a_request_is_registered_and_shown_again_on_its_change_page(clerk: Page, newest) -> None:
    type_request(clerk)
    press(clerk, "確認画面へ進む")
    expect(clerk.get_by_role("row", name="代理人 はい", exact=True)).to_be_visible()
    press(clerk, "この内容で登録する")
    saved = newest("residentcertificaterequest")
    assert (saved["refund_yen"], saved["by_agent"], saved["by_self"]) == (71052187, 1, 0)
    clerk.get_by_role("link", name="30497038").click()
    expect(clerk.get_by_label("氏名:", exact=True)).to_have_value("平田 竜吉")
    expect(clerk.get_by_label("代理人")).to_be_checked()
    assert clerk.get_by_label("生年月日").input_value() == "2008-01-23"


def test_confirmation_alone_registers_nothing(clerk: Page, site: Site) -> None:
    before = len(rows(site, "childallowanceclaim"))
    type_claim(clerk)
    press(clerk, "確認画面へ進む")
    assert len(rows(site, "childallowanceclaim")) == before


def test_amending_keeps_what_was_typed(clerk: Page, newest) -> None:
    type_claim(clerk)
    press(clerk, "確認画面へ進む")
    press(clerk, "修正する")
    expect(clerk.get_by_label("生年月日 元号")).to_have_value("昭和")
    expect(clerk.locator("#id_sex").get_by_label("女")).to_be_checked()
    clerk.get_by_label("住所").fill("京都府京都市西京区1-1")
    press(clerk, "確認画面へ進む")
    press(clerk, "この内容で登録する")
    assert newest("childallowanceclaim")["address"] == "京都府京都市西京区1-1"


def test_missing_values_are_named_and_nothing_is_confirmed(clerk: Page) -> None:
    type_claim(clerk, {**CLAIM, "氏名": ""})
    press(clerk, "確認画面へ進む")
    expect(clerk.locator(".errornote")).to_have_text(re.compile("下記のエラーを修正してください"))
    expect(clerk.locator(".field-name .errorlist")).to_have_text("このフィールドは必須です。")


@pytest.mark.parametrize(
    ("label", "value", "field", "message"),
    [
        ("個人番号", "763750655321", "my_number", "検査用数字が合いません"),
        ("受付番号", "1234567", "reference_no", "8桁の数字"),
        ("郵便番号", "6158252", "postal_code", "123-4567 の形"),
        ("生年月日 年", "65", "birth_date", "その年月日はありません"),
        ("フリガナ", "ひらた", "kana", "全角カタカナ"),
    ],
)
def test_a_wrong_value_is_refused_with_its_reason(
    clerk: Page, label: str, value: str, field: str, message: str
) -> None:
    type_claim(clerk, {**CLAIM, label: value})
    press(clerk, "確認画面へ進む")
    expect(clerk.locator(f".field-{field} .errorlist")).to_contain_text(message)


def test_the_same_number_can_be_entered_twice_and_is_found_by_search(clerk: Page, site: Site) -> None:
    for _ in range(2):
        type_claim(clerk, {**CLAIM, "受付番号": "87654321"})
        press(clerk, "確認画面へ進む")
        press(clerk, "この内容で登録する")
    assert [row["reference_no"] for row in rows(site, "childallowanceclaim")].count("87654321") == 2
    clerk.locator("#searchbar").fill("87654321")
    press(clerk, "検索")
    expect(clerk.locator("#result_list tbody tr")).to_have_count(2)
