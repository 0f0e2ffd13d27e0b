"""What befalls dispatchers and workers in the proof: they are killed and frozen, and their database goes away."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import psutil
from django.db import DatabaseError, InterfaceError, connections
from django.db.models.functions import Now
from django.utils import timezone

from dxrobot.store.models import Order
from dxrobot.store.orders import LEASE_S
from tools.postgresql import TemporaryServer
from tools.prove.city import City

_AWAY_S = (1.0, 3.0, 45.0)
_FROZEN_S = (0.5, 35.0)
_QUIET_S = 40.0
"""So long after a server has come back it stays."""
_WATCHED_S = 10.0
"""So long everybody stays at work when all is done: who was frozen may yet do something twice."""
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Crew:
    """How many are at work."""

    workers: int = 4
    dispatchers: int = 3
    hurried: bool = False
    """Whether the orders of a killed worker are taken for expired at once: a short round has no time to wait."""


@dataclass
class Rage:
    """Everybody at work, and what befalls them."""

    city: City
    chance: random.Random
    fires: int
    """So many orders there are to be."""
    until: datetime
    """The moment of the last of them."""
    server: TemporaryServer | None
    crew: Crew
    blows: Counter[str] = field(default_factory=Counter)
    workers: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    dispatchers: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    frozen: list[tuple[float, list[psutil.Process]]] = field(default_factory=list)
    orphaned: dict[tuple[int, int], float] = field(default_factory=dict)
    """When whoever carried out an attempt of an order was killed."""
    recoveries: list[float] = field(default_factory=list)
    away_until: float = 0.0
    aways: list[float] = field(default_factory=lambda: list(_AWAY_S))

    def go_on(self, every_s: tuple[float, float]) -> None:
        """Strike until everything has been fired and is done, or the last moment is over."""
        while timezone.now() < self.until and not self._all_done():
            self._have_everybody_at_work()
            self._wait(self.chance.uniform(*every_s))
            self._strike()

    def let_settle(self, seconds: float) -> None:
        """Leave everybody alone until nothing is to be done, but no longer than so many seconds."""
        self._thaw(everything=True)
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self._all_done():
            self._have_everybody_at_work()
            self._wait(1.0)
        self._wait(_WATCHED_S)

    def end(self) -> None:
        """End whoever is still at work."""
        self._thaw(everything=True)
        for process in (*self.workers.values(), *self.dispatchers.values()):
            _kill(_family(process.pid))
            process.wait()

    def _have_everybody_at_work(self) -> None:
        """Start whoever has ended, as the services of a robot PC do."""
        for number in range(self.crew.dispatchers):
            self._dispatcher(f"d{number}")
        for number in range(self.crew.workers):
            name = f"pc{number}"
            process = self.workers.get(name)
            if process is None or process.poll() is not None:
                self.workers[name] = self.city.start_worker(name, "--queues", "default", "--no-schedules")

    def _dispatcher(self, name: str) -> None:
        process = self.dispatchers.get(name)
        if process is None or process.poll() is not None:
            self.dispatchers[name] = self.city.start("dispatcher")

    def _all_done(self) -> bool:
        """Whether every order that is to be has come to its end."""
        ended = _asked(lambda: Order.objects.filter(ended_at__isnull=False).count(), 0)
        return ended >= self.fires and not _asked(lambda: Order.objects.filter(ended_at__isnull=True).count(), 1)

    def _wait(self, seconds: float) -> None:
        """Wait, thaw whoever was frozen long enough, and see who has gone on with orders of the dead."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._thaw()
            self._see_recoveries()
            time.sleep(0.25)

    def _strike(self) -> None:
        kinds: list[Callable[[], None]] = [self._kill_worker, self._kill_all, self._kill_child, self._kill_dispatcher]
        kinds += [self._freeze_worker, self._freeze_child, self._freeze_dispatcher]
        if self.server is not None and self.aways and time.monotonic() > self.away_until:
            kinds.append(self._send_server_away)
        strike = self.chance.choice(kinds)
        with suppress(psutil.NoSuchProcess):
            strike()

    def _count(self, blow: str) -> None:
        self.blows[blow] += 1

    def _kill_worker(self) -> None:
        self._kill_of(self.chance.choice(list(self.workers)), "worker killed", lambda process: [process])

    def _kill_all(self) -> None:
        name = self.chance.choice(list(self.workers))
        self._kill_of(name, "worker and all of it killed", lambda process: _family(process.pid))

    def _kill_of(self, name: str, blow: str, victims: Callable[[psutil.Process], list[psutil.Process]]) -> None:
        running = _asked(lambda: list(Order.objects.filter(state="running", worker=name)), [])
        _kill(victims(psutil.Process(self.workers[name].pid)))
        for order in running:
            self.orphaned[order.pk, order.attempt] = time.monotonic()
            if self.crew.hurried:
                held = Order.objects.filter(id=order.pk, attempt=order.attempt)
                held.update(lease_until=Now() - timedelta(seconds=LEASE_S))
        self._count(blow)

    def _kill_child(self) -> None:
        if children := self._children():
            _kill(_family(self.chance.choice(children).pid))
            self._count("child killed")

    def _kill_dispatcher(self) -> None:
        living = [process for process in self.dispatchers.values() if process.poll() is None]
        if living:
            self.chance.choice(living).kill()
            self._count("dispatcher killed")

    def _freeze_worker(self) -> None:
        name = self.chance.choice(list(self.workers))
        self._freeze([psutil.Process(self.workers[name].pid)], "worker frozen")

    def _freeze_child(self) -> None:
        if children := self._children():
            self._freeze(_family(self.chance.choice(children).pid), "child frozen")

    def _freeze_dispatcher(self) -> None:
        living = [process for process in self.dispatchers.values() if process.poll() is None]
        if living:
            self._freeze([psutil.Process(self.chance.choice(living).pid)], "dispatcher frozen")

    def _freeze(self, victims: list[psutil.Process], blow: str) -> None:
        for victim in victims:
            with suppress(psutil.NoSuchProcess):
                victim.suspend()
        self.frozen.append((time.monotonic() + self.chance.uniform(*_FROZEN_S), victims))
        self._count(blow)

    def _thaw(self, *, everything: bool = False) -> None:
        for until, victims in list(self.frozen):
            if everything or time.monotonic() > until:
                for victim in victims:
                    with suppress(psutil.NoSuchProcess):
                        victim.resume()
                self.frozen.remove((until, victims))

    def _children(self) -> list[psutil.Process]:
        found = []
        for process in self.workers.values():
            with suppress(psutil.NoSuchProcess):
                found += psutil.Process(process.pid).children()
        return found

    def _send_server_away(self) -> None:
        assert self.server is not None
        seconds = self.aways.pop(self.chance.randrange(len(self.aways)))
        self.server.go_away(seconds)
        self.away_until = time.monotonic() + seconds + _QUIET_S
        self.orphaned.clear()  # nobody can recover anything meanwhile
        self._count(f"server away for {seconds:g} s")

    def _see_recoveries(self) -> None:
        for (number, attempt), since in list(self.orphaned.items()):
            order = _asked(lambda number=number: Order.objects.get(id=number), None)  # type: ignore[misc]
            if order is None:
                continue
            if order.attempt > attempt:
                self.recoveries.append(time.monotonic() - since)
            if order.attempt > attempt or order.state not in ("waiting", "running"):
                del self.orphaned[number, attempt]


def _asked(question: Callable[[], Answer], otherwise: Answer) -> Answer:
    """What the store answers; ``otherwise`` while it does not."""
    try:
        return question()
    except (DatabaseError, InterfaceError):
        connections.close_all()
        return otherwise


def _family(pid: int) -> list[psutil.Process]:
    """A process and all its descendants."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
