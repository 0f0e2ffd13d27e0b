"""A target system and a desk before it, both only as real as the order of the journal's writes needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dxrobot.actions.desk import CommitHooks, NothingToCommit
from dxrobot.browser.processes import ProcessId
from dxrobot.items import IntentState, ItemState
from dxrobot.robot.model import Operation, Robot
from dxrobot.runner import entry, probe
from dxrobot.runner.desks import Desks as RealDesks
from dxrobot.runner.failures import Failures
from dxrobot.scenario.model import Step
from dxrobot.store.models import Intent


@dataclass
class Site:
    """Keeps the numbers it was sent, and what the journal said at that moment."""

    records: list[str] = field(default_factory=list)
    at_click: list[IntentState] = field(default_factory=list)
    trouble: list[tuple[str, Exception]] = field(default_factory=list)
    """Each happens once, at its moment: probe, fill, click (before saving), answer (after saving), read_back."""
    browsers_closed: int = 0
    signed_in_again: int = 0
    slept: list[float] = field(default_factory=list)

    def fail_at(self, moment: str) -> None:
        if self.trouble and self.trouble[0][0] == moment:
            raise self.trouble.pop(0)[1]


class Desk:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.session = self
        self.hooks: CommitHooks = NothingToCommit()

    def begin(self, hooks: CommitHooks) -> None:
        self.hooks = hooks

    def sign_in_again(self) -> None:
        self.site.signed_in_again += 1

    def found_row(self, row: dict[str, str], _table: str, _next_page: str, _empty: object) -> dict[str, str] | None:
        self.site.fail_at("probe")
        number = row["番号"]
        return {"番号": number, "受付": f"R{number}"} if number in self.site.records else None

    def process_ids(self) -> list[ProcessId]:
        return []

    def picture(self, _sensitive_values: tuple[str, ...]) -> bytes:
        return b"png"


class NoFailures(Failures):
    def keep(self, *_what_failed: object) -> None: ...


class Desks:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.failures = NoFailures(Path("nothing-is-kept-here"))

    def item_ended(self, state: ItemState) -> None:
        self.failures.settle(state)

    def desk(self, _name: str) -> Desk:
        self.site.fail_at("login")
        return Desk(self.site)

    at = RealDesks.at

    def kill_browsers(self) -> None: ...

    def close(self, _name: str) -> None:
        self.site.browsers_closed += 1

    def close_all(self) -> None:
        self.close("")


class OneDesk(Desks):
    """The desk stays the same, as in a browser that is open."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self._desk = Desk(site)

    def desk(self, name: str) -> Desk:
        self.site.fail_at("login")
        return self._desk


def perform(desk: Desk, steps: tuple[Step, ...], values: dict[str, Any]) -> dict[str, Any]:
    """What a browser would do with ``steps``."""
    for step in steps:
        if step.action == "fill":
            desk.site.fail_at("fill")
        elif step.action == "commit":
            desk.hooks.before_commit()
            desk.site.at_click.append(IntentState(Intent.objects.latest("id").state))
            desk.site.fail_at("click")
            desk.site.records.append(values["number"])
            desk.site.fail_at("answer")
            desk.hooks.confirmed()
            desk.site.fail_at("read_back")
    return values


def perform_operation(desk: Desk, operation: Operation, values: dict[str, Any]) -> dict[str, Any]:
    """The same for a whole operation; it returns the number that the site has given."""
    perform(desk, operation.steps, values)
    return {"receipt": f"R{values['number']}"}


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(probe, "perform_steps", perform)
    monkeypatch.setattr(entry, "perform_operation", perform_operation)
    return Site()


def prepared(robot: Robot, number: str, digest: str = "x", **others: str) -> Any:
    """A call whose operation has the parameters ``others`` besides, by name; each is its own title."""
    from dxrobot.items import Mode
    from dxrobot.runner.call import PreparedCall
    from dxrobot.store.claims import Entered, IntentKey

    values = {"number": number, "name": "山田 太郎"}
    return PreparedCall(
        robot=robot,
        operation=robot.operations["register"],
        values=values,
        entered=(
            Entered("number", "番号", number, "", ()),
            *(Entered(name, name, value, "", ()) for name, value in others.items()),
        ),
        intent=IntentKey(Mode.PRODUCTION, "desk.register", number, "1"),
        digest=digest,
    )
