"""管理: people, credentials, costs, the audit trail and copies."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dxrobot.app.backup import read_backup
from dxrobot.console.trail_details import detail_words
from dxrobot.console.trail_words import deed_words
from dxrobot.japanese.wareki import JAPAN
from dxrobot.vault import Vault, make_key
from tests.console.conftest import ROOT, Console, Visitor
from tests.console.seed import DEPARTMENT

SEEDS = ("tests.console.seed_ledger:fill",)
_ONCE = re.compile(r'<p class="once">([^<]+)</p>')
_SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module", autouse=True)
def key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The vault's key, where the server of this file of tests looks for it."""
    place = tmp_path_factory.mktemp("key") / "key"
    make_key(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DXROBOT_KEY_FILE", str(place))
        yield place


def test_somebody_is_added_comes_in_once_and_must_choose_a_password(console: Console) -> None:
    office = console.as_("office")
    fields = {"login": "n.kato", "name": _SCRIPT, "role": "staff", "department": DEPARTMENT}
    shown = office.post("/admin/users/add/", fields).text
    password = _ONCE.search(shown)
    assert password is not None
    assert _SCRIPT not in shown
    assert _SCRIPT not in office.get("/admin/users/").text
    visitor = console.visitor()
    visitor.sign_in("n.kato", password[1])
    assert "自分だけが知っているパスワード" in visitor.get("/").text
    assert password[1] not in office.get("/admin/audit/").text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"role": "contractor"}, "利用期限"),
        ({"department": ""}, "所属が要ります"),
        ({"role": "mayor"}, "役割を選んで"),
        ({"login": "Staff"}, "もう使われています"),
        ({"login": "../x"}, "利用者名は"),
        ({"expires_on": "soon"}, "年-月-日"),
    ],
)
def test_what_is_wrong_with_a_person_is_told(console: Console, fields: dict[str, str], told: str) -> None:
    person = {"login": "m.mori", "name": "森", "role": "staff", "department": DEPARTMENT, **fields}
    answer = console.as_("office").post("/admin/users/add/", person)
    assert answer.status_code == 422
    assert told in answer.text


def test_who_is_changed_is_out_at_once(console: Console) -> None:
    visitor = console.visitor()
    visitor.sign_in("neighbour")
    number = _number(console, "neighbour")
    fields = {"name": "山本 隣の課", "role": "staff", "department": DEPARTMENT, "active": "1"}
    console.as_("office").post(f"/admin/users/{number}/change/", fields)
    assert visitor.get("/").url.startswith(f"{console.address}/sign-in/")
    visitor.sign_in("neighbour")
    console.as_("office").post(f"/admin/users/{number}/change/", {**fields, "active": ""})
    assert visitor.get("/").url.startswith(f"{console.address}/sign-in/")
    assert visitor.sign_in("neighbour").status_code == 422


def test_nobody_raises_or_ends_themself_and_the_office_is_never_empty(console: Console) -> None:
    office, number = console.as_("office"), _number(console, "office")
    for fields in ({"role": "manager", "department": DEPARTMENT, "active": "1"}, {"role": "office", "active": ""}):
        answer = office.post(f"/admin/users/{number}/change/", {"name": "田中 デジタル", **fields})
        assert answer.status_code == 422
        assert "自分" in answer.text
    answer = office.post(
        f"/admin/users/{number}/change/",
        {"name": "田中 デジタル", "role": "office", "active": "1", "expires_on": "2020-01-01"},
    )
    assert "いなくなる" in answer.text
    assert office.get("/admin/").status_code == 200


def test_a_lost_password_is_renewed_and_who_was_locked_comes_in(console: Console) -> None:
    number, visitor = _number(console, "leader"), console.visitor()
    for _time in range(5):
        visitor.sign_in("leader", "wrong-wrong-1")
    assert "一時停止" in console.as_("office").get("/admin/users/").text
    password = _ONCE.search(console.as_("office").post(f"/admin/users/{number}/password/").text)
    assert password is not None
    assert visitor.sign_in("leader", password[1]).status_code == 302
    console.as_("office").post(f"/admin/users/{number}/sign-out/")
    assert visitor.get("/").url.startswith(f"{console.address}/sign-in/")


def test_who_signs_out_everywhere_is_out_here_as_well(console: Console) -> None:
    visitor = console.visitor()
    visitor.sign_in("office")
    answer = visitor.post(f"/admin/users/{_number(console, 'office')}/sign-out/")
    assert answer.url.startswith(f"{console.address}/sign-in/")
    assert answer.status_code == 200
    console._signed_in.pop("office", None)


