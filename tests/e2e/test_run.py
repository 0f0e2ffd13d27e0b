"""``dxrobot run`` and ``dxrobot ocr read`` as a person types them: contract, modes, waiting for a person, bad input.

All in one process, where the OCR models are loaded once.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from dxrobot.app.sample_site import SampleSite, site_records
from dxrobot.app.workspaces import make_workspace
from dxrobot.bundled import demo_samples
from dxrobot.cli.boundary import run_command_line
from dxrobot.masking import Secret
from dxrobot.runner import batch
from dxrobot.sheets.review_sheet import FIRST_ROW, ROW_COLUMNS
from dxrobot.vault import KEY_VARIABLE, Credentials, Vault, make_key
from tests.e2e.conftest import CLAIMS, REQUESTS
from tools.forms.bad_input import write_bad_inputs

SCAN = demo_samples() / "scans" / "denshi_1008_1.png"


@dataclass(frozen=True)
class Finished:
    """What a command has said, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Office:
    """A workspace of its own with the command line in it."""

    root: Path
    key_file: Path
    site: SampleSite
    capture: pytest.CaptureFixture[str]

    def dxrobot(self, *arguments: object) -> Finished:
        self.capture.readouterr()
        status = run_command_line([str(argument) for argument in arguments])
        return Finished(status, *self.capture.readouterr())

    def run(self, *more: str, scan: Path = SCAN) -> tuple[int, dict[str, object]]:
        finished = self.dxrobot("run", "madoguchi_seikyu", "-i", f"scans={scan}", "--json", *more)
        return finished.returncode, json.loads(finished.stdout)

    def point_at(self, address: str) -> None:
        config = self.root / "dxrobot.toml"
        lines = config.read_text(encoding="utf-8").splitlines()
        pointed = [f'test_address = "{address}"' if line.startswith("test_address") else line for line in lines]
        config.write_text("\n".join(pointed), encoding="utf-8")

    def answers(self) -> str:
        return f"answers={demo_samples() / 'answers.json'}"


@pytest.fixture
def office(
    site: SampleSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Office:
    workspace = make_workspace(tmp_path / "office")
    make_key(tmp_path / "key")
    Vault(workspace.vault, tmp_path / "key").put("kosodate", site.credentials)
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "key"))
    monkeypatch.chdir(workspace.root)
    made = Office(workspace.root, tmp_path / "key", site, capsys)
    made.point_at(site.address)
    with (workspace.root / "dxrobot.toml").open("a", encoding="utf-8") as config:
        config.write("\n[ocr]\nthreads = 1\n")  # several would wait for each other beside the other tests
    return made


def held(site: SampleSite) -> int:
    return len(site_records(site.database, CLAIMS))


def test_trial_run_enters_into_the_test_system_and_saves_nothing(office):
    before = held(office.site)
    status, result = office.run("-i", office.answers())
    assert (status, result["status"], result["mode"]) == (0, "finished", "trial")
    assert result["items"]["done"] == 1
    assert (result["saved_minutes"], result["human_minutes"]) == (0, 0)
    assert held(office.site) == before + 1
    assert Path(result["evidence"], "登録簿.xlsx").is_file()


def test_doubtful_form_waits_for_a_person_and_is_entered_once_answered_by_name(office, tmp_path):
    scan = demo_samples() / "scans" / "shisho_1007_1.jpg"
    status, result = office.run(scan=scan)
    assert (status, result["status"]) == (1, "waiting")
    assert (result["items"]["waiting_review"], result["items"]["done"]) == (1, 0)
    nameless = write_without_a_name(Path(str(result["evidence"]), "登録簿.xlsx"), tmp_path / "register.xlsx")
    status, result = office.run("-i", f"answers={nameless}", scan=scan)
    assert (status, f"「確認」シート {FIRST_ROW} 行目" in str(result["message"])) == (2, True)
    status, result = office.run("-i", office.answers(), scan=scan)
    assert (status, result["items"]["done"]) == (0, 1)


def write_without_a_name(register: Path, target: Path) -> Path:
    """The register with its first row settled by nobody."""
    workbook = openpyxl.load_workbook(register)
    workbook["確認"].cell(FIRST_ROW, ROW_COLUMNS["written"]).value = "○"
    workbook.save(target)
    return target


def test_trial_is_refused_where_the_test_system_is_the_production_system(office):
    config = office.root / "dxrobot.toml"
    config.write_text(config.read_text("utf-8").replace("http://127.0.0.1:8780/", office.site.address), "utf-8")
    status, result = office.run("-i", office.answers())
    assert (status, result["status"]) == (2, "failed")
    assert "test_address" in str(result["message"])


