"""台帳 on the console: what each duty sees of it, confirmed months, files, the proof, and its pages in a browser."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import time
import zipfile
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.console.axe import serious_findings, sideways
from tests.console.chromium import NARROW, WIDE, complaints, signed_in
from tests.console.conftest import Console, Visitor
from tests.console.seed import DEPARTMENT, OTHER_DEPARTMENT
from tests.console.seed_ledger import FOREIGN, JOB, LOSING

SEEDS = ("tests.console.seed_ledger:fill",)
_FORM = re.compile(r'name="month" value="([^"]+)"><input type="hidden" name="token" value="([^"]+)"')


def job_address(department: str, job: str) -> str:
    return f"/ledger/job/?department={quote(department)}&job={quote(job)}"


def test_the_first_page_tells_losses_estimates_and_targets(console: Console) -> None:
    page = console.as_("manager").get("/ledger/").text
    assert "職員の時間が増えている業務が1件あります" in page
    assert "試行と予行の" in page
    assert "見積の数字" in page
    assert "目標(KPI、全庁)" in page
    assert "全庁(くらべるため)" in page


def test_a_clerk_sees_the_own_department_alone(console: Console) -> None:
    page = console.as_("staff").get("/ledger/").text
    assert JOB in page
    assert FOREIGN not in page
    assert "全庁(くらべるため)" not in page
    for address in (
        f"/ledger/department/?department={quote(OTHER_DEPARTMENT)}",
        job_address(OTHER_DEPARTMENT, FOREIGN),
    ):
        assert console.as_("staff").get(address).status_code == 404
        assert console.as_("neighbour").get(address).status_code == 200
    assert FOREIGN in console.as_("office").get("/ledger/").text


def test_the_name_of_a_job_is_text_and_no_markup(console: Console) -> None:
    for address in ("/ledger/", job_address(DEPARTMENT, LOSING)):
        page = console.as_("manager").get(address).text
        assert LOSING not in page
        assert "&lt;b&gt;照会&lt;/b&gt;の登録" in page


def test_from_a_job_one_comes_to_its_runs_and_entries(console: Console) -> None:
    page = console.as_("manager").get(job_address(DEPARTMENT, JOB)).text
    assert "/runs/R00/" in page
    entry = re.search(r"/ledger/entries/(\d+)/", page)
    assert entry is not None
    whole = console.as_("manager").get(entry[0]).text
    assert "この記帳のハッシュ" in whole
    assert re.search(r"<dd>R[03]0</dd>", whole)
    assert console.as_("neighbour").get(entry[0]).status_code == 404
    assert console.as_("auditor").get(entry[0]).status_code == 200
    assert console.as_("manager").get(f"/ledger/entries/{10**30}/").status_code == 404


def test_a_month_is_confirmed_as_it_was_shown_and_a_later_change_shows(console: Console) -> None:
    manager = console.as_("manager")
    month, token = _FORM.findall(manager.get("/ledger/").text)[0]
    assert "時間が変わりました" in manager.post("/ledger/confirm/", {"month": month, "token": "0" * 20}).text
    assert "まだ終わっていません" in manager.post("/ledger/confirm/", {"month": _now(), "token": token}).text
    assert "確認しました" in manager.post("/ledger/confirm/", {"month": month, "token": token}).text
    assert "確認後に変わりました" not in manager.get("/ledger/").text
    with sqlite3.connect(_store(console)) as store:
        length, last_hash = store.execute("SELECT ledger_length, ledger_hash FROM console_hoursconfirmation").fetchone()
        assert store.execute("SELECT hash FROM store_ledgerrow WHERE sequence=?", [length]).fetchone() == (last_hash,)
        # As a correction does: the month's kept totals are others afterwards.
        store.execute(
            "UPDATE store_ledgertotal SET saved_minutes = saved_minutes - 600000 WHERE month=? AND job=?", [month, JOB]
        )
    try:
        assert "確認後に変わりました" in manager.get("/ledger/").text
    finally:
        with sqlite3.connect(_store(console)) as store:
            store.execute(
                "UPDATE store_ledgertotal SET saved_minutes = saved_minutes + 600000 WHERE month=? AND job=?",
                [month, JOB],
            )
    assert console.as_("staff").post("/ledger/confirm/", {"month": month, "token": token}).status_code == 403


def test_files_hold_what_their_reader_may_see_and_are_written_down(console: Console) -> None:
    whole = console.as_("auditor").get("/ledger/files/entries/")
    own = console.as_("manager").get("/ledger/files/entries/")
    assert (len(_rows(whole.content)), len(_rows(own.content))) == (16, 12)
    assert "attachment" in own.headers["Content-Disposition"]
    assert FOREIGN not in own.content.decode("utf-8-sig")
    assert FOREIGN not in console.as_("manager").get("/ledger/files/open-data/").content.decode("utf-8-sig")
    assert FOREIGN in console.as_("office").get("/ledger/files/open-data/").content.decode("utf-8-sig")
    book = console.as_("manager").get("/ledger/files/book/")
    with zipfile.ZipFile(io.BytesIO(book.content)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert any(JOB in text for text in texts)
    assert not [text for text in texts if FOREIGN in text or OTHER_DEPARTMENT in text]
    assert FOREIGN not in console.as_("manager").get("/ledger/files/page/").text
    assert console.as_("staff").get("/ledger/files/book/").status_code == 403
    with sqlite3.connect(_store(console)) as store:
        count = store.execute("SELECT COUNT(*) FROM console_auditentry WHERE action='ledger.file.export'").fetchone()
    assert count[0] >= 6


def test_the_report_comes_on_paper(console: Console) -> None:
    answer = console.as_("manager").get("/ledger/files/paper/")
    assert answer.content.startswith(b"%PDF-")


def test_the_proof_tells_a_sound_ledger_and_an_altered_trail(console: Console) -> None:
    assert "書かれたときのままです" in _proof(console.as_("auditor"))
    assert "64文字" in console.as_("auditor").post("/ledger/verify/", {"hash": "abc"}).text
    assert "切り落とされた" in _proof(console.as_("auditor"), {"hash": "ab" * 32})
    with sqlite3.connect(_store(console)) as store:
        store.execute("UPDATE console_auditentry SET login='somebody' WHERE sequence=3")
    assert "監査記録の 3 番目" in _proof(console.as_("auditor"))


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_sound_in_a_browser(console: Console, browser: Browser, viewport: dict[str, int]) -> None:
    with signed_in(browser, console, "manager", viewport) as page:
        said = complaints(page)
        page.goto("/ledger/")
        assert page.get_by_role("img", name="月ごとの削減時間").is_visible()
        page.get_by_text("同じ数字を表で見る").click()
        assert (serious_findings(page), sideways(page)) == ([], 0)
        page.get_by_role("link", name=JOB).first.click()
        assert (serious_findings(page), sideways(page)) == ([], 0)
        page.get_by_role("link", name="番").first.click()
        assert page.get_by_role("heading", level=1).inner_text().startswith("記帳")
        assert (serious_findings(page), sideways(page), said) == ([], 0, [])


def _now() -> str:
    return time.strftime("%Y-%m", time.gmtime(time.time() + 9 * 3600))


def _store(console: Console) -> str:
    return str(console.workspace / ".dxrobot/dxrobot.sqlite3")


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]


def _proof(visitor: Visitor, fields: dict[str, str] | None = None) -> str:
    visitor.post("/ledger/verify/", fields)
    for _time in range(200):
        told = visitor.get("/ledger/verify/state/").text
        if "確かめています" not in told:
            return told
        time.sleep(0.1)
    raise AssertionError("the proof has no end")
