"""Scripts in every text field and file name of the console: nothing runs, nothing breaks, all is told in words."""

from __future__ import annotations

import re

import pytest
import requests
from playwright.sync_api import Browser

from tests.console.chromium import complaints, signed_in
from tests.console.conftest import Console
from tests.console.forms import Form, forms_of

SCRIPT = """'"><script>ran=1</script><img src=x onerror=ran=1>{{7*7}}"""
"""Short enough for every field that takes a sentence."""
TOO_LONG = "あ" * 5000
_TYPED = {
    "rule": "毎日 8:30",
    "login": "new.person",
    "fiscal_year": "2031",
    "yen_per_hour": "3000",
    "opens": "8:30",
    "closes": "17:15",
    "day": "2026-12-28",
    "until": "2026-12-28",
    "expires_on": "2031-03-31",
    "in-day": "2026-04-01",
    "in-count": "3",
    **dict.fromkeys(("minutes", "deadline", "priority", "window", "queue"), ""),
}
"""What a field holds that takes only what it understands, so that the rest of its form is taken."""
_ASKED = (
    *(
        "words",
        "department",
        "job",
        "q",
        "state",
        "mode",
        "status",
        "scenario",
        "run",
        "order",
        "day",
        "month",
        "robot",
    ),
    *("login", "action", "object", "outcome", "next"),
)
_NUMBERS = ("year", "from", "before", "after", "page")
"""What stands behind the question mark of addresses."""
_OTHERS = ("/sign-out/", "/language/", "/password/", "/admin/backups/")
"""Addresses whose forms end the visit, or have nothing to be written."""
_RAW = ("<script>ran", "<img src=x", "onerror=ran=1&gt;49", "onerror=ran=1>49")


@pytest.fixture(scope="module")
def console(whole: Console) -> Console:
    """The console that is written into."""
    return whole


@pytest.fixture(scope="module")
def forms(pages: dict[tuple[str, str], str]) -> list[tuple[str, Form]]:
    """Every form with something to be written, as every duty that sees it, once for each place it is sent to."""
    found, sent = [], set()
    for (duty, address), page in pages.items():
        for form in forms_of(page, address):
            where = (duty, form.action, form.method)
            if (form.written or form.files) and where not in sent and not form.action.startswith(_OTHERS):
                sent.add(where)
                found.append((duty, form))
    return found


def send(console: Console, duty: str, form: Form, text: str, *, typed: bool) -> requests.Response:
    """Send ``form`` with ``text`` in its fields; ``typed``: those that would not take it get what they understand."""
    told = form.filled(lambda name: _TYPED.get(name, text) if typed else text)
    visitor = console.as_(duty)
    if form.method == "get":
        return visitor.get(form.action, params=told)
    files = dict.fromkeys(form.files, (f"{text[:200]}.csv", b"a,b\n"))
    return visitor.post(form.action, told, files=files or None)


def raw(page: str) -> list[str]:
    """What of the scripts stands on ``page`` as it was written."""
    return [sign for sign in _RAW if sign in page]


@pytest.fixture(scope="module")
def answered(console: Console, forms: list[tuple[str, Form]]) -> list[tuple[str, str, requests.Response]]:
    """What came back for every form, and for files with scripts in their names."""
    found, refused = [], set()
    for duty, form in forms:
        found.append((duty, form.action, send(console, duty, form, SCRIPT, typed=True)))
        if form.action not in refused:  # what a field refuses it shows again, to whomever
            refused.add(form.action)
            found.append((duty, form.action, send(console, duty, form, SCRIPT, typed=False)))
    for duty in ("staff", "contractor"):
        handed = {"file": (f"{SCRIPT}.pdf", b"%PDF-1.7 ..."), "wanted": (None, SCRIPT)}
        where = "/scenarios/jido_teate/files/scans/"
        found.append((duty, where, console.as_(duty).post(where, files=handed)))
    return found


def _once(pages: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Each address once, with the first duty that sees it."""
    first: dict[str, str] = {}
    for duty, address in pages:
        first.setdefault(address, duty)
    return [(duty, address) for address, duty in first.items()]


def test_nothing_that_is_written_comes_back_as_a_script(answered: list[tuple[str, str, requests.Response]]) -> None:
    assert len({action for _duty, action, _answer in answered}) > 15
    wrong = [(duty, action, answer.status_code) for duty, action, answer in answered if answer.status_code >= 500]
    wrong += [(duty, action, sign) for duty, action, answer in answered for sign in raw(answer.text)]
    assert wrong == []


def test_nothing_that_was_kept_runs_anywhere(
    console: Console,
    browser: Browser,
    pages: dict[tuple[str, str], str],
    answered: list[tuple[str, str, requests.Response]],
) -> None:
    shown: dict[str, list[str]] = {}
    seen: set[str] = set()
    for duty, address in _once(pages):
        page = console.as_(duty).get(address).text
        assert raw(page) == [], (duty, address)
        if "onerror=ran" in page:
            seen.add(address)
            shown.setdefault(duty, []).append(address)
    assert len(seen) > 5  # what was written is there to be seen
    for duty, addresses in shown.items():
        with signed_in(browser, console, duty) as page:
            said = complaints(page)
            for address in addresses:
                page.goto(address)
                assert page.evaluate("typeof ran") == "undefined", address
            assert said == []


def test_a_text_that_is_too_long_is_refused_in_words(console: Console, forms: list[tuple[str, Form]]) -> None:
    tried = set()
    for duty, form in forms:
        free = [name for name in form.written if name not in _TYPED]
        if form.method == "post" and free and form.action not in tried:
            tried.add(form.action)
            answer = send(console, duty, form, TOO_LONG, typed=True)
            assert answer.status_code == 422, (form.action, answer.status_code)
            assert re.search('class="problem"[^>]*>[^<]+<|class="notice bad"', answer.text), form.action
    assert len(tried) > 10


def test_what_is_asked_for_in_an_address_comes_back_as_words_alone(
    console: Console, pages: dict[tuple[str, str], str]
) -> None:
    for duty, address in _once(pages):
        asked = dict.fromkeys(_ASKED, SCRIPT) | dict.fromkeys(_NUMBERS, "9" * 400)
        answer = console.as_(duty).get(address, params=asked)
        assert answer.status_code < 500, (duty, address)
        assert raw(answer.text) == [], (duty, address)


def test_a_sign_that_no_keyboard_has_is_refused_everywhere(console: Console) -> None:
    """A NUL ends a text in many places; PostgreSQL takes none."""
    answer = console.as_("office").post("/admin/users/add/", {"login": "a.b", "name": "山田\0太郎", "role": "auditor"})
    assert answer.status_code == 400
    assert "もう一度やり直してください" in answer.text
    assert console.as_("office").get("/scenarios/?words=%00").status_code == 400
