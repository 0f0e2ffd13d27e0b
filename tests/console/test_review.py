"""Checking what was read, as requests: who sees which field, what is kept, what happens next."""

from __future__ import annotations

import json
import sqlite3
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops

from tests.console.conftest import Console, Visitor
from tests.console.seed_review import FORMS, NAME, SCRIPT

SEEDS = ("tests.console.seed_review:fill",)
PRODUCTION, TRIAL = "review-production", "review-trial"


def rows(console: Console, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with sqlite3.connect(console.workspace / ".dxrobot/dxrobot.sqlite3") as store:
        return store.execute(statement, values).fetchall()


def number_of(console: Console, run: str, form: int, field: str) -> int:
    """The number of one doubtful field."""
    statement = (
        "SELECT d.id FROM store_doubt d JOIN store_run r ON r.id = d.run_id WHERE r.name=? AND d.file=? AND d.field=?"
    )
    return int(rows(console, statement, run, f"{form:04}.jpg", field)[0][0])


def settle(visitor: Visitor, number: int, written: str) -> tuple[int, dict[str, Any]]:
    answer = visitor.post(f"/review/fields/{number}/", {"written": written, "seconds": "3.5"})
    return answer.status_code, answer.json()


def fields(visitor: Visitor, *numbers: int) -> dict[str, Any]:
    found: dict[str, Any] = visitor.get(f"/review/fields/?ids={','.join(map(str, numbers))}").json()
    return found


def test_the_list_counts_by_run_and_runs_no_script_of_a_question(console: Console) -> None:
    page = console.as_("staff").get("/review/").text
    assert f"まとめて確認する({6 * (FORMS + 1)}項目)" in page
    assert f"run={PRODUCTION}" in page and "児童手当 認定請求の登録" in page
    assert SCRIPT not in page and "&lt;script&gt;" in page
    assert console.as_("contractor").get("/review/").status_code == 403
    assert PRODUCTION not in console.as_("neighbour").get("/review/").text


def test_a_field_comes_with_all_that_is_needed_to_decide_it(console: Console) -> None:
    number = number_of(console, PRODUCTION, 1, "kana")
    answer = console.as_("staff").get(f"/review/fields/?ids={number}")
    assert answer.headers["Cache-Control"] == "no-store"
    (field,) = answer.json()["fields"]
    assert (field["label"], field["kind"], field["value"]) == ("フリガナ", "text", "ヤマタ タロウ")
    assert field["candidates"][0]["text"] == "ヤマダ タロウ"
    assert field["crop"].startswith("data:image/png;base64,") and field["reason"]
    date = fields(console.as_("staff"), number_of(console, PRODUCTION, 1, "claim_date"))["fields"][0]
    assert (date["kind"], date["readable"]) == ("digits", "2026年10月5日")
    tick = fields(console.as_("staff"), number_of(console, PRODUCTION, 1, "consent"))["fields"][0]
    assert (tick["kind"], tick["value"], [one["value"] for one in tick["options"]]) == (
        "choice",
        "あり",
        ["あり", "なし"],
    )


@pytest.mark.parametrize(("login", "run"), [("neighbour", PRODUCTION), ("neighbour_manager", PRODUCTION)])
def test_who_may_not_see_a_run_sees_and_settles_none_of_its_fields(console: Console, login: str, run: str) -> None:
    visitor, number = console.as_(login), number_of(console, run, 1, "name")
    told = fields(visitor, number)
    assert (told["fields"], told["gone"]) == ([], [number])
    assert visitor.get(f"/review/fields/{number}/page/").status_code == 404
    assert visitor.post(f"/review/fields/{number}/", {"written": "○"}).status_code == 404
    assert visitor.post(f"/review/fields/{number}/back/").status_code == 404
    assert visitor.post(f"/review/runs/{run}/go-on/").status_code == 404


def test_the_page_is_shown_upright_and_kept_with_the_run_for_its_owner_alone(console: Console) -> None:
    staff, turned = console.as_("staff"), number_of(console, PRODUCTION, 2, "name")
    answer = staff.get(f"/review/fields/{turned}/page/")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    blank = Image.open(console.workspace / "ocr_templates" / NAME / "blank.png").convert("L")
    assert answer.headers["Page-Size"] == f"{blank.width} {blank.height}"
    seen = Image.open(BytesIO(answer.content)).convert("L").resize((80, 113))
    assert ImageChops.difference(seen, blank.resize((80, 113))).getextrema()[1] < 90
    (kept,) = (console.workspace / ".dxrobot/runs" / PRODUCTION / "pages").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert staff.get(f"/review/fields/{turned}/page/").content == answer.content


def test_no_page_is_shown_of_another_scan_in_the_same_place_or_of_one_that_is_gone(console: Console) -> None:
    staff, scans = console.as_("staff"), console.workspace / "scans" / PRODUCTION
    (scans / "0003.jpg").write_bytes((scans / "0004.jpg").read_bytes())
    (scans / "0004.jpg").rename(scans / "moved.jpg")
    changed = staff.get(f"/review/fields/{number_of(console, PRODUCTION, 3, 'name')}/page/")
    assert (changed.status_code, "変わった" in changed.json()["problem"]) == (422, True)
    gone = staff.get(f"/review/fields/{number_of(console, PRODUCTION, 4, 'name')}/page/")
    assert (gone.status_code, "元の場所にない" in gone.json()["problem"]) == (422, True)


def test_what_a_field_cannot_hold_is_refused_and_stays_open(console: Console) -> None:
    staff, phone = console.as_("staff"), number_of(console, PRODUCTION, 1, "phone")
    status, told = settle(staff, phone, "12")
    assert (status, "正しくありません" in told["problem"]) == (422, True)
    assert settle(staff, phone, "○")[0] == 422
    assert fields(staff, phone)["fields"]


def test_an_answer_is_kept_with_name_and_seconds_and_in_the_trail_without_its_value(console: Console) -> None:
    staff, name = console.as_("staff"), number_of(console, PRODUCTION, 1, "name")
    assert settle(staff, name, "山本 花世")[0] == 200
    kept = rows(console, "SELECT value, settled_by, seconds FROM store_answer WHERE field='name'")
    assert [(json.loads(value), by, seconds) for value, by, seconds in kept] == [("山本 花世", "佐藤 職員(staff)", 3.5)]
    trail = rows(console, "SELECT object, payload FROM console_auditentry WHERE action='review.settle'")
    assert trail[-1][0] == str(name)
    assert "山本" not in "".join(payload for _object, payload in trail)
    assert settle(console.as_("manager"), name, "山田 太郎") == (409, {"mine": False})
    assert settle(staff, name, "山本 花世") == (409, {"mine": True})


def test_only_who_answered_takes_it_back_and_only_while_no_run_used_it(console: Console) -> None:
    staff, kana = console.as_("staff"), number_of(console, PRODUCTION, 1, "kana")
    settle(staff, kana, "○")
    assert console.as_("manager").post(f"/review/fields/{kana}/back/").status_code == 422
    assert staff.post(f"/review/fields/{kana}/back/").status_code == 200
    assert fields(staff, kana)["fields"]
    settle(staff, kana, "ヤマダ タロウ")
    with sqlite3.connect(console.workspace / ".dxrobot/dxrobot.sqlite3", timeout=30) as store:
        store.execute("UPDATE store_answer SET run_attempt=1 WHERE field='kana'")
    used = staff.post(f"/review/fields/{kana}/back/")
    assert (used.status_code, "取り消せません" in used.json()["problem"]) == (422, True)


def test_two_people_are_not_given_the_same_field(console: Console) -> None:
    numbers = [number_of(console, PRODUCTION, 2, field) for field in ("claim_date", "kana", "name")]
    assert len(fields(console.as_("staff"), *numbers[:2])["fields"]) == 2
    told = fields(console.as_("manager"), *numbers)
    assert (told["held"], [one["id"] for one in told["fields"]]) == (sorted(numbers[:2]), [numbers[2]])


def test_a_question_is_answered_and_a_wrong_answer_told(console: Console) -> None:
    staff = console.as_("staff")
    (choice,), (number,) = rows(console, "SELECT id FROM store_question ORDER BY id")
    assert staff.post(f"/review/questions/{number}/", {"answer": "たくさん"}).status_code == 422
    assert console.as_("neighbour").post(f"/review/questions/{number}/", {"answer": "3"}).status_code == 404
    assert "質問に答えました" in staff.post(f"/review/questions/{number}/", {"answer": "3"}).text
    staff.post(f"/review/questions/{choice}/", {"answer": "送る"})
    answered = rows(console, "SELECT answer, answered_by FROM store_question ORDER BY id")
    told = [(json.loads(value), by) for value, by in answered]
    assert told == [("送る", "佐藤 職員(staff)"), (3, "佐藤 職員(staff)")]


def test_a_run_whose_fields_are_all_checked_goes_on_by_an_order(console: Console) -> None:
    staff = console.as_("staff")
    go_on = f"/review/runs/{TRIAL}/go-on/"
    assert go_on not in staff.get("/review/").text
    written = {"sex": "男", "phone": "空白"}
    for field in ("claim_date", "kana", "name", "sex", "phone", "consent"):
        assert settle(staff, number_of(console, TRIAL, 1, field), written.get(field, "○"))[0] == 200
    assert go_on in staff.get("/review/").text
    assert console.as_("leader").post(f"/review/runs/{PRODUCTION}/go-on/").status_code == 403
    answer = staff.post(go_on, allow_redirects=False)
    assert answer.headers["Location"] == f"/runs/{TRIAL}/"
    ordered = rows(
        console,
        "SELECT r.name, o.mode, o.state, o.requested_by FROM store_order o JOIN store_run r ON r.id = o.run_id",
    )
    assert ordered == [(TRIAL, "trial", "waiting", "佐藤 職員(staff)")]
    assert go_on not in staff.get("/review/").text
    assert staff.post(go_on).status_code == 422
