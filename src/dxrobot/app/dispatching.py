"""A dispatcher of a workspace: its schedules, its city's time, its engine, and whom it tells what."""

from __future__ import annotations

import time as steady
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from loguru import logger

from dxrobot.app.orders import Wish, engine_of, new_order
from dxrobot.app.telling import Teller
from dxrobot.calendar_files.city import calendar_path, city_of
from dxrobot.config import CONFIG_FILE, Workspace, load_workspace
from dxrobot.errors import DxrobotError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.japanese.wareki import JAPAN
from dxrobot.library import Library
from dxrobot.scenario.model import Scenario
from dxrobot.schedule.city import City
from dxrobot.schedule.hours import Span
from dxrobot.schedule.reading import read_span, read_time
from dxrobot.scheduler.alerts import Alerts, Digest
from dxrobot.scheduler.desk import Desk, Prepared
from dxrobot.scheduler.dispatcher import Dispatcher
from dxrobot.store.models import Schedule
from dxrobot.store.schedules import usual_minutes

ASSUMED_MINUTES = 60.0
"""How long a run is expected to take of which nothing is known (docs/decisions/0026-expected-minutes.md)."""
_FRESH_S = 600.0
_LOOK_S = 2.0
Stamp = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: int
    stamp: Stamp
    until: float
    prepared: Prepared


class Preparing:
    """Turns schedules into orders; an order that was sound stays so until the definitions change."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept: dict[int, _Kept] = {}
        self._stamp: Stamp = ()
        self._stamped_until = 0.0

    def __call__(self, schedule: Schedule) -> Prepared:
        """What every order of ``schedule`` is like now."""
        stamp, now = self._stamp_of_now(), steady.monotonic()
        kept = self._kept.get(schedule.pk)
        if kept and (kept.revision, kept.stamp) == (schedule.revision, stamp) and now < kept.until:
            return kept.prepared
        prepared = prepare(self._workspace, schedule)
        if not prepared.refused:
            self._kept[schedule.pk] = _Kept(schedule.revision, stamp, now + _FRESH_S, prepared)
        return prepared

    def _stamp_of_now(self) -> Stamp:
        if steady.monotonic() >= self._stamped_until:
            files = Library(self._workspace).files()
            self._stamp = tuple((str(path), path.stat().st_mtime_ns) for path in files)
            self._stamped_until = steady.monotonic() + _LOOK_S
        return self._stamp


def prepare(workspace: Workspace, schedule: Schedule) -> Prepared:
    """What every order of ``schedule`` is like, or why none can be placed."""
    try:
        order = new_order(workspace, wish_of(schedule, inputs_of(schedule)))
        robots = robots_of(workspace, schedule.scenario)
        minutes = expected_minutes(workspace, schedule)
    except DxrobotError as error:
        return Prepared(None, str(error))
    return Prepared(order, "", robots, minutes, window_of(schedule.window))


def inputs_of(schedule: Schedule) -> Mapping[str, Sequence[str]]:
    """The inputs of a schedule; that of a folder's file stands for the file that will come."""
    return {**schedule.inputs, schedule.file_input: [schedule.folder]} if schedule.file_input else schedule.inputs


def wish_of(schedule: Schedule, inputs: Mapping[str, Sequence[str]]) -> Wish:
    """What a schedule wants to be run."""
    return Wish(
        scenario=schedule.scenario,
        mode=Mode(schedule.mode),
        inputs=inputs,
        queue=schedule.queue,
        priority=schedule.priority,
        requested_by=schedule.created_by,
    )


def robots_of(workspace: Workspace, scenario: str) -> tuple[str, ...]:
    """The robots that a scenario and its parts use."""
    library = Library(workspace)
    return tuple(library.uses(library.scenario(scenario).model).robots)


def window_of(words: str) -> Span | None:
    """The part of the day that ``words`` say; None for no words."""
    return Span(*read_span(words)) if words else None


def expected_minutes(workspace: Workspace, schedule: Schedule) -> float:
    """How long a run takes: as the schedule says, as the last ones took, as the scenario bounds it, or an hour."""
    if schedule.minutes is not None:
        return schedule.minutes
    if (usual := usual_minutes(schedule.scenario, schedule.mode)) is not None:
        return usual
    return bounded_minutes(Library(workspace).scenario(schedule.scenario).model)


def bounded_minutes(scenario: Scenario) -> float:
    """How long a run takes of which nothing else is known: as the scenario bounds it, or an hour."""
    written = "limits" in scenario.model_fields_set and "run_minutes" in scenario.limits.model_fields_set
    return scenario.limits.run_minutes if written else ASSUMED_MINUTES


class DeskOfWorkspace:
    """The desk of a dispatcher, with the calendar and the hours as the files say now.

    A file that has become wrong is told of once, and the last sound one holds until it is mended.
    """

    def __init__(self, workspace: Workspace, teller: Teller) -> None:
        self._workspace, self._teller = workspace, teller
        self._engine = engine_of(workspace)
        self._preparing = Preparing(workspace)
        self._stamp = self._stamp_of_now()
        self._looked_until = steady.monotonic() + _LOOK_S
        self._desk = self._made(city_of(workspace, datetime.now(JAPAN).date()))

    def __call__(self) -> Desk:
        """The desk of now."""
        if steady.monotonic() >= self._looked_until:
            self._looked_until = steady.monotonic() + _LOOK_S
            if (stamp := self._stamp_of_now()) != self._stamp:
                self._stamp = stamp
                self._read_again()
        return self._desk

    def _read_again(self) -> None:
        try:
            workspace = load_workspace(self._workspace.root)
            self._desk = self._made(city_of(workspace, datetime.now(JAPAN).date()))
        except DxrobotError as error:
            logger.error("the city's calendar cannot be read: {}", error)
            title = _("カレンダーか設定のファイルに誤りがあります(直るまで、前の内容で動きます)")
            self._teller.tell(self._workspace.settings.schedules.alert_to, title, str(error))

    def _made(self, city: City) -> Desk:
        return Desk(self._engine, city, self._preparing)

    def _stamp_of_now(self) -> Stamp:
        files = (self._workspace.root / CONFIG_FILE, calendar_path(self._workspace))
        return tuple((str(path), path.stat().st_mtime_ns) for path in files if path.is_file())


class WorkspaceDispatcher:
    """Looks after the schedules of an open workspace, from ``start`` to ``end``.

    Raises :class:`DefinitionError` for a calendar or settings with mistakes.
    """

    def __init__(self, workspace: Workspace) -> None:
        settings = workspace.settings.schedules
        self._teller = Teller(workspace)
        alerts = Alerts(settings.alert_after, lambda title, text: self._teller.tell(settings.alert_to, title, text))
        digest = Digest(
            read_time(settings.digest_at), lambda title, text: self._teller.tell(settings.digest_to, title, text)
        )

        def now_and_then(now: datetime) -> None:
            alerts.look(now)
            if settings.digest_to:
                digest.look(now)

        def tell(words: str) -> None:
            self._teller.tell(settings.alert_to, _("dxrobot からのお知らせ"), words)

        self.dispatcher = Dispatcher(DeskOfWorkspace(workspace, self._teller), tell, now_and_then)

    def start(self) -> None:
        """Look every second from now on."""
        import_module("dxrobot.app.checking")  # takes a while: not when the first schedule is due
        self.dispatcher.start()

    def end(self) -> None:
        """Finish the look in hand, and what is to be told."""
        self.dispatcher.end()
        self._teller.end()
