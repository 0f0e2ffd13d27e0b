"""The gate on a real system: a robot's way through the sample site in the words of targets."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from dxrobot.browser.arrival import expect_text
from dxrobot.browser.evidence import masked_screenshot
from dxrobot.browser.find import find_browser
from dxrobot.browser.messages import page_messages
from dxrobot.browser.screen import click, fill, open_page, read
from dxrobot.browser.session import BrowserSession
from dxrobot.browser.tables import read_table
from dxrobot.errors import TargetError
from dxrobot.robot.target import Target

ENTRY = "/admin/madoguchi/childallowanceclaim/add/"
NEXT = Target(role="button", name="確認画面へ進む")
REGISTER = Target(role="button", name="この内容で登録する")
CLAIM: dict[str, str | bool] = {
    "受付番号": "12345678",
    "請求年月日": "2026-04-01",
    "フリガナ": "ヒラタ リュウキチ",
    "氏名": "平田 竜吉",
    "性別": "女",
    "生年月日 元号": "昭和",
    "生年月日 年": "63",
    "生年月日 月": "1",
    "生年月日 日": "23",
    "郵便番号": "615-8252",
    "住所": "京都府京都市西京区御陵北山下町9丁目4番24号",
    "電話番号": "06-2609-2506",
    "個人番号": "763750655320",
    "加入年金": "国民年金",
    "配偶者の氏名": "",
    "児童1の氏名": "平田 花",
    "児童1の生年月日": "2020-01-02",
    "児童1の同居・別居": "同居",
    "児童2の同居・別居": "",
    "金融機関名": "みどり銀行 中央支店",
    "口座番号": "1577606",
    "口座名義(カナ)": "ヒラタ リュウキチ",
    "所得証明書を添付": False,
    "公簿の確認に同意する": True,
}


def fields(values: dict[str, str | bool]) -> list[tuple[Target, str | bool]]:
    return [(Target(label=label), value) for label, value in values.items()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("site")
    (folder / "password").write_text("Kosodate-2026!", encoding="utf-8")
    options = ["--db", str(folder / "db"), "--user", "shokuin", "--password-file", str(folder / "password")]
    command = [sys.executable, "-m", "dxrobot.sample_site", *options, "--slow-save", "0.7"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    yield process.stdout.readline().decode().split()[1]
    process.communicate(timeout=10)


@pytest.fixture(scope="module")
def desk(site: str) -> Iterator[BrowserSession]:
    with BrowserSession(find_browser(), site, [], timeout_s=5.0) as session:
        session.run(lambda page: open_page(page, "/"))
        login = fields({"ユーザー名": "shokuin", "パスワード": "Kosodate-2026!"})
        session.run(lambda page: fill(page, login))
        session.run(lambda page: click(page, Target(role="button", name="ログイン")))
        session.run(lambda page: expect_text(page, "業務メニュー", 1.0))
        yield session


def test_a_claim_is_filled_confirmed_registered_found_and_read_back(desk: BrowserSession) -> None:
    desk.run(lambda page: open_page(page, ENTRY))
    desk.run(lambda page: fill(page, fields(CLAIM)))
    desk.run(lambda page: click(page, NEXT))
    assert desk.run(lambda page: read(page, Target(row="生年月日"))) == "昭和63年1月23日"
    desk.run(lambda page: click(page, REGISTER))
    desk.run(lambda page: expect_text(page, "受付番号 12345678 を登録しました。", 1.0))
    found = desk.run(lambda page: list(read_table(page, None).rows))
    assert [(row["受付番号"], row["氏名"]) for row in found] == [("12345678", "平田 竜吉")]
    desk.run(lambda page: click(page, Target(role="link", name="12345678")))
    for label, value in CLAIM.items():
        assert desk.run(lambda page, label=label: read(page, Target(label=label))) == value, label
    assert desk.run(lambda page: read(page, Target(label="登録者"))) == "shokuin"


def test_the_sites_own_errors_are_reported_by_field(desk: BrowserSession) -> None:
    desk.run(lambda page: open_page(page, ENTRY))
    desk.run(lambda page: fill(page, fields({**CLAIM, "氏名": "", "個人番号": "763750655321"})))
    desk.run(lambda page: click(page, NEXT))
    assert desk.run(page_messages) == [
        "下記のエラーを修正してください。",
        "氏名: このフィールドは必須です。",
        "個人番号: 個人番号の検査用数字が合いません。番号を確認してください。",
    ]


def test_an_error_of_the_whole_form_is_not_put_on_a_field(desk: BrowserSession) -> None:
    desk.run(lambda page: open_page(page, ENTRY))
    desk.run(lambda page: fill(page, fields({**CLAIM, "児童2の氏名": "平田 空"})))
    desk.run(lambda page: click(page, NEXT))
    whole_form = "児童2は、氏名・生年月日・同居別居をすべて入力するか、すべて空にしてください。"
    assert desk.run(page_messages) == ["下記のエラーを修正してください。", whole_form]


def test_a_search_without_result_is_no_rows(desk: BrowserSession) -> None:
    desk.run(lambda page: open_page(page, "/admin/madoguchi/childallowanceclaim/?q=00000000"))
    assert desk.run(lambda page: list(read_table(page, None).rows)) == []


def test_a_page_that_does_not_exist_is_said(desk: BrowserSession) -> None:
    with pytest.raises(TargetError, match="この画面がない"):
        desk.run(lambda page: open_page(page, "/admin/madoguchi/none/"))


def black_pixels(png: bytes) -> int:
    colours = Image.open(io.BytesIO(png)).convert("RGB").getcolors(maxcolors=2**24)
    return sum(count for count, colour in colours if colour == (0, 0, 0))


def test_a_masked_picture_of_the_confirmation_can_be_taken(desk: BrowserSession) -> None:
    desk.run(lambda page: open_page(page, ENTRY))
    desk.run(lambda page: fill(page, fields(CLAIM)))
    desk.run(lambda page: click(page, NEXT))
    values = [str(value) for value in CLAIM.values()]
    plain = desk.run(lambda page: page.screenshot(full_page=True))
    masked = desk.run(lambda page: masked_screenshot(page, [Target(row="性別")], values))
    assert black_pixels(masked) - black_pixels(plain) > 50_000
