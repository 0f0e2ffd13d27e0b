"""What holds of the console and cannot be seen from outside: nobody waits for files, no page asks again and again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dxrobot.app.workspaces import make_workspace
from tests.console.conftest import seed
from tests.console.inside import FILES, PAGES, QUERIES

_INSIDE = "tests.console.inside:"
_SEEDS = ("tests.console.seed_runs:every_kind_of_input", "tests.console.seed_review:fill")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace in which everything that ``tests.console.inside`` looks at was done."""
    root = tmp_path_factory.mktemp("inside") / "city"
    make_workspace(root)
    seed(root, *_SEEDS, f"{_INSIDE}files_read", f"{_INSIDE}queries")
    return root


def test_no_file_is_read_while_others_wait_to_write(seen: Path) -> None:
    assert json.loads((seen / FILES).read_text(encoding="utf-8")) == []


def test_no_page_asks_the_store_more_often_when_there_is_more_to_show(seen: Path) -> None:
    asked = json.loads((seen / QUERIES).read_text(encoding="utf-8"))
    assert set(asked) == set(PAGES)
    assert {address: few for address, (few, many) in asked.items() if many > few} == {}
