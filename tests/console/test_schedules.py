"""Schedules and the city's calendar over HTTP: who sees and changes what, forged numbers, scripts in names."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import requests

from tests.console.conftest import Console, free_port
from tests.console.seed_schedules import OTHER, OWN, SCRIPT

SEEDS = ("tests.console.seed_schedules:schedules",)
NEW = {"name": "月次", "scenario": OWN, "mode": "trial", "rule": "毎月第3開庁日 8:30", "on_missed": "last"}
SYSTEM_PORT = free_port()
"""Where the system of the robot ``mado`` stands for trials; nothing stands at its own address."""
SETTINGS = f"""
[robots.mado]
address = "http://127.0.0.1:1/"
test_address = "http://127.0.0.1:{SYSTEM_PORT}/"
"""


def numbers(console: Console, login: str) -> dict[str, int]:
    """The schedules that ``login`` sees, by name."""
    text = console.as_(login).get("/schedules/").text
    return {unescape(name): int(number) for number, name in re.findall(r'href="/schedules/(\d+)/">([^<]+)</a>', text)}


def made(console: Console, login: str, **changes: str) -> requests.Response:
    return console.as_(login).post("/schedules/new/", {**NEW, **changes})


def test_everybody_sees_the_schedules_of_their_own_department(console: Console) -> None:
    assert set(numbers(console, "staff")) == {"朝の入力", f"印のある入力{SCRIPT}", "夜の入力", "くり返し"}
    assert set(numbers(console, "neighbour")) == {"隣の課の入力"}
    assert set(numbers(console, "office")) == {*numbers(console, "staff"), "隣の課の入力"}
    assert numbers(console, "auditor") == numbers(console, "office")


@pytest.mark.parametrize("deed", ["", "change/", "pause/", "resume/", "skip/", "run/", "remove/"])
def test_the_number_of_another_department_is_answered_like_none(console: Console, deed: str) -> None:
    number = numbers(console, "office")["隣の課の入力"]
    visitor = console.as_("staff")
    for address in (f"/schedules/{number}/{deed}", f"/schedules/987654/{deed}"):
        answers = [visitor.post(address).status_code] if deed else []
        answers += [visitor.get(address).status_code] if deed in ("", "change/") else []
        assert set(answers) == {404}, address
    assert "隣の課の入力" in numbers(console, "neighbour")


@pytest.mark.parametrize("page", ["", "{own}/", "{own}/change/", "new/?name={script}&rule={script}", "month/"])
def test_a_script_in_a_name_is_only_text(console: Console, page: str) -> None:
    own = numbers(console, "staff")[f"印のある入力{SCRIPT}"]
    text = console.as_("staff").get(f"/schedules/{page.format(own=own, script=SCRIPT)}").text
    assert "<script>document" not in text
    assert "&lt;script&gt;document" in text


def test_the_search_finds_names_scenarios_and_rules(console: Console) -> None:
    visitor = console.as_("office")
    for words, found in (("朝", "朝の入力"), ("税の", "隣の課の入力"), ("60分ごと", "くり返し")):
        text = visitor.get(f"/schedules/?q={words}").text
        assert found in text
        assert text.count('<th scope="row">') == 1
    assert "当てはまるスケジュールがありません" in visitor.get(f"/schedules/?q={SCRIPT}x&page=zz&state=x&mode=x").text


def test_a_rule_is_answered_with_its_dates_or_with_what_is_wrong(console: Console) -> None:
    visitor = console.as_("staff")
    good = visitor.get("/schedules/dates/", params={"rule": "毎月第3開庁日 8時半", "scenario": OWN}).text
    assert "毎月第3開庁日 8:30" in good
    assert good.count("<time") == 10
    bad = visitor.get("/schedules/dates/", params={"rule": "毎月だい3開庁日 8:30"}).text
    assert "が分かりません" in bad
    assert 'data-rule="毎月第3開庁日 8:30"' in bad
    assert "<time" not in bad
    night = visitor.get("/schedules/dates/", params={"rule": "毎日 21:45", "scenario": OWN, "minutes": "30"}).text
    assert night.count("夜間バックアップ") == 10
    assert "一度も動きません" in visitor.get("/schedules/dates/", params={"rule": "毎年2月11日 9:00"}).text
    assert "<script" not in visitor.get("/schedules/dates/", params={"rule": SCRIPT}).text


def test_a_schedule_is_made_changed_and_removed(console: Console) -> None:
    page = made(console, "staff", **{"input-day": "令和8年4月1日", "input-memo": SCRIPT, "minutes": "20"})
    assert "スケジュール「月次」を作りました" in page.text
    assert "&lt;script&gt;document" in page.text
    assert "佐藤 職員" in page.text
    number = numbers(console, "staff")["月次"]
    form = console.as_("staff").get(f"/schedules/{number}/change/").text
    revision = re.search(r'name="revision" value="(\d+)"', form)
    assert revision is not None
    assert 'value="毎月第3開庁日 8:30"' in form
    changed = {**NEW, "rule": "毎月最終開庁日 9:00", "revision": revision[1], "name": "別の名前"}
    answer = console.as_("office").post(f"/schedules/{number}/change/", changed)
    assert "毎月最終開庁日 9:00" in answer.text
    assert "別の名前" not in answer.text
    late = console.as_("staff").post(f"/schedules/{number}/change/", {**changed, "rule": "毎日 9:00"})
    assert late.status_code == 422
    assert "ほかの人が先に" in late.text
    gone = console.as_("staff").post(f"/schedules/{number}/remove/")
    assert "「月次」を消しました" in gone.text
    assert "月次" not in numbers(console, "staff")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "名前を付けてください"),
        ({"name": "朝の入力"}, "もうあります"),
        ({"name": "a\nb"}, "1行"),
        ({"scenario": OTHER}, "シナリオを選んでください"),
        ({"mode": "production"}, "本番の承認がまだです"),
        ({"mode": "x"}, "動かし方を選んでください"),
        ({"rule": "いつか"}, "が分かりません"),
        ({"rule": f"シナリオ {OTHER} が終わったら"}, "がありません"),
        ({"rule": "毎年2月11日 9:00"}, "一度も動きません"),
        ({"rule": "フォルダー / に置かれたら"}, "作業フォルダーは使えません"),
        ({"rule": "フォルダー 受付 に置かれたら"}, "ドライブ名か / から"),
        ({"deadline": "0"}, "から"),
        ({"minutes": "二十"}, "整数"),
        ({"window": "朝"}, "時間帯の書き方ではありません"),
        ({"on_missed": "x"}, "どれかを選んでください"),
        ({"input-day": "2026-02-30"}, "暦にある日付ではありません"),
        ({"input-kind": "廃止"}, "選べるもの"),
        ({"input-orders": "{workspace}/.dxrobot/salt"}, "作業フォルダーは使えません"),
        ({"input-orders": "{workspace}/../city/dxrobot.toml"}, "作業フォルダーは使えません"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(console: Console, changes: dict[str, str], words: str) -> None:
    before = numbers(console, "office")
    given = {name: value.format(workspace=console.workspace) for name, value in changes.items()}
    answer = made(console, "staff", **given)
    assert answer.status_code == 422
    assert words in answer.text
    assert "-i " not in answer.text
    assert numbers(console, "office") == before


def test_a_leader_makes_trials_only_and_a_contractor_nothing(console: Console) -> None:
    assert made(console, "leader", mode="production").status_code == 422
    assert made(console, "contractor").status_code == 403
    assert made(console, "auditor").status_code == 403
    number = numbers(console, "contractor")["朝の入力"]
    assert console.as_("contractor").post(f"/schedules/{number}/pause/").status_code == 403
    assert "操作" not in console.as_("auditor").get(f"/schedules/{number}/").text


def test_a_schedule_rests_goes_on_and_leaves_one_moment_out(console: Console) -> None:
    visitor, number = console.as_("staff"), numbers(console, "staff")["朝の入力"]
    assert "「朝の入力」を止めました" in visitor.post(f"/schedules/{number}/pause/").text
    assert "停止中" in visitor.get("/schedules/?state=paused").text
    assert "再開しました" in visitor.post(f"/schedules/{number}/resume/").text
    page = visitor.get(f"/schedules/{number}/").text
    moments = re.findall(r'name="moment" value="([^"]+)"', page)
    skipped = visitor.post(f"/schedules/{number}/skip/", {"moment": moments[1]}).text
    assert "の回をとばします" in skipped
    assert "とばすのをやめる" in skipped
    assert (
        "予定どおり動かします" in visitor.post(f"/schedules/{number}/skip/", {"moment": moments[1], "undo": "1"}).text
    )
    for forged in ("", "2026-12-01", "x", "2099-01-01T00:00:00+09:00", "2026-12-01T08:31:00+09:00"):
        wrong = visitor.post(f"/schedules/{number}/skip/", {"moment": forged})
        assert wrong.status_code == 422
        assert "dxrobot schedule" not in wrong.text


def test_run_now_places_an_order_in_the_name_of_who_asked(console: Console) -> None:
    number = numbers(console, "staff")["くり返し"]
    page = console.as_("manager").post(f"/schedules/{number}/run/").text
    assert "今すぐ動かすよう頼みました" in page
    assert "高橋 所属長さんが今すぐ動かした回" in page


def test_the_month_tells_clashes_in_words_without_names_of_other_departments(console: Console) -> None:
    own = console.as_("staff").get("/schedules/month/?month=2027-01&day=2027-01-04").text
    assert "停止時間「夜間バックアップ」に掛かる見込みのため動きません" in own
    assert "ほかの所属のスケジュール" in own
    assert "隣の課の入力" not in own
    assert "元日" in own
    assert "「隣の課の入力」(8:40から)が終わるまで「税務総合システム」を待つ" in unescape(
        console.as_("office").get("/schedules/month/?month=2027-01").text
    )
    assert "朝の入力" not in console.as_("neighbour").get("/schedules/month/?month=2027-01").text


@pytest.mark.parametrize("asked", ["month=x", "month=9999-99", "month=2026-13&day=x", "robot=x", "month=2099-12"])
def test_a_month_that_does_not_exist_is_this_one(console: Console, asked: str) -> None:
    assert console.as_("staff").get(f"/schedules/month/?{asked}").status_code == 200


@pytest.fixture
def system() -> Iterator[int]:
    """A target system that sends everybody to its sign-in page."""

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", "http://192.0.2.1/")
            self.end_headers()

        def log_message(self, *_told: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", SYSTEM_PORT), Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield SYSTEM_PORT
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_office_asks_whether_a_system_answers(console: Console, system: int) -> None:
    visitor = console.as_("office")
    page = visitor.get("/admin/robots/").text
    assert f"http://127.0.0.1:{system}/" in page
    assert "夜間バックアップ" in page
    asked = visitor.post("/admin/robots/mado/ask/", {"which": "test"}, headers={"HX-Request": "true"})
    assert "応答しました(302)" in asked.text
    assert "つながりません" in visitor.post("/admin/robots/mado/ask/", {"which": "x"}).text
    assert visitor.post("/admin/robots/nothing/ask/").status_code == 404
    assert console.as_("auditor").post("/admin/robots/mado/ask/").status_code == 403
    assert "応答を確かめる" not in console.as_("auditor").get("/admin/robots/").text


def test_the_office_adds_a_closure_and_takes_it_back(console: Console) -> None:
    visitor = console.as_("office")
    given = {"day": "令和9年8月12日", "until": "2027-08-13", "kind": "closed", "name": SCRIPT, "year": "2027"}
    added = visitor.post("/admin/calendars/add/", given)
    assert "から2日間を休みにしました" in added.text
    assert "<script>document" not in added.text
    assert (console.workspace / "calendar.csv").read_text("utf-8-sig").count("2027-08-1") == 2
    dates = visitor.get("/schedules/dates/", params={"rule": "毎年8月の第8開庁日 8:30"}).text
    assert "令和9年8月16日(月)" in dates
    for day in ("2027-08-12", "2027-08-13"):
        assert "を消しました" in visitor.post("/admin/calendars/remove/", {"day": day}).text
    assert "2027-08" not in (console.workspace / "calendar.csv").read_text("utf-8-sig")
    assert visitor.post("/admin/calendars/remove/", {"day": "2027-08-12"}).status_code == 422
    assert console.as_("auditor").post("/admin/calendars/add/", given).status_code == 403


@pytest.mark.parametrize(
    "given",
    [
        {"day": "2027-02-30"},
        {"day": "0001-01-01"},
        {"until": "2027-08-01"},
        {"until": "2028-08-01"},
        {"name": ""},
        {"name": "a" * 101},
        {"kind": "x"},
    ],
)
def test_a_day_that_is_wrong_changes_nothing(console: Console, given: dict[str, str]) -> None:
    before = (console.workspace / "calendar.csv").read_bytes()
    whole = {"day": "2027-08-12", "until": "", "kind": "closed", "name": "休み", **given}
    answer = console.as_("office").post("/admin/calendars/add/", whole)
    assert answer.status_code == 422
    assert "カレンダーは変わっていません" in answer.text
    assert (console.workspace / "calendar.csv").read_bytes() == before


def preview(console: Console, name: str, content: bytes, kind: str = "closed") -> requests.Response:
    files = {"file": (name, content)}
    return console.as_("office").post("/admin/calendars/preview/", {"kind": kind, "year": "2027"}, files=files)


def test_a_file_is_shown_first_and_taken_as_it_was_shown(console: Console) -> None:
    calendar = f"日付,区分,名前\n2027-09-03,休み,停電{SCRIPT}\n2027-09-04,開庁,引越し\n".encode("cp932")
    shown = preview(console, f"../../{SCRIPT}.ics", calendar)
    assert "加える日 2" in shown.text
    assert "<script>document" not in shown.text
    assert "2027-09-03" not in (console.workspace / "calendar.csv").read_text("utf-8-sig")
    token = re.search(r'name="token" value="([^"]+)"', shown.text)
    assert token is not None
    visitor = console.as_("office")
    forged = visitor.post("/admin/calendars/import/", {"token": token[1][:-1] + "x", "year": "2027"})
    assert forged.status_code == 422
    taken = visitor.post("/admin/calendars/import/", {"token": token[1], "year": "2027"})
    assert "加えた日 2" in taken.text
    assert "<script>document" not in taken.text
    again = preview(console, "c.csv", calendar)
    assert "取り込む日はありません" in again.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("日付,名前\n2027-02-30,x\n".encode(), "休み.csv:2:1"),
        (b"a,b\n1,2\n", "見出しを「日付,区分,名前」に"),
        (b"PK\x03\x04", "CSV で保存し直してください"),
        (b"", "日付がありません"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "日付がありません"),
        (b"\x00\xff\x00", ""),
        ("日付,名前\n2027-02-03,".encode() + b"x" * 200, "長さが多すぎます"),
        (b"x" * (1024 * 1024 + 1), "大きすぎます"),
    ],
)
def test_a_file_that_is_wrong_is_told_by_its_own_name(console: Console, content: bytes, words: str) -> None:
    answer = preview(console, "休み.csv", content)
    assert answer.status_code == 422
    assert words in answer.text
    assert "/tmp/" not in answer.text


def test_the_office_changes_the_hours_and_schedules_follow(console: Console) -> None:
    visitor = console.as_("office")
    assert "9:00 から 16:30" in visitor.post("/admin/calendars/hours/", {"opens": "9時", "closes": "16:30"}).text
    dates = console.as_("staff").get("/schedules/dates/", params={"rule": "開庁時間に30分ごと"}).text
    assert re.findall(r">[^<]*\) (\d+:\d+)</time>", dates)[0] == "9:00"
    for given in ({"opens": "x", "closes": "9:00"}, {"opens": "17:00", "closes": "9:00"}):
        assert visitor.post("/admin/calendars/hours/", given).status_code == 422
