"""Every screen in a browser: nothing that axe-core calls serious, nothing wider than the window, no complaint."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.console.axe import serious_findings, sideways
from tests.console.chromium import NARROW, WIDE, complaints, signed_in
from tests.console.conftest import Console

_KANA = re.compile("[ぁ-ん]")
_FIRST = ("manager", "office", "leader", "auditor", "staff", "contractor")
"""Whose screen is looked at: the first of these who may."""


def _screens(console: Console) -> dict[str, list[str]]:
    """The addresses of pages without a name or number in them, by who looks at them."""
    found: dict[str, list[str]] = {}
    for view in console.views:
        if "GET" not in view["methods"] or "<" in view["pattern"] or view["roles"] is None:
            continue
        login = next(role for role in _FIRST if role in view["roles"])
        answer = console.as_(login).get(view["pattern"], allow_redirects=False)
        # A file to be taken away, or a part of a page, is no screen.
        if answer.status_code == 200 and answer.text.startswith("<!DOCTYPE html>"):
            found.setdefault(login, []).append(view["pattern"])
    return found


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_screen_is_sound_for_everybody(console: Console, browser: Browser, viewport: ViewportSize) -> None:
    wrong = []
    for login, addresses in _screens(console).items():
        with signed_in(browser, console, login, viewport) as page:
            said = complaints(page)
            for address in addresses:
                page.goto(address)
                wrong += [(address, finding) for finding in serious_findings(page)]
                if wider := sideways(page):
                    wrong.append((address, f"{wider} px too wide"))
                wrong += [(address, words) for words in said]
                said.clear()
    assert wrong == []


def test_every_screen_speaks_english_and_nothing_else(console: Console, browser: Browser) -> None:
    for login, addresses in _screens(console).items():
        console.as_(login).post("/language/", {"language": "en", "next": "/"})
        try:
            with signed_in(browser, console, login) as page:
                for address in addresses:
                    page.goto(address)
                    assert page.locator("html").get_attribute("lang") == "en"
                    headings = page.locator("h1, nav a, th, main label").all_inner_texts()
                    assert [words for words in headings if _KANA.search(words)] == [], address
        finally:
            console.as_(login).post("/language/", {"language": "ja", "next": "/"})


def test_the_door_is_sound(console: Console, browser: Browser) -> None:
    with browser.new_context(base_url=console.address, viewport=NARROW) as context:
        page = context.new_page()
        said = complaints(page)
        page.goto("/sign-in/")
        assert (serious_findings(page), sideways(page), said) == ([], 0, [])
