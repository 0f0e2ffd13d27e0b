"""A robot: one target system, its screens, and the operations that scenarios share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from dxrobot.definition import Definition
from dxrobot.i18n import _
from dxrobot.masking import Sensitive
from dxrobot.robot.target import Target
from dxrobot.scenario.model import Name, Step


class ScreenField(Target):
    """A field of a screen; ``sensitive`` says which personal data it shows."""

    sensitive: Sensitive | Literal["no"] | None = None

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
    fields: dict[Name, ScreenField] = Field(default_factory=dict)
    buttons: dict[Name, Target] = Field(default_factory=dict)


class Parameter(Definition):
    """One value that an operation is called with."""

    title: str
    required: bool = True
    sensitive: Sensitive | None = None


class Probe(Definition):
    """How to see whether a record is already in the target system: reach a list, then look for its row."""

    steps: tuple[Step, ...]
    row: Annotated[dict[str, str], Field(min_length=1)]
    """Column heading and the text its cell must have."""


class Operation(Definition):
    """What a scenario can ask a robot to do."""

    title: str
    commits: bool = False
    parameters: dict[Name, Parameter] = Field(default_factory=dict)
    steps: tuple[Step, ...] = Field(min_length=1)
    probe: Probe | None = None

    @model_validator(mode="after")
    def _committing_has_probe(self) -> Operation:
        commits = [step for step in self.steps if step.action == "commit"]
        if self.commits and self.probe is None:
            raise ValueError(_("登録する操作(commits: true)には、登録済みかを調べる probe が必要です。"))
        if self.commits and len(commits) != 1:
            raise ValueError(_("登録する操作(commits: true)には commit の手順がちょうど1つ必要です。"))
        if commits and not self.commits:
            raise ValueError(_("commit の手順がある操作には commits: true と書いてください。"))
        return self


class Login(Definition):
    """How to sign in, and what is visible once signed in."""

    steps: tuple[Step, ...]
    signed_in: Target


class Robot(Definition):
    """One YAML file in robots/. Where the system stands is written in dxrobot.toml, not here."""

    robot: Name
    title: str
    settle_s: float = Field(gt=0)
    """The longest time the site may still save after a request was sent, in seconds."""
    credentials: Name
    """Name of the user and password in the vault."""
    login: Login
    screens: dict[Name, Screen]
    operations: dict[Name, Operation]

    def sensitive_targets(self) -> tuple[Target, ...]:
        """Every field of every screen that shows personal data or a secret."""
        fields = (field for screen in self.screens.values() for field in screen.fields.values())
        # Screens share fields (YAML anchors); each is looked for once.
        return tuple(dict.fromkeys(field for field in fields if field.sensitivity is not None))
