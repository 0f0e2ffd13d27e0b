"""Coming in and going out of the console."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from dxrobot.app.workspaces import make_workspace
from tests.console.conftest import Console, Visitor, environment, start, stop
from tests.console.seed import PASSWORD


def test_the_first_visit_makes_the_first_person_with_the_code_from_the_log(tmp_path: Path) -> None:
    make_workspace(tmp_path / "city")
    process, address, said = start(tmp_path / "city", "--no-worker")
    try:
        code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", "\n".join(said))
        assert code is not None
        visitor = Visitor(address)
        assert visitor.get("/ledger/").url.endswith("/setup/")
        person = {"name": "田中 花子", "login": "h.tanaka", "password": PASSWORD, "again": PASSWORD}
        refused = visitor.post("/setup/", {**person, "code": "AAAA-BBBB-CCCC"})
        assert refused.status_code == 422
        assert "設定コードが違います" in refused.text
        welcome = visitor.post("/setup/", {**person, "code": code[0].lower().replace("-", " ")})
        assert "準備ができました" in welcome.text
        assert "田中 花子" in welcome.text
        second = Visitor(address)
        assert second.get("/setup/").url.endswith("/sign-in/")
        assert second.post("/setup/", {**person, "login": "x.x", "code": code[0]}).url.endswith("/sign-in/")
        assert (tmp_path / "city/.dxrobot/log/dxrobot.log").read_text().count(code[0]) == 1
        assert (tmp_path / "city/.dxrobot/console_key").stat().st_mode & 0o777 == 0o600
    finally:
        assert stop(process) == 0


def test_who_is_not_signed_in_is_sent_to_the_door_and_back(console: Console) -> None:
    visitor = console.visitor()
    door = visitor.get("/runs/?page=2")
    assert "サインイン" in door.text
    answer = visitor.post("/sign-in/", {"login": "staff", "password": PASSWORD, "next": "/runs/?page=2"})
    assert answer.url.endswith("/runs/?page=2")


def test_nobody_is_sent_to_a_foreign_place(console: Console) -> None:
    answer = console.visitor().post(
        "/sign-in/", {"login": "staff", "password": PASSWORD, "next": "//evil.example/"}, allow_redirects=False
    )
    assert answer.headers["Location"] == "/"


def test_a_contractor_whose_day_has_passed_stays_outside(console: Console) -> None:
    answer = console.visitor().sign_in("expired")
    assert answer.status_code == 422
    assert "期限が過ぎています" in answer.text


def test_a_contractor_at_work_is_out_as_soon_as_the_day_has_passed(console: Console) -> None:
    visitor = console.visitor()
    visitor.sign_in("contractor")
    assert visitor.get("/scenarios/").url.endswith("/scenarios/")
    with sqlite3.connect(console.workspace / ".dxrobot/dxrobot.sqlite3", timeout=20) as store:
        store.execute("UPDATE console_user SET expires_on='2020-03-31' WHERE login='contractor'")
    out = visitor.get("/scenarios/")
    assert out.url.startswith(f"{console.address}/sign-in/")
    assert "この利用者は、いま使えません" in out.text
    assert visitor.sign_in("contractor").status_code == 422


def test_who_guesses_is_locked_out_even_with_the_right_password(console: Console) -> None:
    visitor = console.visitor()
    for _time in range(5):
        assert visitor.sign_in("neighbour_manager", "wrong-wrong-1").status_code == 422
    locked = visitor.sign_in("neighbour_manager")
    assert locked.status_code == 422
    assert "しばらくサインインできません" in locked.text


def test_signing_out_ends_the_session_for_good(console: Console) -> None:
    visitor = console.visitor()
    visitor.sign_in("leader")
    kept = dict(visitor.session.cookies)
    assert "サインアウトしました" in visitor.post("/sign-out/").text
    visitor.session.cookies.update(kept)
    assert visitor.get("/").url.startswith(f"{console.address}/sign-in/")


def test_a_form_from_elsewhere_changes_nothing(console: Console) -> None:
    visitor = console.as_("staff")
    answer = visitor.session.post(f"{console.address}/sign-out/", timeout=60)
    assert answer.status_code == 403
    assert "もう一度やり直してください" in answer.text
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("header", ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"])
def test_every_page_says_what_the_browser_must_not_do(console: Console, header: str) -> None:
    assert header in console.visitor().get("/sign-in/").headers
    assert "unsafe" not in console.visitor().get("/sign-in/").headers["Content-Security-Policy"]


def test_a_foreign_host_name_is_not_answered(console: Console) -> None:
    answer = console.visitor().get("/sign-in/", headers={"Host": "evil.example"})
    assert answer.status_code == 400


def test_the_door_speaks_english_to_who_wants_it(console: Console) -> None:
    visitor = console.visitor()
    visitor.get("/sign-in/")
    assert "Sign in" in visitor.post("/language/", {"language": "en", "next": "/sign-in/"}).text


def test_a_forgotten_password_is_renewed_at_the_machine_and_must_be_changed(console: Console) -> None:
    command = [sys.executable, "-c", "from dxrobot.cli import main; main()", "renew-password", "neighbour"]
    told = subprocess.run(command, cwd=console.workspace, env=environment(), capture_output=True, text=True, check=True)
    visitor = console.visitor()
    assert visitor.sign_in("neighbour").status_code == 422
    assert visitor.sign_in("neighbour", told.stdout.splitlines()[0].split()[-1]).status_code == 302
    assert visitor.get("/runs/").url.endswith("/password/")
