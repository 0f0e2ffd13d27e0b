"""One record of each application, as a clerk types it: label, kind of input, value."""

from __future__ import annotations

from playwright.sync_api import Page

CLAIM = {
    "受付番号": "12345678",
    "請求年月日": "2026-04-01",
    "フリガナ": "ヒラタ リュウキチ",
    "氏名": "平田 竜吉",
    "生年月日 年": "63",
    "生年月日 月": "1",
    "生年月日 日": "23",
    "郵便番号": "615-8252",
    "住所": "京都府京都市西京区御陵北山下町9丁目4番24号",
    "電話番号": "06-2609-2506",
    "個人番号": "763750655320",
    "児童1の氏名": "平田 花",
    "児童1の生年月日": "2020-01-02",
    "金融機関名": "みどり銀行 中央支店",
    "口座番号": "1577606",
    "口座名義(カナ)": "ヒラタ リュウキチ",
}
REQUEST = {
    "整理番号": "30497038",
    "請求年月日": "2022-02-28",
    "フリガナ": "ヒラタ リュウキチ",
    "氏名": "平田 竜吉",
    "筆頭者氏名": "濵田 太平",
    "生年月日": "2008-01-23",
    "郵便番号": "615-8252",
    "住所": "京都府京都市西京区御陵北山下町9丁目4番24号",
    "電話番号": "06-2609-2506",
    "個人番号": "452259633651",
    "使用目的": "介護保険の申請",
    "口座番号": "1577606",
    "口座名義(カナ)": "ヒラタ リュウキチ",
    "還付金額": "71052187",
    "連絡先郵便番号": "390-1198",
}


def open_entry(page: Page, model: str) -> None:
    root = page.url.split("/admin/")[0]
    page.goto(f"{root}/admin/madoguchi/{model}/add/")


def type_values(page: Page, values: dict[str, str]) -> None:
    for label, value in values.items():
        labelled = page.get_by_label(f"{label}:", exact=True).or_(page.get_by_label(label, exact=True))
        labelled.fill(value)


def type_claim(page: Page, values: dict[str, str] = CLAIM) -> None:
    open_entry(page, "childallowanceclaim")
    type_values(page, values)
    page.get_by_label("生年月日 元号").select_option("昭和")
    page.get_by_label("加入年金").select_option("国民年金")
    page.locator("#id_sex").get_by_label("女").check()
    page.locator("#id_child1_living").get_by_label("同居").check()
    page.get_by_label("公簿の確認に同意する").check()


def type_request(page: Page) -> None:
    open_entry(page, "residentcertificaterequest")
    type_values(page, REQUEST)
    page.get_by_label("性別").select_option("女")
    page.get_by_label("代理人").check()
    page.get_by_label("住民票").check()


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
