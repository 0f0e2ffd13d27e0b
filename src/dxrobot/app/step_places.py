"""Where a step of a run is written: file, line and column."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dxrobot.errors import Problem
from dxrobot.library import Loaded
from dxrobot.scenario.model import Loc, Scenario
from dxrobot.yaml_places import dotted, position

_STEP = re.compile(r"\[(\d+)\]|([a-z_][a-z0-9_]*)")
_LINE_OF_A_LOOP = re.compile(r"<.*?>(?=\.steps)")


def place_of_step(
    where: str, message: str, scenario: Loaded[Scenario], parts: Mapping[str, Loaded[Scenario]]
) -> Problem:
    """``message`` at the step that the runner calls ``where``: ``steps[2].yomitori.steps[0]`` stands in that part."""
    loaded: Loaded[Scenario] = scenario
    loc: Loc = ()
    for index, word in _STEP.findall(_LINE_OF_A_LOOP.sub("", where)):
        if word in parts:
            loaded, loc = parts[word], ()
        else:
            loc = (*loc, int(index) if index else word)
    line, column = position(loaded.data, loc)
    return Problem(str(loaded.path), line, column, dotted(loaded.data, loc), message)
