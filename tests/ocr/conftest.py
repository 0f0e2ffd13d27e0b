import json
from pathlib import Path

import pytest

from dxrobot.ocr.engine import PaddleRecogniser
from dxrobot.ocr.form_reader import FormReader
from dxrobot.ocr.template_files import load_templates

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "samples" / "demo"
TEMPLATES = ROOT / "ocr_templates"


@pytest.fixture(scope="session")
def templates():
    return load_templates(TEMPLATES)


@pytest.fixture(scope="session")
def recogniser():
    return PaddleRecogniser(threads=1)  # several would wait for each other beside the other tests


@pytest.fixture(scope="session")
def reader(templates, recogniser):
    return FormReader(templates, recogniser)


@pytest.fixture(scope="session")
def truth():
    entries = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))
    return {(Path(entry["file"]).name, entry["page"]): entry for entry in entries}
