"""A scenario: how one job is done, in steps that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from dxrobot.definition import Definition
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger.baseline import Baseline
from dxrobot.ledger.human import Assumptions
from dxrobot.ledger.kinds import Tool
from dxrobot.scenario.step_kinds import kind_of_step, misplaced

Loc = tuple[str | int, ...]
"""The place of something in a file: keys and indexes from its top."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


TODAY = "today"
"""The variable of every scenario that holds the day of the run, ``2026-11-21``, unless an input is called so."""


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
    tool: Tool = Tool.RPA
    """What does the work instead of a person; for reporting only."""
    keep_days: int = Field(default=90, ge=1)
    """Days for which readings, crops and evidence are kept; then ``dxrobot purge`` deletes them."""


class InputType(StrEnum):
    """What may be handed to a run, or to a part."""

    FILES = "files"
    FILE = "file"
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    TRUTH = "truth"
    LIST = "list"
    """Forms or rows that one step made and another works on: only between a scenario and its parts."""
    ITEM = "item"
    """One form or row: only for a part that works on the item in hand."""


class Input(Definition):
    """One thing that a run is started with, or that a part is called with."""

    type: InputType
    title: str
    required: bool = True
    default: str = ""
    choices: tuple[str, ...] = ()
    """What may be chosen, for ``type: choice``."""

    @model_validator(mode="after")
    def _choices_for_choice(self) -> Input:
        if (self.type is InputType.CHOICE) != bool(self.choices):
            raise ValueError(_("choices は type: choice のときに、選べる値の一覧として書いてください。"))
        return self


class Output(Definition):
    """One thing that a part hands back to the scenario that uses it."""

    title: str
    value: Any
    """An expression over what the part's steps have named."""


class Limits(Definition):
    """When a run is stopped before it does harm."""

    step_minutes: float = Field(default=10, gt=0)
    """The longest time one step of the scenario may take."""
    run_minutes: float = Field(default=480, gt=0)
    """The longest time the whole run may take; it ends between two items."""
    system_errors_in_a_row: int = Field(default=3, ge=1)
    """So many system errors in a row mean that the target is down: going on would only fail the rest."""
    failed_share: float = Field(default=0.5, gt=0, le=1)
    """The share of items that may fail (system or business error) ..."""
    failed_share_after: int = Field(default=20, ge=1)
    """... once so many items have been worked on."""


