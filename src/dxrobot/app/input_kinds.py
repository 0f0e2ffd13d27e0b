"""Which kinds of files an input of a scenario takes, told by what its steps do with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dxrobot.app.handed_in import ANSWERS, EVERY_KIND, SCANS, TABLES, FileKind
from dxrobot.scenario.model import Scenario, Step, Use, walk

_KINDS: Mapping[tuple[str, str], frozenset[FileKind]] = {
    ("read_forms", "files"): SCANS,
    ("settle_reviews", "answers"): ANSWERS,
    ("read_rows", "file"): TABLES,
    ("read_cells", "file"): TABLES - {FileKind.CSV},
    ("append_rows", "file"): TABLES - {FileKind.CSV, FileKind.XLS},
    ("update_rows", "file"): TABLES - {FileKind.CSV, FileKind.XLS},
    ("fill_sheet", "template"): TABLES - {FileKind.CSV, FileKind.XLS},
}


def kinds_of_input(scenario: Scenario, parts: Mapping[str, Scenario], name: str) -> frozenset[FileKind]:
    """What the input called ``name`` takes: what every step can use that is given it; everything where none tells."""
    taken = EVERY_KIND
    for kinds in _uses(scenario, parts, name, ()):
        taken &= kinds
    return taken or EVERY_KIND


def _uses(
    scenario: Scenario, parts: Mapping[str, Scenario], name: str, inside: tuple[str, ...]
) -> Iterator[frozenset[FileKind]]:
    whole = re.compile(rf"\{{\{{\s*{re.escape(name)}\s*\}}\}}")
    for step in walk(scenario.steps):
        if isinstance(step, Use) and step.use in parts and step.use not in inside:
            for inner, written in step.with_.items():
                if _means(whole, written):
                    yield from _uses(parts[step.use], parts, inner, (*inside, step.use))
        elif isinstance(step, Step):
            arguments = step.arguments if isinstance(step.arguments, Mapping) else {}
            for argument, written in arguments.items():
                if _means(whole, written) and (step.action, str(argument)) in _KINDS:
                    yield _KINDS[step.action, str(argument)]


def _means(whole: re.Pattern[str], written: Any) -> bool:
    """Whether ``written`` is the input itself, alone or as one of several."""
    several = written if isinstance(written, list | tuple) else [written]
    return any(isinstance(one, str) and whole.fullmatch(one.strip()) is not None for one in several)
