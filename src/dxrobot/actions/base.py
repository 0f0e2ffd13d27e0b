"""What every action declares in one place: its arguments (the model itself), its name and its sentence."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import ValidationError

from dxrobot.actions.form_reading import ReadPages, form_reading
from dxrobot.actions.form_view import ScannedForm
from dxrobot.actions.progress import Progress
from dxrobot.config import Workspace
from dxrobot.definition import Definition
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.japanese.wareki import JAPAN
from dxrobot.ocr.reading import Form
from dxrobot.robot.target import EVALUATED
from dxrobot.scenario.expression import evaluate
from dxrobot.store.journal import Journal


@dataclass
class Tally:
    """What happened to the forms of a run, for the register, the summary and the ledger."""

    files: list[Path] = field(default_factory=list)
    pages: list[Form] = field(default_factory=list)
    """Every page read, as the machine left it."""
    forms: list[ScannedForm] = field(default_factory=list)
    """Recognised forms, with what people settled."""
    asked: int = 0
    """Doubtful fields."""
    settled: int = 0
    """Doubtful fields that a person settled."""
    answered_now: int = 0
    """Of these, the ones whose time this run counts: settled now, or in a trial or a run cut off, which count none."""
    corrected: int = 0
    """Of the settled ones, those where the person's value is not what the machine had read."""
    corrected_now: int = 0
    """Of these, the ones whose time this run counts."""
    measured_now: int = 0
    """Of those answered now, the ones whose time was measured while the person looked."""
    measured_corrected_now: int = 0
    """Of these, the corrected ones."""
    review_seconds: float = 0.0
    """The time that they took together."""
    reading_seconds: float = 0.0
    files_written: list[Path] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    """What people must know though the run went on, in sentences for staff: they stand in the run's message."""


@dataclass(frozen=True, slots=True)
class RunContext:
    """What the actions of one run share."""

    workspace: Workspace
    journal: Journal
    evidence: Path
    progress: Progress
    tally: Tally
    mode: Mode = Mode.TRIAL
    scenario: str = ""
    item_key: str = ""
    """The key of the item in hand; empty outside items."""
    step: str = ""
    """The place of the step in its scenario, e.g. ``steps[2].steps[0]``: the same in every run of the same files."""
    asked_to_stop: Callable[[], bool] = lambda: False
    """Whether somebody wants the run to end before its next item."""
    today: date = field(default_factory=lambda: datetime.now(JAPAN).date())
    """The day of the run in Japan, ``{{ today }}`` in scenarios."""
    given: tuple[Path, ...] = ()
    """Files and folders that the run was started with: beside the workspace its actions may use these."""
    read_pages: ReadPages = form_reading
    """What reads its scans."""


class Action(Definition):
    """The arguments of one action; subclasses add ``perform``."""

    name: ClassVar[str]
    """Japanese name for step forms and manuals."""
    sentence: ClassVar[str]
    """What it does, in one Japanese sentence."""
    main_argument: ClassVar[str] = ""
    """The argument that may be written alone: ``open: claim_list`` for ``open: {screen: claim_list}``."""

    condition: ClassVar[str] = ""
    """The argument that must be exactly one expression, because any other text would always hold."""

    implied_argument: ClassVar[str] = ""
    """The argument that never stands in the file, because everything below the action is its value."""

    commits: ClassVar[bool] = False
    """Whether it changes something outside for good: only a screen action may, as the one such step of an operation
    with ``commits: true``, and it calls the desk's hooks around its act."""

    @classmethod
    def arguments(cls, written: Any) -> Any:
        """What stands in the file as a mapping of arguments."""
        if written is None:
            return {}
        if cls.main_argument and not isinstance(written, dict):
            return {cls.main_argument: written}
        return written

    @classmethod
    def ready(cls, written: Any, variables: Mapping[str, Any]) -> Self:
        """The action with its arguments evaluated; raises :class:`InputError` when they are no arguments of it."""
        try:
            return cls.model_validate(evaluate(cls.arguments(written), variables), context=EVALUATED)
        except ValidationError as error:
            keys = sorted({str(finding["loc"][0]) for finding in error.errors(include_input=False) if finding["loc"]})
            raise InputError(
                _("手順「{name}」に渡す値の形が違います: {keys}").format(name=cls.name, keys=", ".join(keys)),
                _("dxrobot check で確かめ、シナリオかロボットの定義を直してください。"),
            ) from None


class ScenarioAction(Action):
    """An action that stands in a scenario."""

    names_its_values: ClassVar[bool] = False
    """Whether it returns a mapping whose entries become variables by themselves, without ``as``."""

    @abstractmethod
    def perform(self, context: RunContext) -> Any:
        """Do it; what is returned can be named by ``as``."""
