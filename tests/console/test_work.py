"""Scenarios and runs on the console, asked for as people of every duty do."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import requests

from dxrobot.japanese.wareki import JAPAN
from tests.console.conftest import Console, Visitor
from tests.console.seed_runs import AT_WORK, DOUBTFUL, ENDED, OTHER, PICTURE, PRODUCTION, SCRIPT, replace

_SEED = "tests.console.seed_runs:"
SEEDS = (f"{_SEED}runs", f"{_SEED}many_items", f"{_SEED}every_kind_of_input", f"{_SEED}change_a_robot")
SETTINGS = "\n[console]\nupload_mb = 1\n"
SCENARIO = "jido_teate"
_TOKEN = re.compile(r'name="in-(\w+)" value="([^"]+)"')
_HASH = re.compile(r'name="version" value="(\w+)"')


def query(console: Console, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with sqlite3.connect(console.workspace / ".dxrobot/dxrobot.sqlite3") as store:
        return store.execute(statement, values).fetchall()


def hand_in(visitor: Visitor, name: str, content: bytes, wanted: str = "scans") -> requests.Response:
    path = f"/scenarios/{SCENARIO}/files/{wanted}/"
    return visitor.post(path, files={"file": (name, content)})


def token_of(answer: requests.Response) -> str:
    found = _TOKEN.search(answer.text)
    assert found is not None, answer.text
    return found[2]


def uploads(console: Console) -> list[str]:
    folder = console.workspace / ".dxrobot/uploads"
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


# Scenarios


def test_cards_show_the_own_department_and_how_each_version_stands(console: Console) -> None:
    page = console.as_("staff").get("/scenarios/").text
    assert "児童手当 認定請求の登録" in page
    assert "口座振替" not in page
    assert "変更あり・未承認" in page
    assert "0 KB" not in page
    everything = console.as_("auditor").get("/scenarios/").text
    assert "口座振替" in everything
    assert "児童手当 認定請求の登録" not in console.as_("auditor").get("/scenarios/?words=口座").text


def test_a_successor_can_read_what_a_scenario_does(console: Console) -> None:
    page = console.as_("leader").get(f"/scenarios/{SCENARIO}/").text
    for words in (
        "請求書を1枚ずつ登録する",
        "所得を確かめる手段があるか",
        "条件が成り立つことを確かめます",
        "子育て支援システム: 児童手当の認定請求を1件登録する",
        "1件 8 分(見積、2026-04-01 から)",
        "続けて 3 件失敗したら止める",
        "承認された後に定義が変わりました",
    ):
        assert words in page, words


def test_a_file_with_a_mistake_says_where_and_cannot_be_started(console: Console) -> None:
    path = console.workspace / "scenarios/juminhyo_seikyu.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("title:", "titel:", 1), encoding="utf-8")
    try:
        until_seen(lambda: "定義に誤り" in console.as_("office").get("/scenarios/").text)
        page = console.as_("office").get("/scenarios/").text
        assert re.search(r"scenarios/juminhyo_seikyu\.yaml:\d+:\d+:", page)
        assert str(console.workspace) not in page
    finally:
        path.write_text(whole, encoding="utf-8")


def test_scenarios_and_runs_of_another_department_are_not_there(console: Console) -> None:
    neighbour = console.as_("neighbour")
    for address in (
        f"/scenarios/{SCENARIO}/",
        f"/scenarios/{SCENARIO}/start/",
        f"/scenarios/{SCENARIO}/versions/",
        "/scenarios/of-robot/kosodate/",
        f"/runs/{ENDED}/",
        f"/runs/{ENDED}/progress/",
        f"/runs/{ENDED}/items/1/",
        f"/runs/{ENDED}/pictures/1/before/",
        f"/runs/{ENDED}/files/登録簿.xlsx",
    ):
        assert neighbour.get(address).status_code == 404, address
    assert neighbour.post(f"/runs/{ENDED}/go-on/").status_code == 404
    assert console.as_("staff").get(f"/runs/{OTHER}/").status_code == 404
    for run in (PRODUCTION, ENDED):  # staff try with residents' own papers
        assert console.as_("contractor").get(f"/runs/{run}/").status_code == 404


# Starting


def test_files_are_known_by_their_content_and_their_names_are_only_labels(console: Console) -> None:
    staff = console.as_("staff")
    taken = hand_in(staff, "../../etc/<b>請求書 №1.exe", b"%PDF-1.7 ...")
    assert taken.status_code == 200
    assert "<span>b_請求書_1_exe.pdf</span>" in taken.text
    assert "<b>" not in taken.text
    assert not [name for name in uploads(console) if "/" in name or "<" in name]
    for content in (b"MZ\x90\x00\x00", b"<html><script>alert(1)</script>", _package("word/document.xml"), b""):
        assert hand_in(staff, "a.pdf", content).status_code == 422
    too_large = hand_in(staff, "a.pdf", b"%PDF-" + b"0" * (1024 * 1024))
    assert too_large.status_code == 413 or "大きすぎます" in too_large.text
    assert uploads(console) == [name for name in uploads(console) if name.endswith(".pdf")]
    workbook = hand_in(staff, "答え.xlsx", _package("xl/workbook.xml"), "answers")
    assert workbook.status_code == 200
    assert hand_in(staff, "a.xlsx", _package("xl/workbook.xml")).status_code == 422
    assert hand_in(staff, "a.pdf", b"%PDF-", "nothing").status_code == 404


def test_a_scenario_is_started_with_what_was_handed_in(console: Console) -> None:
    staff = console.as_("staff")
    token = token_of(hand_in(staff, "請求書.pdf", b"%PDF-1.7 one"))
    answer = staff.post(f"/scenarios/{SCENARIO}/start/", {"in-scans": [token], "mode": "dry"}, allow_redirects=False)
    assert answer.status_code == 302
    number = int(answer.headers["Location"].split("/")[-2])
    rows = query(console, "SELECT mode, requested_by, inputs FROM store_order WHERE id=?", number)
    assert rows[0][:2] == ("dry", "佐藤 職員(staff)")
    assert ".dxrobot/uploads/" in rows[0][2]
    page = staff.get(answer.headers["Location"]).text
    assert "順番を待っています" in page
    assert "引き受けるワーカーが、いま動いていません" in page
    assert "児童手当 認定請求の登録" in staff.get("/runs/").text
    assert "実行依頼を取り消しました" in staff.post(f"/runs/order/{number}/cancel/").text
    assert console.as_("neighbour").post(f"/runs/order/{number}/cancel/").status_code == 404


def test_what_is_missing_or_not_allowed_is_said_and_nothing_is_started(console: Console) -> None:
    staff, before = console.as_("staff"), query(console, "SELECT count(*) FROM store_order")
    start = f"/scenarios/{SCENARIO}/start/"
    missing = staff.post(start, {"mode": "trial"})
    assert missing.status_code == 422
    assert "認定請求書のスキャン(ファイルかフォルダー): ファイルを選んでください。" in missing.text
    token = token_of(hand_in(staff, "a.pdf", b"%PDF-1.7 two"))
    production = staff.post(start, {"in-scans": [token], "mode": "production"})
    assert "承認された後に定義が変わりました" in production.text
    assert token in production.text  # the file need not be handed in again
    assert console.as_("leader").post(start, {"in-scans": [token], "mode": "trial"}).status_code == 422
    forged = staff.post(start, {"in-scans": [token[:-2] + "xx"], "mode": "trial"})
    assert "渡したファイルが、もうありません" in forged.text
    assert console.as_("contractor").post(start, {"mode": "production"}).status_code == 422
    assert query(console, "SELECT count(*) FROM store_order") == before


def test_every_kind_of_input_has_its_place_in_the_form(console: Console) -> None:
    staff, start = console.as_("staff"), "/scenarios/kinds/start/"
    today = datetime.now(JAPAN).date().isoformat()
    assert f'value="{today}" type="date" required' in staff.get(start).text
    given = {"in-day": today, "in-count": "1,200", "in-kind": "新規", "in-note": SCRIPT, "mode": "trial"}
    wrong = staff.post(start, {**given, "in-count": "たくさん", "in-kind": "廃止", "in-day": "2026-02-30"})
    assert wrong.status_code == 422
    assert wrong.text.count('<p class="problem">') == 3
    assert "件数: この値は使えません。数は 1200 のように書きます。" in wrong.text
    assert SCRIPT not in wrong.text
    assert "件数: 値を入れてください。" in staff.post(start, {**given, "in-count": ""}).text
    answer = staff.post(start, {**given, "in-urgent": "true"}, allow_redirects=False)
    number = int(answer.headers["Location"].split("/")[-2])
    ((inputs,),) = query(console, "SELECT inputs FROM store_order WHERE id=?", number)
    assert json.loads(inputs) == {
        "day": [today],
        "count": ["1,200"],
        "kind": ["新規"],
        "urgent": ["true"],
        "note": [SCRIPT],
    }


# Versions


def test_a_changed_robot_is_told_in_words_and_line_by_line(console: Console) -> None:
    page = console.as_("manager").get(f"/scenarios/{SCENARIO}/versions/").text
    assert "画面「児童手当 認定請求 を追加」の欄 claim_no を変えました: 「受付番号」の欄 → 「受付の番号」の欄" in page
    assert re.search(r'class="added"><span>\+</span>\s+claim_no: \{label: 受付の番号\}', page)
    assert "robots/kosodate.yaml" in page


def test_a_version_is_asked_for_returned_and_approved_by_another_person(console: Console) -> None:
    ask, manager = f"/scenarios/{SCENARIO}/ask/", console.as_("manager")
    assert "承認を頼みました" in manager.post(ask, {"note": "自分で直した"}).text
    version = version_of(console)
    own = manager.post(f"/scenarios/{SCENARIO}/approve/", {"version": version})
    assert "頼んだ本人は承認できません" in own.text
    returned = manager.post(f"/scenarios/{SCENARIO}/return/", {"version": version, "answer": "試してから"})
    assert "理由を付けて戻しました" in returned.text
    assert console.as_("leader").post(ask, {"note": ""}).status_code == 422
    assert "承認を頼みました" in console.as_("leader").post(ask, {"note": f"欄の名前{SCRIPT}"}).text
    assert SCRIPT not in manager.get(f"/scenarios/{SCENARIO}/versions/").text
    assert console.as_("leader").post(ask, {"note": "もう一度"}).status_code == 422
    assert manager.post(f"/scenarios/{SCENARIO}/approve/", {"version": "0" * 64}).status_code == 422
    assert console.as_("neighbour_manager").post(f"/scenarios/{SCENARIO}/approve/").status_code == 404
    assert console.as_("leader").post(f"/scenarios/{SCENARIO}/approve/", {"version": version}).status_code == 403
    both = manager.get("/scenarios/of-robot/kosodate/").text
    assert "窓口請求書の読み取りと登録" in both
    robot = "/scenarios/of-robot/kosodate/"
    unasked = manager.post(f"{robot}approve/", {"version": _HASH.findall(both)})
    assert "承認の依頼がないシナリオがあります" in unasked.text
    assert console.as_("leader").post(f"{robot}ask/", {"note": "欄の名前"}).status_code == 200
    done = manager.post(f"{robot}approve/", {"version": _HASH.findall(both)})
    assert "2件のシナリオを承認しました" in done.text
    rows = query(console, "SELECT author, approved_by FROM store_approval WHERE definition_hash=?", version)
    assert rows == [("鈴木 リーダー", "高橋 所属長")]
    page = console.as_("staff").get(f"/scenarios/{SCENARIO}/start/").text
    assert "本番のシステムに登録し、台帳に数えます" in page


def test_a_request_goes_out_of_date_when_the_files_change(console: Console) -> None:
    replace(console.workspace / f"scenarios/{SCENARIO}.yaml", "請求書を1枚ずつ登録する", "請求書を1枚ずつ登録していく")
    changed = "手順「請求書を1枚ずつ登録していく」を加えました"
    until_seen(lambda: changed in console.as_("leader").get(f"/scenarios/{SCENARIO}/versions/").text)
    console.as_("leader").post(f"/scenarios/{SCENARIO}/ask/", {"note": "題名"})
    old = version_of(console)
    replace(console.workspace / f"scenarios/{SCENARIO}.yaml", "登録していく", "登録する")
    out = "定義がまた変わったため、取り下げになりました"
    until_seen(lambda: out in console.as_("leader").get(f"/scenarios/{SCENARIO}/versions/").text)
    assert console.as_("manager").post(f"/scenarios/{SCENARIO}/approve/", {"version": old}).status_code == 422


# Runs


def test_a_run_at_work_tells_what_it_does_and_how_long_it_will_take(console: Console) -> None:
    page = console.as_("staff").get(f"/runs/{AT_WORK}/").text
    assert "子育て支援システムに登録する" in page
    assert "3 / 10件" in page
    assert "あと 28秒ほど" in page
    assert "every 2s" in console.as_("staff").get(f"/runs/{AT_WORK}/progress/").text
    assert "HX-Refresh" in console.as_("staff").get(f"/runs/{ENDED}/progress/").headers


def test_a_run_is_stopped_after_the_item_in_hand(console: Console) -> None:
    assert "処理中の件が終わったら止めます" in console.as_("leader").post(f"/runs/{AT_WORK}/stop/").text
    asked = query(console, "SELECT cancel_requested_at FROM store_run WHERE name=?", AT_WORK)
    assert asked[0][0] is not None
    assert console.as_("staff").post(f"/runs/{ENDED}/stop/").status_code == 422
    assert console.as_("auditor").post(f"/runs/{AT_WORK}/stop/").status_code == 403


def test_cases_are_hidden_from_who_has_none(console: Console) -> None:
    page = console.as_("auditor").get(f"/runs/{ENDED}/").text
    assert f"{ENDED}:2" not in page
    assert "氏名がありません" not in page
    assert "認定請求書.pdf" not in page
    own = console.as_("staff").get(f"/runs/{ENDED}/").text
    assert f"{ENDED}:2" in own
    assert SCRIPT not in own
    assert "&lt;script&gt;" in own
    for login in ("office", "auditor"):
        assert console.as_(login).get(f"/runs/{ENDED}/files/登録簿.xlsx").status_code == 403
        assert console.as_(login).get(f"/runs/{ENDED}/pictures/1/before/").content == PICTURE


def test_taking_a_file_away_stands_in_the_trail(console: Console) -> None:
    taken = console.as_("staff").get(f"/runs/{ENDED}/files/登録簿.xlsx")
    assert taken.content == b"register"
    assert "attachment" in taken.headers["Content-Disposition"]
    rows = query(console, "SELECT object FROM console_auditentry WHERE action='run.file.export' AND login='staff'")
    assert rows[-1] == (ENDED,)  # the name of a file may be a person's
    for forged in ("..%2f..%2fdxrobot.sqlite3", "dxrobot.sqlite3", "pictures"):
        assert console.as_("staff").get(f"/runs/{ENDED}/files/{forged}").status_code == 404
    for forged in ("pictures/1/..", "pictures/99/before", "pictures/1/other"):
        assert console.as_("staff").get(f"/runs/{ENDED}/{forged}/").status_code == 404


def test_many_items_are_shown_page_by_page_and_by_state(console: Console) -> None:
    staff = console.as_("staff")
    first = staff.get("/runs/long/").text
    assert first.count("認定請求書.pdf 1ページ") == 50
    assert "after=50" in first
    assert "long:51<" in staff.get("/runs/long/?after=50").text
    failed = staff.get("/runs/long/?state=system_error").text
    assert re.findall(r">(long:\d+)<", failed) == ["long:1", "long:41", "long:81"]
    assert staff.get("/runs/long/?state=x&after=x").status_code == 200


def test_the_list_of_runs_is_filtered(console: Console) -> None:
    staff = console.as_("staff")
    assert names(staff.get("/runs/?mode=production").text) == [PRODUCTION]
    assert names(staff.get("/runs/?status=waiting").text) == [ENDED]
    assert names(staff.get("/runs/?scenario=madoguchi_seikyu").text) == [DOUBTFUL, ENDED]
    assert names(staff.get("/runs/?day=2001-01-01").text) == []
    assert OTHER not in names(staff.get("/runs/?before=x&day=x&mode=x").text)


def test_the_rest_of_a_run_is_continued_by_an_order(console: Console) -> None:
    gone = console.as_("staff").post("/runs/long/go-on/")
    assert gone.status_code == 422
    assert "渡したファイルが、もうありません: 認定請求書.pdf" in gone.text
    assert console.as_("leader").post(f"/runs/{PRODUCTION}/go-on/").status_code == 422


def test_what_was_entered_is_covered_until_somebody_of_the_department_looks_and_that_is_recorded(
    console: Console,
) -> None:
    staff, item = console.as_("staff"), f"/runs/{DOUBTFUL}/items/1/"
    covered = staff.get(item).text
    assert "登録した値" in covered and "久保" not in covered
    assert "久保 裕子" in staff.post(f"{item}reveal/").text
    rows = query(console, "SELECT object, login FROM console_auditentry WHERE action='item.reveal'")
    assert rows == [(f"{DOUBTFUL}/1", "staff")]
    assert console.as_("neighbour").post(f"{item}reveal/").status_code == 404
    assert console.as_("office").post(f"{item}reveal/").status_code == 403
    assert "登録した値" not in console.as_("auditor").get(item).text


def test_what_the_log_tells_of_a_run_is_read_by_its_department_alone(console: Console) -> None:
    log = console.workspace / ".dxrobot/log/dxrobot.log"
    with log.open("a", encoding="utf-8") as file:
        file.write(f"2026-11-28 09:00:00.000 INFO     [{ENDED}] dxrobot.runner.batch: item 1 <b>done\n  of it\n")
        file.write("2026-11-28 09:00:01.000 INFO     [another] dxrobot.runner.batch: item 2 done\n")
    page = console.as_("staff").get(f"/runs/{ENDED}/log/").text
    assert "item 1 &lt;b&gt;done\n  of it" in page and "item 2" not in page
    assert console.as_("neighbour").get(f"/runs/{ENDED}/log/").status_code == 404
    assert console.as_("auditor").get(f"/runs/{ENDED}/log/").status_code == 403


def test_a_person_closes_an_item_in_doubt(console: Console) -> None:
    staff = console.as_("staff")
    assert "登録されたかを確かめる" in staff.get(f"/runs/{DOUBTFUL}/items/1/").text
    told = {"ordinal": "1", "found": "there", "reason": "一覧で受付番号を検索した"}
    assert staff.post(f"/runs/{DOUBTFUL}/settle/", {**told, "reason": " "}).status_code == 422
    assert staff.post(f"/runs/{DOUBTFUL}/settle/", {**told, "ordinal": "99"}).status_code == 404
    assert console.as_("leader").post(f"/runs/{DOUBTFUL}/settle/", told).status_code == 403
    assert "書き留めました" in staff.post(f"/runs/{DOUBTFUL}/settle/", told).text
    rows = query(console, "SELECT state FROM store_item JOIN store_run r ON r.id=run_id WHERE r.name=?", DOUBTFUL)
    assert rows == [("done",)]
    acting = query(
        console, "SELECT count(*) FROM store_process JOIN store_run r ON r.id=run_id WHERE r.name=?", DOUBTFUL
    )
    assert acting == [(0,)]
    assert "一覧で受付番号を検索した" in staff.get(f"/runs/{DOUBTFUL}/items/1/").text
    assert "一覧で受付番号を検索した" not in console.as_("auditor").get(f"/runs/{DOUBTFUL}/").text


def until_seen(seen: Callable[[], bool]) -> None:
    """Wait until the console has looked at the files again, which it does once a second."""
    until = time.monotonic() + 30
    while not seen():
        assert time.monotonic() < until
        time.sleep(0.2)


def version_of(console: Console) -> str:
    rows = query(console, "SELECT definition_hash FROM console_approvalrequest WHERE scenario=? ORDER BY id", SCENARIO)
    return str(rows[-1][0])


def names(page: str) -> list[str]:
    """The runs of a list, in its order."""
    return re.findall(r'<tr>\s*<td class="what"><a href="/runs/([^/"]+)/">', page)


def _package(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr(name, "<x/>")
    return content.getvalue()
