"""How a run is to go about its work, beside its inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dxrobot.actions.form_reading import ReadPages, form_reading
from dxrobot.actions.pace import Pace
from dxrobot.items import Mode
from dxrobot.store.orders import Lease


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the person who starts a run chooses."""

    on_production: bool = False
    """Whether a dry run works at the production address; a run in production does so anyway."""
    limit: int = 0
    """So many open items are worked on, the others stay pending; 0 means all."""
    headed: bool = False
    """Whether the browser's window is shown, whatever dxrobot.toml says."""
    trace: bool = False
    """Whether Playwright's trace is kept, which cannot be masked."""
    pace: Pace = field(default_factory=Pace)
    recordings: Mapping[str, Path] = field(default_factory=dict)
    """Where what is exchanged with a robot's system is recorded (HAR): all of it, personal data too."""
    today: date | None = None
    """Another day than the present one, for tests of scenarios."""
    lease: Lease | None = None
    """The right to carry out the order that the run is for, if it is for one."""
    asked_to_stop: Callable[[], bool] = lambda: False
    """Whether whoever started the run wants it to stop after the item in hand."""
    read_pages: ReadPages = form_reading
    """What reads the scans: in a test the values that are known."""

    def address_mode(self, mode: Mode) -> Mode:
        """The mode whose address a run in ``mode`` works at: a dry run is at home at either."""
        if mode is not Mode.DRY:
            return mode
        return Mode.PRODUCTION if self.on_production else Mode.TRIAL


NO_OPTIONS = RunOptions()
