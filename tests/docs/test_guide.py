"""The authoring guide, followed literally: every file written, every command typed, every answer compared."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from dxrobot.authoring.page_site import PageSite, page_site
from dxrobot.authoring.schema import schemas
from dxrobot.cli.boundary import run_command_line
from dxrobot.masking import Secret
from dxrobot.vault import KEY_VARIABLE, Credentials, Vault, make_key
from tools.docs_reference import PATH as REFERENCE
from tools.docs_reference import reference

GUIDE = REFERENCE.parent
PAGES = [GUIDE / name for name in ("1-hajimete.md", "2-robot.md", "3-scenario.md", "4-naosu.md")]
ADDRESS = "http://127.0.0.1:8901/"
BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^# ((?:robots|scenarios)/\S+)\n")
# What needs a person at a window, a second person's password or a production system.
NOT_HERE = ("--headed", "--production", "secret ", "dxrobot init", "cd ", "dxrobot doctor", "madoguchi_seikyu")
FRAGMENTS = {
    "シナリオの steps": ("scenario.schema.json", "steps"),
    "ロボットの steps": ("robot.schema.json", "login"),
    "ロボットの screens": ("robot.schema.json", "screens"),
    "ロボットの operations": ("robot.schema.json", "operations"),
}


@dataclass
class Reader:
    """A person who does what the guide says and nothing else."""

    root: Path
    site: PageSite
    capture: pytest.CaptureFixture[str]
    said: str = ""
    statuses: dict[str, int] = field(default_factory=dict)

    def follow(self, page: Path) -> None:
        text = page.read_text(encoding="utf-8").replace(ADDRESS, self.site.address)
        for indent, kind, body in BLOCK.findall(text):
            plain = re.sub(f"^{indent}", "", body, flags=re.MULTILINE)
            getattr(self, f"do_{kind}")(plain)

    def do_yaml(self, body: str) -> None:
        if file := FILE.match(body):
            (self.root / file[1]).write_text(body, encoding="utf-8")

    def do_toml(self, body: str) -> None:
        with (self.root / "dxrobot.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n{body}")

    def do_sh(self, body: str) -> None:
        for line in filter(None, body.splitlines()):
            if not any(word in line for word in NOT_HERE):
                self.capture.readouterr()
                self.statuses[line] = run_command_line(shlex.split(line)[1:])
                output = self.capture.readouterr()
                assert self.statuses[line] in (0, 1), f"{line}\n{output.out}{output.err}"
                self.said = f"{self.said}{output.out}" if "look" in line else output.out

    def do_text(self, body: str) -> None:
        shown = [line for line in body.splitlines() if "{" in line or "title:" in line]
        assert [line for line in shown if line not in self.said] == [] or "S-101" in body
        self.said = ""


@pytest.fixture
def reader(tmp_path, monkeypatch, capsys) -> Iterator[Reader]:
    shutil.copytree(GUIDE / "renshu", tmp_path / "pages")
    assert run_command_line(["init", str(tmp_path / "shigoto")]) == 0
    root = tmp_path / "shigoto"
    with (root / "dxrobot.toml").open("a", encoding="utf-8") as file:
        file.write("\n[browser]\ntimeout_s = 3\n")
    make_key(tmp_path / "dxrobot.key")
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "dxrobot.key"))
    Vault(root / ".dxrobot" / "vault", tmp_path / "dxrobot.key").put("sodai", Credentials("0001", Secret("himitsu")))
    monkeypatch.chdir(root)
    write_lists(root)
    with page_site(tmp_path / "pages") as site:
        yield Reader(root, site, capsys)


def write_lists(root: Path) -> None:
    """The tables of the guide as the workbooks that it names."""
    text = (GUIDE / "3-scenario.md").read_text(encoding="utf-8")
    tables = re.findall(r"(?:^ *\|.*\|\n)+", text, re.MULTILINE)
    lists = [table for table in tables if "| 受付番号 |" in table]
    (root / "入力").mkdir()
    for name, table in zip(("受付.xlsx", "試験.xlsx"), lists, strict=True):
        workbook = openpyxl.Workbook()
        for line in table.splitlines():
            if "---" not in line:
                workbook.active.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        workbook.save(root / "入力" / name)


def test_followed_literally_the_guide_builds_a_robot_and_a_scenario_and_mends_them(reader):
    for page in PAGES[:3]:
        reader.follow(page)
    assert reader.statuses["dxrobot test sodai_gomi"] == 0
    entered = [record["no"] for record in reader.site.records["/toroku"]]
    assert entered == ["S-001", "T-001"]
    change_the_screen(reader.site.folder / "uketsuke.html")
    mend(reader.root / "robots" / "sodai.yaml")
    write_new_numbers(reader.root / "入力" / "受付.xlsx")
    reader.said = ""
    assert run_command_line(["look", "sodai", "entry"]) == 0
    assert "見つからない" not in reader.capture.readouterr().out
    assert run_command_line(["run", "sodai_gomi", "-i", "list=入力/受付.xlsx", "--limit", "1"]) == 0
    assert [record["no"] for record in reader.site.records["/toroku"]] == [*entered, "N-001"]


def change_the_screen(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    changed = text.replace("<th>氏名", "<th>お名前(漢字)").replace(">確認</button>", ">内容を確認する</button>")
    page.write_text(changed, encoding="utf-8")


def mend(robot: Path) -> None:
    """Put the mended screen of the last page in the place of the old one."""
    blocks = [body for _indent, kind, body in BLOCK.findall(PAGES[3].read_text(encoding="utf-8")) if kind == "yaml"]
    (screen,) = [YAML(typ="safe").load(body) for body in blocks if "screens の一部" in body]
    yaml = YAML(typ="rt")
    data = yaml.load(robot.read_text(encoding="utf-8"))
    data["screens"].update(screen)
    with robot.open("w", encoding="utf-8") as file:
        yaml.dump(data, file)


def write_new_numbers(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook.active["A2"], workbook.active["A3"] = "N-001", "N-002"
    workbook.save(path)


def fragments() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for _indent, kind, body in BLOCK.findall(page.read_text(encoding="utf-8")):
            if kind == "yaml" and not FILE.match(re.sub(r"^ +", "", body)):
                found.append((page.name, body))
    return found


@pytest.mark.parametrize(("page", "body"), fragments())
def test_every_fragment_of_the_guide_is_right(page, body):
    name = body.splitlines()[0].removeprefix("# ").removesuffix(" の一部").removesuffix("の一部").strip()
    file, key = FRAGMENTS[name]
    whole = schemas()[file]
    schema = whole["$defs"]["Login"]["properties"]["steps"] if key == "login" else whole["properties"][key]
    data = YAML(typ="safe").load(body)
    errors = Draft202012Validator({**schema, "$defs": whole["$defs"]}).iter_errors(data)
    assert [error.message for error in errors] == []


def test_reference_is_that_of_the_code():
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "python -m tools.docs_reference"


def test_every_link_and_picture_of_the_guide_is_there():
    for page in GUIDE.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (GUIDE / target).exists(), f"{page.name}: {target}"
