"""What each duty comes for, done by the keyboard alone; each journey begins at a page and ends with what is told."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.console.keys import reach


def press(page: Page, words: str, key: str = "Enter") -> None:
    """Go to what is called ``words`` and press ``key`` there."""
    reach(page, words)
    page.keyboard.press(key)


def write(page: Page, words: str, text: str) -> None:
    """Go to the field called ``words`` and write into it."""
    reach(page, words)
    page.keyboard.insert_text(text)


def start_a_run(page: Page) -> None:
    """Staff choose a scenario, fill in its form and start it."""
    page.goto("/scenarios/")
    press(page, "始める いろいろな入力")
    page.wait_for_url("**/start/")
    write(page, "件数", "12")
    press(page, "区分", "ArrowDown")
    press(page, "試行", "Space")
    press(page, "始める")
    page.wait_for_url("**/runs/order/*/")
    expect(page.get_by_role("main")).to_contain_text("順番を待っています")


def answer_a_question(page: Page) -> None:
    """Staff answer what a scenario asks."""
    page.goto("/review/")
    press(page, "送る", "Space")
    press(page, "答える")
    expect(page.get_by_role("status")).to_have_text("質問に答えました。")


def settle_an_item(page: Page) -> None:
    """Staff write down that a record is there."""
    page.goto("/runs/doubtful/items/1/")
    press(page, "あった", "Space")
    write(page, "何を見て確かめたか", "一覧で受付番号を検索した")
    press(page, "書き留める")
    expect(page.get_by_role("status")).to_contain_text("書き留めました")


def look_for_runs(page: Page) -> None:
    """Staff look for the runs that wait for somebody."""
    page.goto("/runs/")
    reach(page, "状態")
    while page.get_by_label("状態").input_value() != "waiting":
        page.keyboard.press("ArrowDown")
    press(page, "しぼる")
    page.wait_for_url("**status=waiting**")
    expect(page.get_by_role("row")).not_to_have_count(0)


def ask_for_approval(page: Page, scenario: str) -> None:
    """The leader asks for the approval of what has changed."""
    page.goto(f"/scenarios/{scenario}/versions/")
    write(page, "何を変え、どう確かめたか", "欄の名前を直し、試した。")
    press(page, "所属長に頼む")
    expect(page.get_by_role("status")).to_contain_text("承認を頼みました")


def approve(page: Page, title: str) -> None:
    """The manager goes from the first page to what waits, and approves it."""
    page.goto("/")
    press(page, f"本番の承認 {title}")
    page.wait_for_url("**/versions/")
    press(page, "本番に承認する")
    expect(page.get_by_role("status")).to_contain_text("承認しました")


def give_back(page: Page, title: str) -> None:
    """The manager does not approve, and says why."""
    page.goto("/")
    press(page, f"本番の承認 {title}")
    page.wait_for_url("**/versions/")
    write(page, "戻す理由", "試した実行がない。")
    press(page, "理由を付けて戻す")
    expect(page.get_by_role("status")).to_contain_text("理由を付けて戻しました")


def confirm_hours(page: Page) -> None:
    """The manager confirms the hours of a month that is over."""
    page.goto("/ledger/")
    press(page, "の時間を確認する")
    expect(page.get_by_role("status")).to_contain_text("の時間を確認しました")


def add_somebody(page: Page) -> None:
    """The office adds somebody and sees the password for the first time."""
    page.goto("/admin/users/")
    press(page, "利用者を加える")
    page.wait_for_url("**/add/")
    write(page, "利用者名", "k.kato")
    write(page, "氏名", "加藤 花")
    write(page, "所属 任意", "子育て支援課")
    press(page, "加える")
    expect(page.locator(".once")).to_be_visible()


def open_and_close_the_menu(page: Page) -> None:
    """Escape closes what was opened, and leads back to where that was done."""
    page.goto("/")
    press(page, "職員")
    reach(page, "サインアウト")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="サインアウト")).to_be_hidden()
    assert "職員" in page.evaluate("document.activeElement.innerText")
