"""The tests of a scenario, kept beside it in ``scenarios/NAME.test.yaml``: what is given, and what must come of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from dxrobot.definition import Definition
from dxrobot.i18n import _
from dxrobot.scenario.model import Name

Value = str | bool | None
"""A value of a form or of an entry: numbers are written in quotes, so that leading zeros stay."""

SampleName = Literal["kosodate", "zeimu", "kenko"]
State = Literal[
    "done",
    "skipped",
    "business_error",
    "system_error",
    "unknown",
    "waiting_review",
    "pending",
    "reserved",
    "submitting",
]


class KnownForm(Definition):
    """A form whose values are known, in place of a scan: no page is read."""

    template: Name
    values: dict[str, Value]
    doubtful: tuple[str, ...] = ()
    """Fields that a person has not looked at yet."""


class GivenAnswer(Definition):
    """What a person answers to a question of the scenario."""

    item: str = ""
    """The item's key; empty: any item."""
    question: str = ""
    """A part of the question; empty: any."""
    answer: str | bool | float


class Site(Definition):
    """What plays one target system."""

    pages: str = ""
    """A folder of pages, from the workspace."""
    recording: str = ""
    """A recorded site (HAR), from the workspace."""
    sample: SampleName | None = None
    """One of the sample systems that come with dxrobot."""

    @model_validator(mode="after")
    def _one(self) -> Site:
        if sum(map(bool, (self.pages, self.recording, self.sample))) != 1:
            raise ValueError(_("pages, recording, sample のどれか1つを書いてください。"))
        return self


class ExpectedItem(Definition):
    """What must have become of one item."""

    state: State
    reason: str = ""
    """A part of the reason that people read."""
    entered: dict[str, Value] = Field(default_factory=dict)
    """Values as they were entered, by parameter of the operation; others are not looked at."""


class ExpectedFile(Definition):
    """A file that the run must have written."""

    file: str
    """A bare name is a file of the run's folder, a longer path one of the workspace."""
    rows: tuple[dict[str, str], ...] = ()
    """Rows that its table must have, by heading."""


class Expectation(Definition):
    """What must come of a case; what is not written is not looked at."""

    status: Literal["finished", "waiting", "stopped", "cancelled", "failed"] | None = None
    message: str = ""
    """A part of the message that the run ends with."""
    items: dict[str, ExpectedItem] | None = None
    """Every item by its key: one more or one less is a difference."""
    records: dict[str, tuple[dict[str, Value], ...]] = Field(default_factory=dict)
    """Every record by its place (the path it was sent to; for a sample system the table it stands in), with values by
    the names that the page gives its inputs, or by columns. One record more or one less is a difference."""
    blocked: tuple[str, ...] | None = None
    """Requests that a dry run held back, as ``POST /register``."""
    files: tuple[ExpectedFile, ...] = ()


class Case(Definition):
    """One case: a run of the scenario in a workspace of its own."""

    title: str
    mode: Literal["trial", "dry"] = "trial"
    limit: int = Field(0, ge=0)
    """So many items are worked on and the others stay pending; 0 means all."""
    inputs: dict[Name, str | tuple[str, ...]] = Field(default_factory=dict)
    forms: tuple[KnownForm, ...] = ()
    """Forms in place of scans: they are given to the inputs of ``type: files`` that ``inputs`` leaves out."""
    files: tuple[str, ...] = ()
    """Other files and folders of the workspace that the scenario uses."""
    answers: tuple[GivenAnswer, ...] = ()
    sites: dict[Name, Site] = Field(default_factory=dict)
    """What plays the target system of each robot."""
    expect: Expectation


class ScenarioTest(Definition):
    """One file of tests; ``test`` names the scenario."""

    test: Name
    cases: tuple[Case, ...] = Field(min_length=1)
