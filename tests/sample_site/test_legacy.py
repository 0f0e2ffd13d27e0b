"""The tax system: frames, pop-ups, dialogs and Shift_JIS as its clerks meet them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Error, Frame, Page

from .conftest import PASSWORD, USER, Site, start_site, stop_site

MODULE = "dxrobot.sample_site.legacy"
REPORT = {
    "reported_on": "5080415",
    "plate_no": "見本市 い 123",
    "chassis_no": "AF79-1000123",
    "maker": "見本ワークス",
    "displacement": "49",
    "event_on": "5080414",
    "owner_kana": "ﾔﾏﾀﾞ ﾀﾛｳ",
    "owner_name": "山田 太郎",
    "owner_street": "3番地5",
}


@pytest.fixture(scope="module")
def legacy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = start_site(tmp_path_factory.mktemp("legacy"), module=MODULE)
    yield running
    stop_site(running)


class Clerk:
    """A signed-in page that says yes to every dialog and remembers what it said."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.page: Page = browser.new_context().new_page()
        self.said: list[str] = []
        self.page.on("dialog", self._yes)
        self.sign_in(site)

    def sign_in(self, site: Site) -> None:
        self.page.goto(site.address)
        self.page.locator("[name=shokuin_no]").fill(USER)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="ログイン").click()
        self.page.wait_for_load_state("networkidle")

    def frame(self, name: str) -> Frame:
        return self.page.frame(name)

    def go(self, link: str, heading: str) -> Frame:
        self.frame("menu").get_by_role("link", name=link).click()
        self.frame("main").get_by_text(heading, exact=True).wait_for()
        return self.frame("main")

    def type_report(self, vehicle: str = "原付第一種(50cc以下)", **values: str) -> Frame:
        main = self.go("申告入力", "軽自動車税(種別割)申告 入力")
        for name, value in {**REPORT, **values}.items():
            main.locator(f"[name={name}]").fill(value)
        main.locator("[name=report_kind]").first.check()
        main.locator("[name=vehicle_kind]").select_option(label=vehicle)
        with self.page.expect_popup() as opened:
            main.get_by_role("button", name="所有者住所検索").click()
        opened.value.locator("[name=words]").fill("緑が丘")
        opened.value.get_by_role("button", name="検索").click()
        with opened.value.expect_event("close"), suppress(Error):  # it may be gone before the click has come to its end
            opened.value.get_by_role("link", name="緑が丘二丁目").click()
        main.get_by_role("button", name="所有者住所と同じ").click()
        return main

    def _yes(self, dialog: Dialog) -> None:
        self.said.append(f"{dialog.type}: {dialog.message}")
        dialog.accept()


@pytest.fixture
def clerk(legacy: Site, browser: Browser) -> Iterator[Clerk]:
    someone = Clerk(browser, legacy)
    yield someone
    someone.page.context.close()


def reports(site: Site, plate_no: str) -> list[dict[str, str]]:
    with closing(sqlite3.connect(site.db)) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute("SELECT * FROM vehicle_report WHERE plate_no = ?", (plate_no,))
        return [dict(row) for row in found]


def test_a_report_is_entered_through_a_pop_up_and_two_dialogs(clerk: Clerk, legacy: Site) -> None:
    main = clerk.type_report()
    main.get_by_role("button", name="登録", exact=True).click()
    main.get_by_text("登録完了").wait_for()
    (saved,) = reports(legacy, REPORT["plate_no"])
    assert clerk.said == [
        "confirm: 登録します。よろしいですか?",
        f"alert: 登録しました。受付番号={saved['receipt_no']}",
    ]
    assert {name: saved[name] for name in REPORT} == REPORT
    assert (saved["owner_town_code"], saved["place_town"]) == ("0110", "見本市緑が丘二丁目")
    assert "登録完了" in clerk.frame("jotai").inner_text("body")


def test_a_wrong_report_is_refused_by_an_alert_and_keeps_what_was_typed(clerk: Clerk, legacy: Site) -> None:
    main = clerk.type_report("軽二輪(250cc以下)", plate_no="見本市 い 9")
    with clerk.page.expect_event("dialog", lambda dialog: dialog.type == "alert"):
        main.get_by_role("button", name="登録", exact=True).click()
    assert clerk.said[-1] == "alert: 排気量が種別と一致しません。"
    assert main.locator("[name=plate_no]").input_value() == "見本市 い 9"
    assert reports(legacy, "見本市 い 9") == []


def test_a_character_without_a_code_arrives_as_a_reference(clerk: Clerk, legacy: Site) -> None:
    main = clerk.type_report(plate_no="見本市 い 10", owner_name="𠮷野 花")
    main.get_by_role("button", name="登録", exact=True).click()
    main.get_by_text("登録完了").wait_for()
    assert reports(legacy, "見本市 い 10")[0]["owner_name"] == "&#134071;野 花"


def test_lists_have_ten_rows_a_page_and_are_searched_in_shift_jis(clerk: Clerk) -> None:
    main = clerk.go("申告照会", "軽自動車税(種別割)申告 一覧")
    assert main.get_by_role("link").count() == 10
    main.get_by_role("button", name="次頁").click()
    main.get_by_text("2/3ページ").wait_for()
    main.locator("[name=owner_kana]").fill("ｱｵｷ ｲﾁﾛｳ")
    main.get_by_role("button", name="検索").click()
    main.get_by_text("該当件数:1件").wait_for()
    with clerk.page.expect_download() as download:
        main.get_by_role("button", name="CSV出力").click()
    lines = Path(download.value.path()).read_bytes().decode("cp932").split("\r\n")
    assert len(lines) == 3
    assert "青木 一郎" in lines[1]


def test_the_second_login_throws_the_first_out(clerk: Clerk, legacy: Site, browser: Browser) -> None:
    other = Clerk(browser, legacy)
    clerk.frame("menu").get_by_role("link", name="申告入力").click()
    clerk.frame("main").get_by_text("他の端末でログインされたため、切断されました。").wait_for()
    other.page.context.close()


def test_a_second_login_may_be_refused_and_a_session_ends_in_every_frame(tmp_path: Path, browser: Browser) -> None:
    site = start_site(tmp_path, "--second-login", "refuse", "--session-requests", "6", module=MODULE)
    first = Clerk(browser, site)
    second = Clerk(browser, site)
    second.page.get_by_text("この職員番号は他の端末で使用中です。").wait_for()
    first.go("申告照会", "軽自動車税(種別割)申告 一覧")
    first.go("申告入力", "軽自動車税(種別割)申告 入力")
    first.page.reload()
    assert "セッションの有効期限が切れました。" in first.page.content()
    second.sign_in(site)
    assert second.frame("main") is not None
    stop_site(site)


def test_a_slow_site_saves_although_the_browser_is_gone(tmp_path: Path, browser: Browser) -> None:
    site = start_site(tmp_path, "--slow-save", "1", module=MODULE)
    clerk = Clerk(browser, site)
    clerk.type_report().get_by_role("button", name="登録", exact=True).click()
    clerk.page.wait_for_timeout(300)
    clerk.page.context.close()
    assert reports(site, REPORT["plate_no"]) == []
    time.sleep(1.2)
    assert len(reports(site, REPORT["plate_no"])) == 1
    stop_site(site)
