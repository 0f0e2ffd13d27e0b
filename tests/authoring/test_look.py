"""What ``dxrobot look`` shows of a page, and that it can be pasted into a robot file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from dxrobot.app import looking
from dxrobot.app.looking import look
from dxrobot.authoring.page_site import PageSite, page_site
from dxrobot.browser.find import find_browser
from dxrobot.browser.session import BrowserSession
from dxrobot.config import Workspace, load_workspace
from dxrobot.masking import Secret
from dxrobot.robot.model import Screen
from dxrobot.settings import RobotAddress
from dxrobot.vault import KEY_VARIABLE, Credentials, Vault, make_key
from tests.actions.workspace import make_workspace
from tests.authoring.desk_pages import HEAD, write_pages

OLD = """<h2>受付</h2><form><table>
<tr><th>受付番号</th><td><input name=no></td></tr>
<tr><th>氏名 <b>必須</b></th><td><input name=name></td></tr>
<tr><th>品目</th><td><select name=item><option>たんす<option>ふとん</select></td></tr>
<tr><th>手数料</th><td><label><input type=radio name=fee>有料</label>
<label><input type=radio name=fee>免除</label></td></tr>
</table><label><input type=checkbox name=agreed>確認済み</label><input name=memo placeholder=備考>
<input name=twin><input name=twin><button>登録する</button></form>
<table><thead><tr><th>番号</th><th>品目</th></tr></thead><tbody><tr><td><a href=/1>1</a></td><td>x</td></tr></table>"""
FRAMES = '<frameset cols="30%,*"><frame name=menu src=menu><frame name=main src=old></frameset>'


@pytest.fixture(scope="module")
def standing_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageSite]:
    with page_site(tmp_path_factory.mktemp("site") / "pages") as running:
        yield running


@pytest.fixture(scope="module")
def browser(standing_site: PageSite) -> Iterator[BrowserSession]:
    """One for all looks: what is tested is not its start."""
    with BrowserSession(find_browser(), standing_site.address, (), timeout_s=3.0) as running:
        yield running


@pytest.fixture
def site(standing_site: PageSite, browser: BrowserSession, monkeypatch: pytest.MonkeyPatch) -> Iterator[PageSite]:
    folder = write_pages(standing_site.folder)
    for name, body in {"old": OLD, "menu": "<a href=/old target=main>受付</a>", "frames": FRAMES}.items():
        (folder / f"{name}.html").write_text(HEAD + body, encoding="utf-8")
    monkeypatch.setattr(looking, "BrowserSession", lambda *_given, **_options: nullcontext(browser))
    yield standing_site
    browser.run(lambda page: page.goto("about:blank"))
    standing_site.records.clear()
    shutil.rmtree(folder)


@pytest.fixture
def workspace(tmp_path: Path, site: PageSite, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = make_workspace(tmp_path / "office")
    (made.root / "dxrobot.toml").write_text(
        f'[robots.desk]\ntest_address = "{site.address}"\n[browser]\ntimeout_s = 3\n', encoding="utf-8"
    )
    make_key(tmp_path / "key")
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "key"))
    Vault(made.vault, tmp_path / "key").put("desk", Credentials("test", Secret("test")))
    return load_workspace(made.root)


def screens(text: str) -> dict[str, Screen]:
    return {name: Screen.model_validate(screen) for name, screen in YAML(typ="safe").load(text)["screens"].items()}


def test_everything_on_a_page_is_shown_as_a_screen_of_a_robot(workspace, site):
    seen = look(workspace, f"{site.address}old", "entry", {}, headed=False, wait=lambda: None)
    screen = screens(seen.text)["entry"]
    assert (screen.title, screen.path, screen.ready.name) == ("受付", "/old", "受付")
    ways = {name: field.words for name, field in screen.fields.items()}
    assert {
        "name": "氏名",
        "item": "品目",
        "fee": "手数料",
        "agreed": "確認済み",
        "memo": "備考",
    }.items() <= ways.items()
    assert [button.words for button in screen.buttons.values()] == ["登録する"]
    assert len(screen.tables) == 1
    assert "選択: たんす, ふとん" in seen.text
    assert seen.text.count("1つに決まる探し方がないもの: input twin") == 2


def test_each_frame_is_a_screen_with_its_frame(workspace, site):
    found = screens(look(workspace, f"{site.address}frames", "", {}, headed=False, wait=lambda: None).text)
    assert {screen.frame for screen in found.values()} >= {"menu", "main"}


def test_screen_of_a_robot_keeps_its_names_and_tells_what_is_gone(workspace, site):
    page = site.folder / "entry.html"
    page.write_text(page.read_text("utf-8").replace("氏名", "お名前"), encoding="utf-8")
    seen = look(workspace, "desk", "entry", {}, headed=False, wait=lambda: None)
    screen = screens(seen.text)["entry"]
    assert (screen.fields["number"].label, screen.buttons["register"].name) == ("番号", "登録する")
    assert screen.fields["name"].label == "お名前"
    assert [line.partition(":")[0] for line in seen.missing] == ["fields.name"]


def test_operation_is_carried_out_up_to_what_registers(workspace, site):
    values = {"number": "101", "name": "ヤマダ"}
    seen = look(workspace, "desk", "register", values, headed=False, wait=lambda: None)
    assert seen.trouble == ""
    assert "登録する" in seen.text
    assert "/entry" not in site.records


def change_the_form(site: PageSite) -> None:
    page = site.folder / "entry.html"
    added = "<label>申告方法 <b>必須</b><select name=method><option>窓口<option>電子</select></label></form>"
    changed = page.read_text("utf-8").replace("登録する", "登録実行").replace("</form>", added)
    page.write_text(changed, encoding="utf-8")


def test_operation_tells_what_has_changed_by_the_names_of_the_robot(workspace, site):
    change_the_form(site)
    seen = look(workspace, "desk", "register", {"number": "101", "name": "ヤマダ"}, headed=False, wait=lambda: None)
    assert "氏名, sensitive: name" in seen.text
    assert screens(seen.text)["entry"].fields["number"].label == "番号"
    assert seen.missing == ("buttons.register: {role: button, name: 登録する}",)
    assert seen.added == ("method: {label: 申告方法}",)


def test_operation_in_a_frame_is_compared_there(workspace, site):
    (site.folder / "frames.html").write_text(HEAD + FRAMES.replace("src=old", "src=entry"), encoding="utf-8")
    robot = workspace.root / "robots" / "desk.yaml"
    in_frame = robot.read_text("utf-8").replace("path: /entry", "path: /frames\n    frame: main")
    robot.write_text(in_frame, encoding="utf-8")
    change_the_form(site)
    seen = look(workspace, "desk", "register", {"number": "101"}, headed=False, wait=lambda: None)
    assert screens(seen.text)["entry"].frame == "main"
    assert [line.partition(":")[0] for line in (*seen.missing, *seen.added)] == ["buttons.register", "method"]


def test_list_of_the_probe_is_shown_with_the_heading_that_is_gone(workspace, site):
    page = site.folder / "entry.html"
    page.write_text(page.read_text("utf-8").replace("<th>番号", "<th>受付番号"), encoding="utf-8")
    seen = look(workspace, "desk", "register", {"number": "101"}, headed=False, wait=lambda: None, probe=True)
    assert "見出し「番号」がありません" in seen.trouble
    assert "表: 受付番号, 氏名" in seen.text


def test_every_choice_is_shown(workspace, site):
    options = "".join(f"<option>{number}区" for number in range(30))
    (site.folder / "wards.html").write_text(f"{HEAD}<label>区<select>{options}</select></label>", encoding="utf-8")
    seen = look(workspace, f"{site.address}wards", "", {}, headed=False, wait=lambda: None)
    assert seen.text.endswith("28区, 29区")


def test_page_at_which_the_robot_stopped_is_shown_with_the_reason(workspace, site):
    (site.folder / "login.post.html").write_text(f"{HEAD}<p role=alert>利用者名が違います</p>", encoding="utf-8")
    seen = look(workspace, "desk", "entry", {}, headed=False, wait=lambda: None)
    assert "ログインできません" in seen.trouble


def test_address_of_the_robot_may_have_a_path(workspace, site):
    robots = {"desk": RobotAddress(test_address=f"{site.address}app")}
    (site.folder / "app").mkdir()
    for page in list(site.folder.glob("*.html")):
        (site.folder / "app" / page.name).write_text(page.read_text("utf-8"), encoding="utf-8")
    moved = Workspace(workspace.root, workspace.settings.model_copy(update={"robots": robots}))
    assert "path: /entry" in look(moved, "desk", "entry", {}, headed=False, wait=lambda: None).text


def test_the_name_of_a_table_is_not_given_to_a_field_in_it(workspace, site):
    page = site.folder / "entry.html"
    form = "<table id=layout><tr><td>キーワード</td><td><input name=k></td></tr></table>"
    page.write_text(page.read_text("utf-8").replace("<h1>登録</h1>", f"<h1>登録</h1>{form}"), encoding="utf-8")
    robot = workspace.robots / "desk.yaml"
    written = YAML(typ="safe").load(robot.read_text("utf-8"))
    written["screens"]["entry"]["tables"] = {"result": {"css": "#layout"}}
    with robot.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(written, file)
    seen = look(workspace, "desk", "entry", {}, headed=False, wait=lambda: None)
    assert "k: {label: キーワード}  # 文字 / ロボットにない" in seen.text
    assert "result" not in screens(seen.text)["entry"].fields


def test_a_mark_beside_a_new_field_tells_that_it_is_required(workspace, site):
    fields = (
        "<table><tr><td>続柄<span>※</span></td><td><input name=k1></td></tr></table>",
        "<label for=k2>職業</label><span>必須</span><input id=k2 name=k2>",
        "<label for=k3>国籍</label> <input id=k3 name=k3><em>*</em>",
        "<dl><dt>学年</dt><dd><b>【必須】</b><input name=k4></dd></dl>",
    )
    page = site.folder / "entry.html"
    new = page.read_text("utf-8").replace("<h1>登録</h1>", f"<h1>登録</h1>{''.join(fields)}")
    page.write_text(new, encoding="utf-8")
    seen = look(workspace, "desk", "entry", {}, headed=False, wait=lambda: None)
    assert [line.partition(":")[0] for line in seen.added] == ["k1", "k2", "k3", "k4"]


def test_a_page_that_answers_what_was_sent_has_no_path_of_its_own(workspace, site):
    seen = look(workspace, "desk", "", {}, headed=False, wait=lambda: None)
    assert "# path: 直接は開けません" in seen.text
    assert screens(seen.text)["screen_1"].path == ""


def test_what_follows_the_question_mark_is_no_part_of_a_path(workspace, site):
    seen = look(workspace, f"{site.address}old?no=101", "", {}, headed=False, wait=lambda: None)
    assert screens(seen.text)["screen_1"].path == "/old"