def test_departments_tell_who_is_missing(console: Console) -> None:
    page = console.as_("auditor").get("/admin/departments/").text
    assert "所属長がいません" in page or "だれもいません" in page
    assert DEPARTMENT in page


def test_credentials_are_kept_and_never_shown(console: Console, key: Path) -> None:
    office = console.as_("office")
    assert "まだ保管されていない認証情報" in office.get("/admin/credentials/").text
    fields = {"name": "kosodate", "user": "robot-user-7", "password": "himitsu-9-9"}
    page = office.post("/admin/credentials/set/", fields).text
    assert "保管しました" in page
    assert "robot-user-7" not in page
    assert "himitsu-9-9" not in page
    assert Vault(console.workspace / ".dxrobot/vault", key).get("kosodate").user == "robot-user-7"
    assert "半角の英数字" in office.post("/admin/credentials/set/", {**fields, "name": "../x"}).text
    assert office.post("/admin/credentials/delete/", {"name": "nothing"}).status_code == 422
    assert "消しました" in office.post("/admin/credentials/delete/", {"name": "kosodate"}).text
    for file in (console.workspace / ".dxrobot/log").iterdir():
        assert "himitsu-9-9" not in file.read_text(encoding="utf-8")
    assert "himitsu-9-9" not in _trail(console)


def test_a_unit_cost_is_added_and_what_people_wrote_stays(console: Console) -> None:
    place = console.workspace / "dxrobot.toml"
    before = place.read_text(encoding="utf-8")
    fields = {"fiscal_year": "令和9", "yen_per_hour": "3,100", "source": 'R9 "決算" \\ 見込み', "staff": ""}
    page = console.as_("office").post("/admin/costs/unit/", fields).text
    assert "令和9年度" in page
    assert "3,100円" in page
    after = place.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert "もうあるかもしれません" in console.as_("office").post("/admin/costs/unit/", fields).text
    assert place.read_text(encoding="utf-8") == after


def test_a_table_is_looked_at_first_and_the_one_before_is_kept(console: Console) -> None:
    office, folder = console.as_("office"), console.workspace / "ledger"
    old = (folder / "workforce.csv").read_bytes()
    wrong = office.post("/admin/costs/check/", {"replaces": ""}, files={"file": ("../a.csv", b"a,b\r\n1,2\r\n")})
    assert wrong.status_code == 422
    answer = office.post("/admin/costs/check/", {}, files={"file": ("x.csv", b"\x89PNG\r\n\x1a\n")})
    assert answer.status_code == 422
    new = "年度,職員数,備考\r\n2026,512,見本\r\n".encode()
    checked = office.post(
        "/admin/costs/check/", {"replaces": "workforce.csv"}, files={"file": (f"{_SCRIPT}.csv", new)}
    ).text
    assert "表に誤りはありません" in checked
    assert _SCRIPT not in checked
    assert (folder / "workforce.csv").read_bytes() == old
    token = re.search(r'name="token" value="([0-9a-f]{32})"', checked)
    assert token is not None
    kept = {"token": token[1], "replaces": "workforce.csv"}
    assert "入れました" in office.post("/admin/costs/table/", kept).text
    assert (folder / "workforce.csv").read_bytes() == new
    (earlier,) = (console.workspace / ".dxrobot/earlier").glob("workforce-*.csv")
    assert earlier.read_bytes() == old
    assert office.post("/admin/costs/table/", {**kept, "token": "../../x"}).status_code == 422


def test_the_trail_is_searched_and_taken_away(console: Console) -> None:
    auditor = console.as_("auditor")
    console.as_("staff").get("/admin/")
    found = auditor.get("/admin/audit/?login=staff&outcome=refused").text
    assert "管理の画面" in found
    assert "断った" in found
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 9 * 3600))
    assert "この条件に合う記録はありません" in auditor.get("/admin/audit/?day=2020-01-01").text
    assert "この条件に合う記録はありません" not in auditor.get(f"/admin/audit/?day={today}").text
    rows = list(csv.reader(io.StringIO(auditor.get("/admin/audit/file/?login=staff").content.decode("utf-8-sig"))))
    assert {row[2] for row in rows[1:]} == {"staff"}
    assert "audit.export" in auditor.get("/admin/audit/file/").text
    console.visitor().sign_in(_SCRIPT, "x")
    assert _SCRIPT not in auditor.get("/admin/audit/").text


