"""Where the step that a run was at is written, in the scenario or in one of its parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxrobot.app.step_places import place_of_step
from dxrobot.definition import load_yaml
from dxrobot.library import Loaded
from dxrobot.scenario.model import Scenario

WHOLE = """\
scenario: whole
title: 全体
description: 全体です。
part: true
steps:
  - set: {a: 1}
  - for_each: [1, 2]
    as: one
    steps:
      - if: "{{ one }}"
        then:
          - use: piece
"""
PIECE = """\
scenario: piece
title: 部品
description: 部品です。
part: true
steps:
  - set: {b: 2}
  - set: {c: "{{ nothing }}"}
"""


@pytest.mark.parametrize(
    ("where", "file", "line", "shown"),
    [
        ("steps[0]", "whole.yaml", 6, "steps[0]"),
        ("steps[1]<甲>乙>.steps[0].then[0]", "whole.yaml", 12, "steps[1].steps[0].then[0]"),
        ("steps[1].steps[0].then[0].piece.steps[1]", "piece.yaml", 7, "steps[1]"),
    ],
)
def test_step_is_found_in_its_file(tmp_path: Path, where: str, file: str, line: int, shown: str) -> None:
    loaded = {}
    for name, text in (("whole", WHOLE), ("piece", PIECE)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        data = load_yaml(path)
        loaded[name] = Loaded(path, data, Scenario.model_validate(data))
    found = place_of_step(where, "x", loaded["whole"], {"piece": loaded["piece"]})
    assert (Path(found.file).name, found.line, found.where) == (file, line, shown)
