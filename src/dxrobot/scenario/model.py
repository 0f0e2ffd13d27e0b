"""A scenario: how one job is done, in steps that can be read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from dxrobot.definition import Definition
from dxrobot.i18n import _
from dxrobot.ledger.baseline import Baseline
from dxrobot.ledger.human import Assumptions

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Phase(StrEnum):
    """How far a job has come; for reporting only (試行, 実証, 本番)."""

    TRIAL = "試行"
    PILOT = "実証"
    PRODUCTION = "本番"


class Job(Definition):
    """What the ledger counts: a piece of work of one department."""

    name: str
    department: str
    owner: str
    phase: Phase
    keep_days: int = Field(default=90, ge=1)
    """Days for which scans, readings, crops and evidence may be kept; people delete them, dxrobot does not."""


class InputType(StrEnum):
    """What may be handed to a run."""

    FILES = "files"
    FILE = "file"
    TEXT = "text"


class Input(Definition):
    """One thing that a run is started with."""

    type: InputType
    title: str
    required: bool = True
    default: str = ""


class Step(Definition):
    """One action with its arguments. In YAML the action is the first key: ``- read_forms: {files: …}``."""

    action: str
    arguments: Any = None
    as_: str = Field(default="", alias="as")
    title: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_first_key(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or not data:
            raise ValueError(_("手順は「操作名: 引数」の形で書いてください。"))
        action = next(iter(data))
        rest = {key: value for key, value in data.items() if key != action}
        return {"action": action, "arguments": data[action], **rest}

    @classmethod
    def written_keys(cls) -> list[str]:
        """Beside the action itself."""
        return ["as", "title"]


class RobotCall(Definition):
    """A robot's operation with its parameters: ``- robot: kosodate.register_claim``."""

    robot: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
    with_: dict[str, Any] = Field(alias="with")
    title: str = ""

    @property
    def robot_name(self) -> str:
        """The robot's name."""
        return self.robot.partition(".")[0]

    @property
    def operation_name(self) -> str:
        """The operation's name."""
        return self.robot.partition(".")[2]


class If(Definition):
    """Steps taken only when an expression is true, and others when it is not."""

    if_: str = Field(alias="if")
    then: tuple[AnyStep, ...]
    else_: tuple[AnyStep, ...] = Field(default=(), alias="else")
    title: str = ""


class ForEach(Definition):
    """Steps taken once an item; each item has a natural key, by which it is entered once and found again."""

    for_each: str
    as_: Name = Field(alias="as")
    key: str
    steps: tuple[AnyStep, ...]
    title: str = ""


def _step_kind(data: Any) -> str:
    """The tag of a step. Tags hold a blank, so that none of them is taken for a key when a mistake is located."""
    first = next(iter(data), "") if isinstance(data, Mapping) else ""
    return f"{first} step" if first in ("for_each", "if", "robot") else "action step"


AnyStep = Annotated[
    Annotated[ForEach, Tag("for_each step")]
    | Annotated[If, Tag("if step")]
    | Annotated[RobotCall, Tag("robot step")]
    | Annotated[Step, Tag("action step")],
    Discriminator(_step_kind),
]


class Scenario(Definition):
    """One YAML file in scenarios/."""

    scenario: Name
    title: str
    description: str
    job: Job
    baseline: tuple[Baseline, ...] = Field(min_length=1)
    assumptions: Assumptions
    robots: tuple[Name, ...] = ()
    ocr_templates: tuple[Name, ...] = ()
    inputs: dict[Name, Input] = Field(default_factory=dict)
    steps: tuple[AnyStep, ...] = Field(min_length=1)


If.model_rebuild()
ForEach.model_rebuild()

Loc = tuple[str | int, ...]
