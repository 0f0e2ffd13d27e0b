"""What of a file of tests with mistakes in its shape can still be read, so that they hide no other mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from dxrobot.actions.salvage import AnyName, Reader, read_as
from dxrobot.authoring.cases import Case, Expectation, KnownForm, ScenarioTest, Site
from dxrobot.library import TEST_SUFFIX
from dxrobot.scenario.model import Name


def readable_test(data: CommentedMap, path: Path) -> ScenarioTest:
    """The tests in ``data`` with gaps where they cannot be read."""
    read = Reader(data, ScenarioTest)
    written = data.get("cases")
    cases = tuple(read_as(Case, case, _case(case)) for case in (written if isinstance(written, list) else ()))
    return ScenarioTest.model_construct(test=read("test", str, path.stem.removesuffix(TEST_SUFFIX)), cases=cases)


def _case(data: Any) -> Case:
    read = Reader(data, Case)
    return Case.model_construct(
        inputs=read("inputs", dict[Name, str | tuple[str, ...]], AnyName(), absent={}),
        forms=read("forms", tuple[KnownForm, ...], (), absent=()),
        files=read("files", tuple[str, ...], (), absent=()),
        sites=read("sites", dict[Name, Site], AnyName(), absent={}),
        expect=_expectation(data.get("expect") if isinstance(data, Mapping) else None),
    )


def _expectation(data: Any) -> Expectation:
    read: Expectation = read_as(Expectation, data, Expectation())
    return read