class Step(Definition):
    """One action with its arguments: in YAML the first key beside ``as`` and ``title``, ``- read_rows: {file: …}``."""

    action: str
    arguments: Any = None
    as_: str = Field(default="", alias="as")
    title: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_first_key(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or not data:
            raise ValueError(_("手順は「操作名: 引数」の形で書いてください。"))
        action = next((key for key in data if key not in ("as", "title")), next(iter(data)))
        if sentence := misplaced(str(action), data):
            raise ValueError(sentence)
        rest = {key: value for key, value in data.items() if key != action}
        return {"action": action, "arguments": data[action], **rest}

    @classmethod
    def written_keys(cls) -> list[str]:
        """Beside the action itself."""
        return ["as", "title"]


class RobotCall(Definition):
    """A robot's operation with its parameters: ``- robot: kosodate.register_claim``."""

    robot: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    as_: str = Field(default="", alias="as")
    """Names what the operation returns."""
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
    then: tuple[AnyStep, ...] = Field(min_length=1)
    else_: tuple[AnyStep, ...] = Field(default=(), alias="else")
    title: str = ""


class ForEach(Definition):
    """Steps taken once for each of many.

    With a natural ``key``, and not inside another, each is an item: it is entered once and found again by that key.
    Inside an item the key tells the entries of its parts apart. Without a key nothing inside may commit.
    """

    for_each: Any
    as_: Name = Field(alias="as")
    key: str = ""
    kind: str = ""
    """Which kind of record an item is, as an expression: its minutes by hand stand in the baseline's ``kinds``."""
    steps: tuple[AnyStep, ...] = Field(min_length=1)
    title: str = ""


class OnError(Definition):
    """What is done instead, by the kind of the error; in these steps ``error`` holds its ``message``."""

    business: tuple[AnyStep, ...] | None = None
    """The record is wrong. None: the error goes on to the item."""
    system: tuple[AnyStep, ...] | None = None
    """The target system or the way to it failed. None: the error goes on, and the item is tried again."""

    @model_validator(mode="after")
    def _some(self) -> OnError:
        if self.business is None and self.system is None:
            raise ValueError(_("on_error には business か system のどちらかを書いてください。"))
        return self


class Try(Definition):
    """Steps whose failure is met by other steps; an entry that may have arrived is never passed over."""

    try_: tuple[AnyStep, ...] = Field(alias="try", min_length=1)
    on_error: OnError
    title: str = ""


class Use(Definition):
    """The steps of another scenario as a part: ``- use: yomitori`` with its inputs."""

    use: Name
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    as_: str = Field(default="", alias="as")
    """Names the part's outputs: ``as: page`` makes ``page.forms``."""
    title: str = ""


AnyStep = Annotated[
    Annotated[ForEach, Tag("for_each step")]
    | Annotated[If, Tag("if step")]
    | Annotated[RobotCall, Tag("robot step")]
    | Annotated[Try, Tag("try step")]
    | Annotated[Use, Tag("use step")]
    | Annotated[Step, Tag("action step")],
    Discriminator(kind_of_step),
]


class Scenario(Definition):
    """One YAML file in scenarios/."""

    scenario: Name
    title: str
    description: str
    part: bool = False
    """Only a part of other scenarios: it has no job of its own and cannot be started."""
    job: Job | None = None
    baseline: tuple[Baseline, ...] = ()
    assumptions: Assumptions | None = None
    robots: tuple[Name, ...] = ()
    ocr_templates: tuple[Name, ...] = ()
    locks: tuple[str, ...] = ()
    """Names of things that only one run may use at a time, on any machine; a run waits for them."""
    limits: Limits = Limits()
    queue: str = ""
    """The queue that orders of it go to unless they name another: a robot PC, a network, something PCs can do."""
    inputs: dict[Name, Input] = Field(default_factory=dict)
    outputs: dict[Name, Output] = Field(default_factory=dict)
    steps: tuple[AnyStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_a_job_or_is_a_part(self) -> Scenario:
        needed = {"job": self.job, "baseline": self.baseline, "assumptions": self.assumptions}
        missing = [name for name, value in needed.items() if not value]
        if missing and not self.part:
            raise ValueError(
                _("必須のキーがありません: {names}(ほかのシナリオの部品なら part: true と書いてください)").format(
                    names=", ".join(missing)
                )
            )
        if self.outputs and not self.part:
            raise ValueError(_("outputs は、部品(part: true)だけに書けます。"))
        return self

    def own_job(self) -> tuple[Job, Assumptions]:
        """The job that a run of this scenario counts for; raises :class:`InputError` for a mere part."""
        if self.job is None or self.assumptions is None:
            raise InputError(
                _("「{title}」はほかのシナリオの部品で、それだけでは実行できません。").format(title=self.title),
                _("これを use で使っているシナリオを実行してください。"),
            )
        return self.job, self.assumptions

    def parts(self) -> tuple[Use, ...]:
        """Every use of another scenario among the steps, at any depth, in the order of the file."""
        return tuple(step for step in walk(self.steps) if isinstance(step, Use))


def walk(steps: tuple[AnyStep, ...]) -> Iterator[AnyStep]:
    """Every step, those inside other steps after the step that holds them."""
    for step in steps:
        yield step
        for _key, inner in nested_steps(step):
            yield from walk(inner)


def nested_steps(step: AnyStep) -> tuple[tuple[Loc, tuple[AnyStep, ...]], ...]:
    """The lists of steps that ``step`` holds, each with the keys under which it is written."""
    if isinstance(step, ForEach):
        return ((("steps",), step.steps),)
    if isinstance(step, If):
        return ((("then",), step.then), (("else",), step.else_))
    if isinstance(step, Try):
        met = step.on_error
        return (
            (("try",), step.try_),
            (("on_error", "business"), met.business or ()),
            (("on_error", "system"), met.system or ()),
        )
    return ()


If.model_rebuild()
ForEach.model_rebuild()
OnError.model_rebuild()
Try.model_rebuild()