@pytest.mark.parametrize("changed", ["madoguchi_seikyu", "yomitori"])
def test_changed_scenario_or_part_is_refused_in_production_until_it_is_approved(office, changed):
    scenario = office.root / "scenarios" / f"{changed}.yaml"
    scenario.write_text(f"{scenario.read_text('utf-8')}\n# 直した\n", "utf-8")
    finished = office.dxrobot("run", "madoguchi_seikyu", "-i", f"scans={SCAN}", "--production")
    assert finished.returncode == 2
    assert "承認" in finished.stderr


def test_site_that_is_down_ends_the_run_with_status_2_and_a_sentence(office, monkeypatch):
    monkeypatch.setattr(batch, "BACK_OFF_S", ())  # one attempt tells as much as three
    office.point_at("http://127.0.0.1:9/")
    status, result = office.run("-i", office.answers())
    assert status == 2
    assert result["items"]["system_error"] == 1


def test_wrong_password_ends_the_run_with_status_2_and_a_remedy(office):
    vault = Vault(office.root / ".dxrobot" / "vault", office.key_file)
    vault.put("kosodate", Credentials(office.site.credentials.user, Secret("wrong-password")))
    status, result = office.run("-i", office.answers())
    assert (status, result["status"]) == (2, "failed")
    message = str(result["message"])
    assert "ログインできません" in message
    assert "dxrobot secret set kosodate" in message
    assert "wrong-password" not in json.dumps(result)


def test_every_bad_file_is_named_and_the_good_page_beside_it_is_read(office, tmp_path):
    bad = write_bad_inputs(tmp_path / "scans")
    shutil.copy(SCAN, tmp_path / "scans" / "good.png")
    finished = office.dxrobot("ocr", "read", tmp_path / "scans", "--json", "--xlsx", tmp_path / "out.xlsx")
    forms = {Path(form["file"]).name: form for form in json.loads(finished.stdout)}
    assert finished.returncode == 2
    assert forms["good.png"]["fields"]["claim_no"]["value"]
    for path in bad.values():
        assert forms[path.name]["error"].endswith("。")
        assert forms[path.name]["fields"] == {}
    assert (tmp_path / "out.xlsx").is_file()


def test_reading_tells_each_field_by_the_contract(office):
    finished = office.dxrobot("ocr", "read", "--template", "jido_teate_nintei", SCAN, "--json")
    (form,) = json.loads(finished.stdout)
    assert set(form) == {"file", "page", "template", "registered", "registration_px", "error", "fields"}
    assert (form["page"], form["template"], form["registered"], form["error"]) == (1, "jido_teate_nintei", True, None)
    for field in form["fields"].values():
        assert set(field) == {"value", "text", "confidence", "status", "reason", "box"}
        assert field["status"] in ("accepted", "review", "blank")
        assert len(field["box"]) == 4
    assert isinstance(form["fields"]["consent"]["value"], bool)


def test_form_that_the_named_template_is_not_is_told(office):
    finished = office.dxrobot("ocr", "read", "--template", "juminhyo_seikyu", SCAN, "--json")
    (form,) = json.loads(finished.stdout)
    assert finished.returncode == 2
    assert form["template"] is None
    assert "帳票" in form["error"]


def test_register_that_is_open_elsewhere_is_told_and_left_as_it_is(office, tmp_path):
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"yesterday")
    (tmp_path / "~$out.xlsx").write_bytes(b"")
    finished = office.dxrobot("ocr", "read", SCAN, "--xlsx", out)
    assert finished.returncode == 2
    assert "out.xlsx" in finished.stderr
    assert out.read_bytes() == b"yesterday"


def test_values_written_into_the_register_settle_the_form(office, tmp_path):
    scan = demo_samples() / "scans" / "shutchosho_1008.jpg"
    _status, result = office.run(scan=scan)
    register = Path(str(result["evidence"]), "登録簿.xlsx")
    truth = {
        (page["file"].split("/")[-1], page["page"]): page["fields"]
        for page in json.loads((demo_samples() / "truth.json").read_text("utf-8"))
    }[(scan.name, 1)]
    workbook = openpyxl.load_workbook(register)
    sheet = workbook["確認"]
    for row in range(FIRST_ROW, sheet.max_row + 1):
        right = truth[sheet.cell(row, ROW_COLUMNS["field"]).value]
        as_read = right == sheet.cell(row, ROW_COLUMNS["read"]).value
        sheet.cell(row, ROW_COLUMNS["written"]).value = "○" if as_read else "空白" if right is None else right
        sheet.cell(row, ROW_COLUMNS["settled_by"]).value = "窓口 花子"
    filled = tmp_path / "確認済み.xlsx"
    workbook.save(filled)
    status, result = office.run("-i", f"answers={filled}", scan=scan)
    assert (status, result["items"]["done"]) == (0, 1)
    (stored,) = [
        row for row in site_records(office.site.database, REQUESTS) if row["reference_no"] == truth["digits_fw"]
    ]
    assert stored["name"] == truth["name"]
