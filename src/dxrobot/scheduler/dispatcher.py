"""The clock of all schedules: APScheduler with one job in memory, which looks at our own table every second.

It keeps no job of any schedule: a job store would pickle code, fire twice when two schedulers share it, and lose what
a renamed function stood for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from django.db import DatabaseError, InterfaceError, connections
from loguru import logger

from dxrobot.errors import DxrobotError
from dxrobot.japanese.wareki import JAPAN
from dxrobot.log import take_over
from dxrobot.scheduler.desk import Desk
from dxrobot.scheduler.folders import Folders
from dxrobot.scheduler.tick import follow, plan_anew, tick
from dxrobot.store.clock import store_now

TICK_S = 1.0
_SELDOM = timedelta(seconds=15)
_STUCK_FOR = timedelta(minutes=5)


class Dispatcher:
    """Looks after all schedules until it is ended; any number of them may, on any machine of the store."""

    def __init__(
        self,
        desk: Callable[[], Desk],
        tell: Callable[[str], None],
        now_and_then: Callable[[datetime], None] = lambda _now: None,
        clock: Callable[[], datetime] = store_now,
    ) -> None:
        self._desk, self._tell, self._now_and_then, self._clock = desk, tell, now_and_then, clock
        self._folders = Folders(desk, tell)
        self._planned_for: object = None
        """The city by whose days the schedules were last planned."""
        self._seldom_at: datetime | None = None
        self._stuck: dict[int, datetime] = {}
        self._lost = False
        self._scheduler = BackgroundScheduler(timezone=JAPAN, executors={"default": ThreadPoolExecutor(1)})

    def start(self) -> None:
        """Look every second from now on, on a thread."""
        self._scheduler.add_job(
            self.look,
            "interval",
            seconds=TICK_S,
            timezone=JAPAN,
            # With the default a look that begins a second late is dropped.
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=datetime.now(JAPAN),
        )
        # That a look is passed over while another is still at it harms nothing, and may happen every second.
        take_over("apscheduler", logging.ERROR)
        self._scheduler.start()

    def end(self) -> None:
        """Finish the look in hand and look no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._folders.end()

    def look(self) -> None:
        """Look once; whatever goes wrong, the next look is another try."""
        try:
            self.look_or_raise()
            self._lost = False
        except (DatabaseError, InterfaceError, DxrobotError) as error:
            if not self._lost:
                logger.opt(exception=error).error("schedules cannot be looked after for the time being")
            self._lost = True
            connections.close_all()
        except Exception as error:
            logger.opt(exception=error).error("schedules could not be looked after")

    def look_or_raise(self) -> int:
        """Look once; how many orders were placed."""
        now, desk = self._clock(), self._desk()
        if desk.city is not self._planned_for:
            plan_anew(desk, now)
            self._planned_for = desk.city
        placed = self._tick(desk, now)
        placed += follow(desk, now)
        if self._seldom_at is None or abs(now - self._seldom_at) >= _SELDOM:
            self._seldom_at = now
            self._folders.follow_schedules()
            self._now_and_then(now)
        return placed

    def _tick(self, desk: Desk, now: datetime) -> int:
        self._stuck = {number: since for number, since in self._stuck.items() if abs(now - since) < _STUCK_FOR}
        placed, more = 0, True
        while more:
            done = tick(desk, now, frozenset(self._stuck))
            self._stuck |= dict.fromkeys(done.stuck, now)
            placed, more = placed + done.placed, done.more
        return placed
