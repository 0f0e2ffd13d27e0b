"""Hand-written Playwright, as its documentation writes it: locators by label, web-first assertions."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

from tools.bench.peers.line import work

# One script that a programmer would write for such forms: it sets the values and tells the page.
SCRIPT = """values => {
  const shown = {};
  for (const [label, value] of Object.entries(values)) {
    const caption = [...document.querySelectorAll('label, td')].find(e => e.textContent.trim() === label);
    const field = caption.control || caption.nextElementSibling.querySelector('input, select');
    field.focus();
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    field.blur();
    shown[label] = field.value;
  }
  return shown;
}"""


class Playwright:
    """One field after another."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        self.page.goto(address)

    def ready(self) -> None:
        expect(self.page.get_by_role("button", name="登録")).to_be_visible()

    def fill(self, form: list[list[str]], values: dict[str, str]) -> None:
        for label, name, kind in form:
            field = self._field(label, name)
            if kind == "select":
                field.select_option(label=values[label])
            else:
                field.fill(values[label])

    def read(self, form: list[list[str]]) -> dict[str, str]:
        return {label: self._field(label, name).input_value() for label, name, _kind in form}

    def submit(self, confirm: str) -> None:
        self.page.get_by_role("button", name="登録").click()
        expect(self.page.get_by_text(confirm)).to_be_visible()

    def _field(self, label: str, name: str) -> Locator:
        if self.page.url.endswith("/legacy"):  # its labels are mere cells
            return self.page.locator(f"[name={name}]")
        return self.page.get_by_label(label, exact=True)


class Evaluate(Playwright):
    """All fields by one injected script, which also reads them back."""

    def fill(self, _form: list[list[str]], values: dict[str, str]) -> None:
        self._shown: dict[str, str] = self.page.evaluate(SCRIPT, values)

    def read(self, _form: list[list[str]]) -> dict[str, str]:
        return self._shown


def main(kind: str) -> None:
    """Work as ``Playwright`` or ``Evaluate``."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=Path(os.environ["DXROBOT_BENCH_BROWSER"]),
            chromium_sandbox=os.name != "posix" or os.geteuid() != 0,
        )
        peers = {"fill": Playwright, "evaluate": Evaluate}
        work(peers[kind](browser.new_page(locale="ja-JP")))


if __name__ == "__main__":
    main(sys.argv[1])