def test_every_deed_of_the_trail_has_words(console: Console) -> None:
    wrong = [view["action"] for view in console.views if view["action"] in deed_words(view["action"])]
    assert wrong == []
    assert deed_words("ledger.job.view") == "業務の台帳を見た"
    told = detail_words(
        {"role": "staff → manager", "mode": "trial", "opens": False, "approver": ["税務課"], "year": ""}
    )
    assert told == "役割: 職員 → 所属長、動かし方: 試行、開庁: いいえ、本番を承認できる所属: 税務課"
    remarked = {name for line in _remarks() for name in re.findall(r"[(,] (\w+)=", line)}
    assert len(remarked) > 25
    assert {name for name in remarked if detail_words({name: "x"}).startswith(f"{name}:")} == set()
    assert deed_words("ledger.file.export") == "台帳のファイルを持ち出した"


def test_a_copy_is_made_while_the_console_works(console: Console) -> None:
    office = console.as_("office")
    office.post("/admin/backups/make/")
    told = _made(office)
    assert "読み返して確かめました" in told
    (copy,) = (console.workspace / ".dxrobot/backups").glob("*.zip")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert read_backup(copy).ledger_length == 16
    with zipfile.ZipFile(copy) as archive:
        names = set(archive.namelist())
    assert {".dxrobot/dxrobot.sqlite3", "dxrobot.toml", "ledger/costs.csv"} <= names
    assert not {name for name in names if "console_key" in name or "/log/" in name or "/backups/" in name}
    assert office.post("/admin/backups/delete/", {"name": "../dxrobot.sqlite3"}).status_code == 404
    assert console.as_("auditor").post("/admin/backups/make/").status_code == 403
    office.post("/admin/backups/delete/", {"name": copy.name})
    assert not copy.exists()


def test_managers_and_auditors_are_told_of_accounts_that_may_approve_until_they_have_looked(console: Console) -> None:
    office = console.as_("office")
    fields = {"login": "second.me", "name": f"もう一人の私{_SCRIPT}", "role": "manager", "department": DEPARTMENT}
    told = "もう一人の私&lt;script&gt;alert(1)&lt;/script&gt;(second.me)」を加えました"
    office.post("/admin/users/add/", fields)
    office.post(f"/admin/users/{_number(console, 'neighbour_manager')}/password/")
    renewed = "所属長「中村 隣の長(neighbour_manager)」のパスワードを再発行しました"
    for login in ("staff", "office"):
        assert "second.me" not in console.as_(login).get("/").text
    own = console.as_("manager").get("/").text
    assert told in own and renewed not in own
    page = console.as_("auditor").get("/").text
    assert told in page and renewed in page
    (until,) = re.findall(r'name="until" value="(\d+)"', page)
    seen = console.as_("auditor").post("/today/accounts/", {"until": until}).text
    assert "second.me" not in seen
    office.post(f"/admin/users/{_number(console, 'second.me')}/change/", {**fields, "role": "staff", "active": "1"})
    assert "second.me)」を変えました" in console.as_("auditor").get("/").text
    assert console.as_("staff").post("/today/accounts/", {"until": "1"}).status_code == 403


def test_a_copy_that_cannot_be_made_is_told_and_stands_in_the_trail(console: Console) -> None:
    office, folder = console.as_("office"), console.workspace / ".dxrobot/backups"
    coming = [datetime.now(JAPAN) + timedelta(seconds=second) for second in range(60)]
    taken = [folder / f"dxrobot-{moment:%Y%m%d-%H%M%S}.zip" for moment in coming]
    for path in taken:
        path.touch()
    try:
        office.post("/admin/backups/make/")
        assert "同じ名前のファイルがもうあります" in _made(office)
    finally:
        for path in taken:
            path.unlink()
    last = _trail(console).rpartition('"action":"admin.backup.made"')[2]
    assert '"outcome":"failed"' in last


def _number(console: Console, login: str) -> int:
    with sqlite3.connect(console.workspace / ".dxrobot/dxrobot.sqlite3") as store:
        return int(store.execute("SELECT id FROM console_user WHERE login=?", [login]).fetchone()[0])


def _trail(console: Console) -> str:
    with sqlite3.connect(console.workspace / ".dxrobot/dxrobot.sqlite3") as store:
        return "".join(row[0] for row in store.execute("SELECT payload FROM console_auditentry"))


def _remarks() -> list[str]:
    """What views have stand in the trail beside their deeds."""
    views = (ROOT / "src/dxrobot/console/views").glob("*.py")
    return [line for view in views for line in view.read_text("utf-8").splitlines() if "remark(request, " in line]


def _made(visitor: Visitor) -> str:
    for _time in range(300):
        told = visitor.get("/admin/backups/state/").text
        if "作っています" not in told:
            return told
        time.sleep(0.1)
    raise AssertionError("the copy has no end")
