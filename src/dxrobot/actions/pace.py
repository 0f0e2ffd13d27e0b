"""The pace of a run: without a stop, or step by step with a person who looks on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from dxrobot.actions.base import Action
from dxrobot.actions.desk import Desk
from dxrobot.actions.screen_action import ScreenAction
from dxrobot.errors import DxrobotError
from dxrobot.i18n import _
from dxrobot.masking import Secret, mask, redactor
from dxrobot.robot.model import Screen, ScreenField
from dxrobot.scenario.model import Step


@dataclass(frozen=True, slots=True)
class StepAhead:
    """The step that comes next, in words for staff and with personal data covered."""

    place: str
    """Where it belongs: the item, or the screen it is carried out on."""
    title: str
    sentence: str
    target: str = ""
    """What it works on, in words of the robot."""
    values: tuple[tuple[str, str], ...] = ()


class Choice(StrEnum):
    """What the person says to the step ahead."""

    GO = "go"
    SKIP = "skip"
    CANCEL = "cancel"


Ask = Callable[[StepAhead], Choice]


class ItemSkipped(DxrobotError):
    """The person who looks on passes over the item; it stays open."""

    def __init__(self) -> None:
        super().__init__(_("1手順ずつの実行で、この件を飛ばしました。"))


class Pace:
    """Goes on at once, or asks before every step."""

    def __init__(self, ask: Ask | None = None) -> None:
        self._ask = ask

    @property
    def asks(self) -> bool:
        """Whether a person looks on, so that no step has to be in time."""
        return self._ask is not None

    def next_step(self, describe: Callable[[], StepAhead]) -> None:
        """Wait until the step that ``describe`` tells of may be carried out.

        Raises :class:`ItemSkipped` or, when the person ends the run, KeyboardInterrupt.
        """
        choice = Choice.GO if self._ask is None else self._ask(describe())
        if choice is Choice.SKIP:
            raise ItemSkipped
        if choice is Choice.CANCEL:
            raise KeyboardInterrupt

    def before_step(self, desk: Desk, step: Step, action: Action) -> None:
        """Wait before a step on a screen."""
        self.next_step(lambda: _on_screen(desk, step, action))

    def after_step(self, desk: Desk, step: Step, action: Action) -> None:
        """Nothing is asked afterwards."""


def _on_screen(desk: Desk, step: Step, action: Action) -> StepAhead:
    screen = desk.current_screen
    return StepAhead(
        place=screen.title if screen else desk.robot.title,
        title=step.title or action.name,
        sentence=action.sentence,
        target=_target(desk, screen, action),
        values=_values(screen, action),
    )


def _target(desk: Desk, screen: Screen | None, action: Action) -> str:
    """The screens, buttons and tables that the action names, as people call them."""
    if not isinstance(action, ScreenAction):
        return ""
    words: list[str] = []
    for mention in action.mentions(action.model_dump()):
        if mention.kind == "screens" and mention.name in desk.robot.screens:
            words.append(_("画面「{title}」").format(title=desk.robot.screens[mention.name].title))
        elif mention.kind in ("buttons", "tables") and screen is not None:
            things = screen.buttons if mention.kind == "buttons" else screen.tables
            words += [things[mention.name].describe()] if mention.name in things else []
    return "、".join(words)


def _values(screen: Screen | None, action: Action) -> tuple[tuple[str, str], ...]:
    """The values about to be entered, field by field; a secret stays one."""
    values = getattr(action, "values", None)
    if not isinstance(values, dict) or screen is None:
        return ()
    shown: list[tuple[str, str]] = []
    for name, value in values.items():
        field = screen.fields.get(name)
        text = str(value) if isinstance(value, Secret) else redactor.scrub(_masked(value, field))
        shown.append((field.describe() if field else str(name), text))
    return tuple(shown)


def _masked(value: object, field: ScreenField | None) -> str:
    return mask("" if value is None else str(value), field.sensitivity if field else None)
