"""Every duty at every view: who may not use it is refused, and that stands in the audit trail."""

from __future__ import annotations

import re
import sqlite3

from tests.console.conftest import Console

_PART = re.compile(r"<(?:(\w+):)?\w+>")
_ROLES = ("staff", "leader", "manager", "office", "auditor", "contractor")


def address_of(pattern: str) -> str:
    """An address of that pattern; nothing of that name or number is there."""
    return _PART.sub(lambda found: "987654" if found[1] == "int" else "nothing", pattern)


def test_every_view_says_who_may_use_it(console: Console) -> None:
    assert len(console.views) > 10
    assert {"today", "runs", "review", "admin"} <= {view["name"] for view in console.views}
    open_to_all = {view["name"] for view in console.views if view["roles"] is None}
    assert open_to_all == {"set_up", "sign_in", "sign_out", "language"}


def test_each_duty_is_refused_what_it_may_not_do_and_nothing_else(console: Console) -> None:
    wrong = []
    for view in console.views:
        if view["roles"] is None or view["name"] == "password":
            continue
        for role in _ROLES:
            visitor, address = console.as_(role), address_of(view["pattern"])
            for method in view["methods"]:
                answer = (visitor.get if method == "GET" else visitor.post)(address, allow_redirects=False)
                refused = answer.status_code == 403
                if refused == (role in view["roles"]) or answer.status_code >= 500:
                    wrong.append((view["name"], role, method, answer.status_code))
    assert wrong == []


def test_nobody_comes_in_without_a_sign_in(console: Console) -> None:
    visitor = console.visitor()
    wrong = []
    for view in console.views:
        if view["roles"] is None:
            continue
        for method in view["methods"]:
            address = address_of(view["pattern"])
            answer = (visitor.get if method == "GET" else visitor.post)(address, allow_redirects=False)
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/sign-in/"):
                wrong.append((view["name"], method, answer.status_code))
    assert wrong == []


def test_other_methods_are_not_answered(console: Console) -> None:
    visitor = console.as_("office")
    for view in console.views:
        if view["roles"] is None or "POST" in view["methods"]:
            continue
        assert visitor.post(address_of(view["pattern"])).status_code == 405, view["name"]


def test_a_refusal_stands_in_the_trail(console: Console) -> None:
    console.as_("staff").get("/admin/")
    with sqlite3.connect(console.workspace / ".dxrobot/dxrobot.sqlite3") as store:
        rows = store.execute(
            "SELECT payload FROM console_auditentry WHERE login='staff' ORDER BY sequence DESC LIMIT 1"
        )
        assert '"outcome":"refused"' in rows.fetchone()[0]


def test_looking_at_the_head_never_does_what_only_a_form_may_do(console: Console) -> None:
    office = console.as_("office")
    posts = [view for view in console.views if view["methods"] == ["POST"]]
    assert len(posts) > 20
    for view in posts:
        answer = office.session.head(console.address + address_of(view["pattern"]), timeout=60)
        assert answer.status_code == 405, view["name"]


def test_what_failed_in_a_part_of_a_page_stands_in_the_trail_as_failed(console: Console) -> None:
    answer = console.as_("office").post(
        "/admin/credentials/delete/", {"name": "nothing"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    with sqlite3.connect(console.workspace / ".dxrobot/dxrobot.sqlite3") as store:
        rows = store.execute(
            "SELECT payload FROM console_auditentry WHERE login='office' ORDER BY sequence DESC LIMIT 1"
        )
        assert '"outcome":"failed"' in rows.fetchone()[0]
