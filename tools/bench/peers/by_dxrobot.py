"""dxrobot itself: the steps of a robot's operation at its desk, as a run carries them out, with evidence off.

``plain`` leaves out filling in one step, so that only ordinary fills are measured.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from dxrobot.actions.desk import Desk
from dxrobot.actions.operation import perform_steps
from dxrobot.browser import screen
from dxrobot.browser.session import BrowserSession
from dxrobot.robot.model import Robot
from tools.bench.fill_forms import FORMS
from tools.bench.peers.line import work

TIMEOUT_S = 15.0


class NoEvidence:
    """The hooks around the committing click, with nothing to write down."""

    def before_commit(self) -> None:
        """Go on at once."""

    def confirmed(self) -> None:
        """Go on at once."""


class Dxrobot:
    """One desk, whose robot knows the pages of the bench."""

    def __init__(self, session: BrowserSession, robot: Robot) -> None:
        self.robot = robot
        self.session = session
        self.desks: dict[str, Desk] = {}

    def open(self, address: str) -> None:
        system, self.page = address.rsplit("/", 1)
        self.desk = self.desks.setdefault(system, Desk(self.robot, f"{system}/", self.session))
        self._perform("open", {})

    def ready(self) -> None:
        """Opening has waited for the screen already."""

    def fill(self, form: list[list[str]], values: dict[str, str]) -> None:
        self.desk.begin(NoEvidence())
        self._perform("fill", {"values": [values[label] for label, _name, _kind in form]})
        self._values = values

    def read(self, _form: list[list[str]]) -> dict[str, str]:
        """Filling has read every value back, and raises an error for one that is not as entered."""
        return self._values

    def submit(self, confirm: str) -> None:
        self._perform("submit", {"confirm": confirm})

    def _perform(self, part: str, values: dict[str, Any]) -> None:
        perform_steps(self.desk, self.robot.operations[f"{self.page}_{part}"].steps, values)


def robot() -> Robot:
    """A robot with a screen and the parts of an operation for every page."""
    screens: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for form in FORMS:
        screens[form.path] = {
            "title": form.page,
            "path": form.path,
            "ready": {"role": "button", "name": "登録"},
            "fields": {name: {"label": label} for label, name, _kind in form.fields},
            "buttons": {"submit": {"role": "button", "name": "登録"}},
        }
        values = {name: f"{{{{ values[{number}] }}}}" for number, (_label, name, _kind) in enumerate(form.fields)}
        steps = {
            "open": {"open": form.path},
            "fill": {"fill": values},
            "submit": {"commit": {"button": "submit", "confirmed_by": "{{ confirm }}"}},
        }
        operations |= {f"{form.path}_{part}": _operation(part, step) for part, step in steps.items()}
    login = {"steps": [], "signed_in": {"text": "申請"}}
    head = {"robot": "bench", "title": "窓口", "settle_s": 1, "credentials": "none", "login": login}
    return Robot.model_validate({**head, "screens": screens, "operations": operations})


def _operation(title: str, step: dict[str, Any]) -> dict[str, Any]:
    commits = {"commits": True, "probe": {"steps": [], "shown": {"text": "-"}}} if "commit" in step else {}
    return {"title": title, "steps": [step], **commits}


def main(kind: str) -> None:
    """Work at a desk; ``kind`` is ``quick`` or ``plain``."""
    if kind == "plain":
        screen.fill_ahead = lambda _page, _fields: []
    address = os.environ["DXROBOT_BENCH_SITE"]
    with BrowserSession(Path(os.environ["DXROBOT_BENCH_BROWSER"]), address, (), TIMEOUT_S) as session:
        work(Dxrobot(session, robot()))


if __name__ == "__main__":
    main(sys.argv[1])
