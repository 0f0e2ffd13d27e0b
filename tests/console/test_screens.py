"""Every screen in a browser, as every duty sees it: by keyboard, wide and narrow, in Japanese and in English.

Screens that are built of the same pieces for two duties are looked at once: what differs is what stands in them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.console import journeys
from tests.console.axe import serious_findings, sideways
from tests.console.chromium import NARROW, WIDE, complaints, signed_in
from tests.console.conftest import Console
from tests.console.every_screen import ADDRESSES, NO_SCREENS
from tests.console.keys import flaws_by_keyboard, reach, tab_through
from tests.console.seed_runs import ENDED

_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠々ー]*[ぁ-ん][ぁ-んァ-ヶ一-龠々ー]*")
_TAG = re.compile(r"<(\w+)([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:="([^"]*)"|='[^']*')?""")


def _built_of(page: str) -> frozenset[str]:
    """The kinds of elements that a page is built of, without what stands in them."""
    return frozenset(
        name + "".join(f" {key}={value if key in ('class', 'type', 'role') else ''}" for key, value in attributes)
        for name, told in _TAG.findall(page.partition("<main")[2])
        for attributes in (_ATTRIBUTE.findall(told),)
    )


@pytest.fixture(scope="module")
def console(whole: Console) -> Console:
    """The console that is looked at."""
    return whole


@pytest.fixture(scope="module")
def looked_at(pages: dict[tuple[str, str], str]) -> dict[str, list[str]]:
    """The addresses that each duty looks at: the first screen, and every one built of something not seen there yet."""
    found: dict[str, list[str]] = {}
    built: dict[str, set[str]] = {}
    for (duty, address), page in pages.items():
        seen, new = built.setdefault(address, set()), _built_of(page)
        if address == "/" or not new <= seen:
            seen |= new
            found.setdefault(duty, []).append(address)
    return found


def test_every_view_with_a_name_in_its_address_is_looked_at(console: Console) -> None:
    named = {view["name"] for view in console.views if "GET" in view["methods"] and "<" in view["pattern"]}
    parts = {view["name"] for view in console.views if view["quiet"] or view["action"].endswith(".export")}
    assert named - parts - NO_SCREENS <= set(ADDRESSES)


def test_every_screen_can_be_walked_by_keyboard_by_everybody_and_fits_a_narrow_window(
    console: Console, browser: Browser, looked_at: dict[str, list[str]]
) -> None:
    wrong = []
    for duty, addresses in looked_at.items():
        with signed_in(browser, console, duty, WIDE) as page:
            said = complaints(page)
            for address in addresses:
                page.set_viewport_size(WIDE)
                page.goto(address)
                found = flaws_by_keyboard(page)
                page.set_viewport_size(NARROW)
                found += [f"{wider} px too wide"] if (wider := sideways(page)) else []
                wrong += [(duty, address, words) for words in (*found, *said)]
                said.clear()
    assert wrong == []


def test_tab_leads_through_the_screens_on_which_most_is_done(console: Console, browser: Browser) -> None:
    with signed_in(browser, console, "manager") as page:
        for address in ("/", "/scenarios/kinds/start/", "/schedules/new/", f"/runs/{ENDED}/"):
            page.goto(address)
            assert tab_through(page) == [], address


def test_every_screen_speaks_english_and_nothing_else_and_is_sound_for_everybody(
    console: Console, browser: Browser, looked_at: dict[str, list[str]]
) -> None:
    """In English what a thing is called and what stands on it differ first, so here axe-core looks at everything."""
    wrong, data = [], _data(console)
    for duty, addresses in looked_at.items():
        console.as_(duty).post("/language/", {"language": "en", "next": "/"})
        try:
            with signed_in(browser, console, duty, WIDE) as page:
                for address in addresses:
                    page.set_viewport_size(WIDE)
                    page.goto(address)
                    assert page.locator("html").get_attribute("lang") == "en"
                    said = page.locator("h1, nav a, th, main label").all_inner_texts()
                    found = [words for one in said for words in _JAPANESE.findall(one) if words not in data]
                    found += serious_findings(page)
                    page.set_viewport_size(NARROW)
                    found += [f"{wider} px too wide"] if (wider := sideways(page)) else []
                    wrong += [(duty, address, words) for words in found]
        finally:
            console.as_(duty).post("/language/", {"language": "ja", "next": "/"})
    assert wrong == []


def test_each_duty_does_its_work_by_the_keyboard_alone(console: Console, browser: Browser) -> None:
    with signed_in(browser, console, "staff") as page:
        for journey in (
            journeys.open_and_close_the_menu,
            journeys.start_a_run,
            journeys.answer_a_question,
            journeys.settle_an_item,
            journeys.look_for_runs,
        ):
            journey(page)
    with signed_in(browser, console, "leader") as page:
        for scenario in ("jido_teate", "madoguchi_seikyu"):
            journeys.ask_for_approval(page, scenario)
    with signed_in(browser, console, "manager") as page:
        journeys.approve(page, "児童手当 認定請求の登録")
        journeys.give_back(page, "窓口請求書の読み取りと登録")
        journeys.confirm_hours(page)
    with signed_in(browser, console, "office") as page:
        journeys.add_somebody(page)


def test_the_focus_stays_where_it_is_when_a_part_of_the_page_is_drawn_anew(console: Console, browser: Browser) -> None:
    with signed_in(browser, console, "manager") as page:
        page.goto("/")
        reach(page, "窓口請求書")
        with page.expect_response("**/today/runs/"):
            page.locator("[hx-get='/today/runs/']").evaluate("(part) => htmx.trigger(part, 'drawn')")
        expect(page.get_by_role("table").get_by_role("link", name="窓口請求書").first).to_be_focused()


def _data(console: Console) -> str:
    """Everything that the city itself calls by a Japanese name: in its definitions, and in what the tests put there."""
    written = [*console.workspace.rglob("*.yaml"), *Path(__file__).parent.glob("seed*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in written)


def test_the_door_is_sound(console: Console, browser: Browser) -> None:
    with browser.new_context(base_url=console.address, viewport=NARROW) as context:
        page = context.new_page()
        said = complaints(page)
        page.goto("/sign-in/")
        assert (serious_findings(page), sideways(page), tab_through(page), said) == ([], 0, [], [])
