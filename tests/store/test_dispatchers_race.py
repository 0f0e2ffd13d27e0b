"""Several dispatchers, each a process of its own, on one store: no moment is lost or met twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from django.db import connections

from dxrobot.items import OrderState
from dxrobot.schedule.rules import RULE
from dxrobot.store.models import Order, Schedule
from dxrobot.store.server import Server
from dxrobot.store.setup import connect
from tests.store.fixtures import address_of
from tests.store.schedules import at, keep
from tools.prove.schedule_oracle import DAY, Oracle

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 4)
RULES = (
    "開庁日 8:30から12:00まで30分ごと",
    "平日 9:00・9:00・10:15",
    "cron 0 */3 * * *",
    "毎日 23:55・0:05",
    "毎月2日 9:00",
)
# Their clocks disagree, and each look is somewhere between five and ninety minutes after the last.
_DISPATCH = """
import sys
from datetime import timedelta
from random import Random
from dxrobot.queue.embedded import EmbeddedEngine
from dxrobot.schedule.city import City
from dxrobot.scheduler.desk import Desk
from dxrobot.scheduler.tick import tick
from dxrobot.store.setup import connect
from tests.store.fixtures import place_of
from tests.store.schedules import at
from tools.prove.schedules import prepare
random = Random(int(sys.argv[2]))
connect(place_of(sys.argv[1]))
desk = Desk(EmbeddedEngine(), City(), prepare)
now, end = at(0) + timedelta(minutes=random.randint(0, 40)), at(0, day=4)
sys.stdin.readline()
while now < end:
    done = tick(desk, now)
    assert not done.stuck
    if not done.more:
        now = min(end, now + timedelta(minutes=random.randint(5, 90))) if now < end else now
tick(desk, end)
"""


def test_dispatchers_whose_clocks_disagree_meet_every_moment_once(store: Path | Server) -> None:
    for number in range(10):
        keep(f"s{number}", RULES[number % len(RULES)], on_missed="all")
    connections.close_all()
    command = [sys.executable, "-c", _DISPATCH, address_of(store)]
    racing = [subprocess.Popen([*command, str(seed)], stdin=subprocess.PIPE) for seed in range(3)]
    for process in racing:
        process.communicate(b"\n", timeout=120)
    assert [process.returncode for process in racing] == [0, 0, 0]
    connect(store)
    oracle = Oracle({}, {})
    for schedule in Schedule.objects.all():
        fires = oracle.fires(RULE.validate_python(schedule.rule), FIRST - DAY, LAST)  # type: ignore[arg-type]
        wanted = {fire for fire in fires if at(0) < fire < at(0, day=4)}
        orders = Order.objects.filter(schedule=schedule.name, fire_at__lt=at(0, day=4))
        assert Counter(orders.values_list("fire_at", flat=True)) == Counter(wanted), schedule.words
    assert not Order.objects.exclude(state=OrderState.WAITING).exists()
