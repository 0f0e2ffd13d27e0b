"""A robot: one target system, its screens, and the operations that scenarios share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from dxrobot.definition import Definition
from dxrobot.i18n import _
from dxrobot.masking import Sensitive
from dxrobot.robot.target import Target, Targets
from dxrobot.scenario.model import Name, Step
from dxrobot.scenario.step_kinds import kind_of_step


class ScreenField(Target):
    """A field of a screen; ``sensitive`` says which personal data it shows."""

    sensitive: Sensitive | Literal["no"] | None = None
    kind: Literal["autocomplete"] | None = None
    """Only for a field that proposes entries while one types: what is typed counts once it is chosen among them."""

    @property
    def sensitivity(self) -> Sensitive | None:
        """The class of personal data, or None."""
        return None if self.sensitive == "no" else self.sensitive


class Screen(Definition):
    """One screen of the target system."""

    title: str
    path: str = ""
    """Address of the screen below the robot's address; empty for one that can only be reached from another."""
    ready: Target
    """What is visible once the screen can be used."""
    frame: str = ""
    """The frame that the screen's things stand in, unless they say otherwise themselves."""
    busy: Target | None = None
    """What is visible while the screen works (a spinner); every step waits until it is gone."""
    errors: Targets = ()
    """Where this screen tells what is wrong with a record: its words there are quoted, the record goes to a person."""
    fields: dict[Name, ScreenField] = Field(default_factory=dict)
    buttons: dict[Name, Target] = Field(default_factory=dict)
    tables: dict[Name, Target] = Field(default_factory=dict)

    def ready_in_frame(self) -> Target:
        """The ready sign, in the frame of the screen unless it names one itself."""
        if self.ready.frame or not self.frame:
            return self.ready
        return self.ready.model_copy(update={"frame": self.frame})


class Parameter(Definition):
    """One value that an operation is called with."""

    title: str
    required: bool = True
    sensitive: Sensitive | None = None


class OperationIf(Definition):
    """Steps on a screen taken only when an expression is true, and others when it is not."""

    if_: Any = Field(alias="if")
    then: tuple[OperationStep, ...] = Field(min_length=1)
    else_: tuple[OperationStep, ...] = Field(default=(), alias="else")
    title: str = ""


class OperationForEach(Definition):
    """Steps on a screen taken once for each of many, such as the lines of a form; none of them commits."""

    for_each: Any
    as_: Name = Field(alias="as")
    steps: tuple[OperationStep, ...]
    title: str = ""


def _step_kind(data: Any) -> str:
    return kind_of_step(data, ("if", "for_each"))


OperationStep = Annotated[
    Annotated[OperationIf, Tag("if step")]
    | Annotated[OperationForEach, Tag("for_each step")]
    | Annotated[Step, Tag("action step")],
    Discriminator(_step_kind),
]


class Probe(Definition):
    """How to see whether a record is already in the target system: reach a list, then look for its row."""

    steps: tuple[OperationStep, ...]
    row: dict[str, str] = Field(default_factory=dict)
    """Column heading and the text its cell must have."""
    table: str = ""
    """The screen's table to look in; empty for the only one with a header."""
    next_page: str = ""
    """The button that leads to the list's next page, if it has several."""
    empty: Target | None = None
    """What is visible exactly when the list has no rows; then it need not show its table."""
    shown: Target | None = None
    """Instead of a row: what is visible exactly when the record is there."""
    returns: dict[Name, Any] = Field(default_factory=dict)
    """What the operation returns, taken from the record found: ``row`` holds its cells by their headings.

    Without it a run that breaks off just after the committing click leaves such values to a person.
    """
    before_entry: bool = True
    """Whether to look also before a record's first entry, so that somebody else's is found; see decision 10."""

    @model_validator(mode="after")
    def _one_sign(self) -> Probe:
        if bool(self.row) == (self.shown is not None):
            raise ValueError(_("probe には、row か shown のどちらか1つを書いてください。"))
        if self.empty is not None and not self.row:
            raise ValueError(_("probe の empty は、row と一緒に書いてください。"))
        if self.returns and not self.row:
            raise ValueError(_("probe の returns は、row で見つけた行から取り出します。row を書いてください。"))
        return self


