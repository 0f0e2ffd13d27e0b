import json
from pathlib import Path

import pytest

from dxrobot.ocr.engines import engines_of
from dxrobot.ocr.form_reader import FormReader
from dxrobot.ocr.template_files import load_templates

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "samples" / "demo"
TEMPLATES = ROOT / "ocr_templates"


@pytest.fixture(scope="session")
def templates():
    return load_templates(TEMPLATES)


@pytest.fixture(scope="session")
def engines():
    return engines_of(threads=1)  # several would wait for each other beside the other tests


@pytest.fixture(scope="session")
def reader(templates, engines):
    return FormReader(templates, engines)


@pytest.fixture(scope="session")
def truth():
    entries = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))
    return {(Path(entry["file"]).name, entry["page"]): entry for entry in entries}
