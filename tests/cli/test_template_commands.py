from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from PIL import Image, ImageDraw

from dxrobot.app.trying_templates import read_truth
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.ocr.template_files import load_template
from tests.cli.conftest import Said
from tests.ocr.conftest import DEMO, TEMPLATES

Run = Callable[..., Said]


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A form of two ruled cells and a comb, without a word."""
    picture = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((200, 300, 1400, 390), outline=0, width=3)
    pen.rectangle((200, 390, 1400, 500), outline=0, width=3)
    for left in range(220, 220 + 54 * 12, 54):
        pen.rectangle((left, 410, left + 54, 472), outline=0, width=2)
    path = tmp_path / "Shinsei 2.png"
    picture.save(path)
    return path


def test_a_template_is_proposed_once_and_never_written_over(dxrobot: Run, workspace: Workspace, blank: Path) -> None:
    said = dxrobot("ocr", "template", "new", "--blank", str(blank))
    assert said.returncode == 2 and "--name" in said.stderr
    said = dxrobot("ocr", "template", "new", "--blank", str(blank), "--name", "shinsei")
    assert said.returncode == 0, said.stderr
    path = workspace.ocr_templates / "shinsei" / "template.yaml"
    fields = {field.type.value: field for field in load_template(path).template.fields}
    assert set(fields) == {"text", "my_number"} and len(fields["my_number"].boxes) == 12
    assert "見出しが見つかりません" in path.read_text(encoding="utf-8")
    before = path.read_bytes()
    said = dxrobot("ocr", "template", "new", "--blank", str(blank), "--name", "shinsei")
    assert said.returncode == 2 and "既に" in said.stderr and path.read_bytes() == before
    assert dxrobot("check", str(path)).returncode == 0


def test_a_page_without_places_makes_no_template(dxrobot: Run, workspace: Workspace, tmp_path: Path) -> None:
    Image.new("L", (1654, 2339), 255).save(tmp_path / "empty.png")
    said = dxrobot("ocr", "template", "new", "--blank", str(tmp_path / "empty.png"))
    assert said.returncode == 2 and "1つも見つかりません" in said.stderr
    assert not (workspace.ocr_templates / "empty").exists()


def test_check_draws_the_places_and_tells_mistakes_with_their_lines(dxrobot: Run, workspace: Workspace) -> None:
    folder = workspace.ocr_templates / "jido_teate_nintei"
    shutil.copytree(TEMPLATES / folder.name, folder, dirs_exist_ok=True)
    said = dxrobot("ocr", "template", "check", folder.name, "--out", "a.png")
    assert said.returncode == 0, said.stderr
    drawn = cv2.imread(str(workspace.root / "a.png"))
    zone = load_template(folder / "template.yaml").template.field("address").zone
    assert zone is not None
    x, y = round(zone[0] + zone[2] / 2), round(zone[1] + zone[3] / 2)
    assert drawn[y, x, 0] > drawn[y, x, 2]  # blue over what was white paper
    path = folder / "template.yaml"
    text = path.read_text(encoding="utf-8").replace("zone: [379, 387,", "zone: [379, 445,")
    path.write_text(text, encoding="utf-8")
    said = dxrobot("ocr", "template", "check", folder.name)
    assert said.returncode == 2
    assert "重なっています" in said.stderr and "template.yaml:" in said.stderr
    assert (workspace.root / f"{folder.name}.zones.png").is_file()


def test_a_template_is_scored_against_the_truth(dxrobot: Run, workspace: Workspace, tmp_path: Path) -> None:
    shutil.copytree(TEMPLATES, workspace.ocr_templates, dirs_exist_ok=True)
    scan = "denshi_1008_1.png"
    entries = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))
    (entry,) = (one for one in entries if one["file"].endswith(scan))
    entry["fields"]["claim_no"] = "00000000"
    truth = tmp_path / "truth.json"
    truth.write_text(json.dumps([entry]), encoding="utf-8")
    arguments = ("jido_teate_nintei", "--scans", str(DEMO / "scans" / scan), "--truth", str(truth), "--json")
    said = dxrobot("ocr", "template", "test", *arguments)
    score = json.loads(said.stdout)
    assert score["all"]["fields"] == len(entry["fields"])
    assert score["fields"]["claim_no"]["right"]["count"] == 0
    assert score["fields"]["name"]["error_limit"] == 0.005
    low, high = score["all"]["right"]["interval_95"]
    assert 0 < low < score["all"]["right"]["share"] < high < 1
    assert said.returncode == (1 if score["all"]["accepted_wrong"]["count"] else 0)


def test_truth_may_be_a_table_with_labels(tmp_path: Path) -> None:
    template = load_template(TEMPLATES / "jido_teate_nintei" / "template.yaml").template
    path = tmp_path / "truth.csv"
    path.write_text(
        "ファイル,ページ,氏名,請求年月日,公簿の確認に同意する\na/b.pdf,2,山田　太郎,R6.4.1,あり\n", encoding="cp932"
    )
    assert read_truth(path, template) == {
        ("b.pdf", 2): {"name": "山田 太郎", "claim_date": "令和6年4月1日", "consent": True}
    }
    path.write_text("ファイル,住民\nb.pdf,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="項目がありません"):
        read_truth(path, template)
