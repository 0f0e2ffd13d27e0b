"""A clerk's morning in a real browser: scans dragged in, a trial watched to its end, its pictures looked at."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dxrobot.app.sample_site import sample_site
from dxrobot.app.workspaces import make_workspace
from dxrobot.bundled import demo_samples
from dxrobot.vault import KEY_VARIABLE, Vault, make_key
from tests.console.axe import serious_findings, sideways
from tests.console.chromium import NARROW, complaints, signed_in
from tests.console.conftest import Console, seed, start, stop

SCANS = ("denshi_1008_1.png", "shisho_1007_1.jpg", "shisho_1007_2.jpg")
LONG_MS = 300_000
_DRAG = """([place, files]) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  const target = document.querySelector(place);
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console with a worker of its own, and the sample system that its robot works with."""
    folder = tmp_path_factory.mktemp("clerk")
    workspace = make_workspace(folder / "city")
    make_key(folder / "key")
    with sample_site(folder / "site") as site, pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, str(folder / "key"))
        Vault(workspace.vault, folder / "key").put("kosodate", site.credentials)
        settings = workspace.root / "dxrobot.toml"
        written = settings.read_text(encoding="utf-8")
        settings.write_text(written.replace("http://127.0.0.1:8781/", site.address), encoding="utf-8")
        views = seed(workspace.root)
        process, address, _said = start(workspace.root)
        yield Console(address, workspace.root, views, process)
        assert stop(process) == 0


def drag(page: Page, wanted: str, files: dict[str, bytes]) -> None:
    """Drop ``files`` on the place for the input ``wanted``."""
    carried = [[name, base64.b64encode(content).decode()] for name, content in files.items()]
    page.evaluate(_DRAG, [f"[data-to$='/{wanted}/']", carried])


@pytest.mark.timeout(900)
def test_a_clerk_drags_scans_in_and_watches_the_trial_to_its_end(console: Console, browser: Browser) -> None:
    with signed_in(browser, console, "staff") as page:
        expect.set_options(timeout=30_000)
        said = complaints(page)
        page.goto("/scenarios/")
        page.get_by_role("link", name="始める 窓口請求書の読み取りと登録").click()
        page.wait_for_url("**/start/")
        drag(page, "scans", {"メモ.pdf": b"MZ this is a program"})
        expect(page.get_by_role("alert").first).to_contain_text("使えない種類")
        said.clear()  # the browser tells of the answer 422
        drag(page, "scans", {name: (demo_samples() / "scans" / name).read_bytes() for name in SCANS})
        drag(page, "answers", {"answers.json": (demo_samples() / "answers.json").read_bytes()})
        expect(page.locator(".handed li [data-remove]")).to_have_count(len(SCANS) + 1)
        assert serious_findings(page) == []
        page.get_by_label("試行").check()
        page.get_by_role("button", name="始める").press("Enter")
        progress = page.locator("#progress")
        expect(progress.locator(".status")).to_contain_text("実行中", timeout=LONG_MS)
        expect(progress.locator(".doing")).not_to_be_empty(timeout=LONG_MS)
        expect(page.locator("#progress .times")).to_contain_text("終わり", timeout=LONG_MS)
        assert said == []
        run = page.url
        page.locator("table.items a", has_text="枚").first.click()
        picture = page.get_by_role("img", name="登録を押す直前の画面")
        assert picture.evaluate("async (one) => { await one.decode(); return one.naturalWidth > 200; }")
        page.set_viewport_size(NARROW)
        for address in (page.url, run):
            page.goto(address)
            assert (serious_findings(page), sideways(page)) == ([], 0), address
        page.get_by_role("link", name="登録簿.xlsx").wait_for()
    assert [path.name for path in _handed_in(console.workspace)] == sorted([*SCANS, "answers.json"])


def _handed_in(workspace: Path) -> list[Path]:
    return sorted((workspace / ".dxrobot/uploads").glob("*/*"), key=lambda path: path.name)