class Operation(Definition):
    """What a scenario can ask a robot to do."""

    title: str
    commits: bool = False
    parameters: dict[Name, Parameter] = Field(default_factory=dict)
    steps: tuple[OperationStep, ...] = Field(min_length=1)
    probe: Probe | None = None
    returns: dict[Name, Any] = Field(default_factory=dict)
    """What the scenario gets back: expressions over what the steps have named by ``as``."""

    @model_validator(mode="after")
    def _committing_has_probe(self) -> Operation:
        if self.commits and self.probe is None:
            raise ValueError(_("登録する操作(commits: true)には、登録済みかを調べる probe が必要です。"))
        return self


class Login(Definition):
    """How to sign in, and what is visible once signed in."""

    steps: tuple[OperationStep, ...]
    signed_in: Target
    logout: tuple[OperationStep, ...] = ()
    """How to sign out when a run ends: for systems that keep an account busy until then."""
    expired: Target | None = None
    """What the site shows in place of a screen when the session has ended: the robot then signs in again."""


class SafeRequest(Definition):
    """A request that changes nothing in the target system, so that a dry run may let it through."""

    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    path: str
    """Path below the site's origin; ``*`` stands for any text without ``/``, ``**`` for any text."""

    def covers(self, method: str, path: str) -> bool:
        """Whether a request with ``method`` for ``path`` (without its query) is meant."""
        pattern = re.escape(self.path).replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
        return method == self.method and re.fullmatch(pattern, path) is not None


class Robot(Definition):
    """One YAML file in robots/. Where the system stands is written in dxrobot.toml, not here."""

    robot: Name
    title: str
    settle_s: float = Field(gt=0)
    """The longest time the site may still save after a request was sent, in seconds."""
    credentials: Name | Literal[""] = ""
    """Name of the user and password in the vault; empty for a system that asks for none."""
    encoding: Literal["utf-8", "cp932", "euc-jp"] = "utf-8"
    """How the system writes characters in addresses; cp932 is what it calls Shift_JIS."""
    one_login: bool = False
    """Whether the system lets an account be signed in only once: runs then wait for each other."""
    safe_requests: tuple[SafeRequest, ...] = ()
    errors: Targets = ()
    """Where the system tells what is wrong with a record, on any screen: its words there are quoted, the record goes to
    a person."""
    login: Login
    screens: dict[Name, Screen]
    operations: dict[Name, Operation]

    def frames(self) -> tuple[str, ...]:
        """Every frame that the robot works in."""
        screens = self.screens.values()
        targets = [target for screen in screens for target in (screen.ready, *screen.fields.values())]
        named = [screen.frame for screen in screens] + [target.frame for target in targets]
        return tuple(sorted({frame for frame in named if frame}))

    def login_screen(self) -> Screen | None:
        """The screen at which the robot signs in: the first one its login goes to."""
        for step in walk_operation(self.login.steps):
            if isinstance(step, Step) and step.action in ("open", "on"):
                written = step.arguments
                return self.screens.get(str(written.get("screen") if isinstance(written, Mapping) else written))
        return None

    def sensitive_targets(self) -> tuple[Target, ...]:
        """Every field of every screen that shows personal data or a secret."""
        fields = (field for screen in self.screens.values() for field in screen.fields.values())
        # Screens share fields (YAML anchors); each is looked for once.
        return tuple(dict.fromkeys(field for field in fields if field.sensitivity is not None))


def walk_operation(steps: tuple[OperationStep, ...]) -> Iterator[OperationStep]:
    """Every step of an operation, those inside other steps after the step that holds them."""
    for step in steps:
        yield step
        if isinstance(step, OperationIf):
            yield from walk_operation((*step.then, *step.else_))
        elif isinstance(step, OperationForEach):
            yield from walk_operation(step.steps)


OperationIf.model_rebuild()
OperationForEach.model_rebuild()
Probe.model_rebuild()
Operation.model_rebuild()
Login.model_rebuild()
Robot.model_rebuild()
