"""How long dispatchers and people wait: a look at 10,000 schedules beside 1,000,000 past orders, and ``next``.

    python -m tools.bench.schedules [--schedules N] [--orders N] [--only sqlite|postgresql] [--rounds N]

Fills a store of its own on each kind of database and writes build/bench/schedules.json. Milliseconds are those of the
clock, with the median and the 90th percentile, and beside them those of this process alone. A look is measured with
nothing due, with one schedule due, ten and fifty; ``next`` for one schedule, for all, and for a rule in words.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from django.db import connection, connections, transaction

from dxrobot.app.schedule_view import moments_of_all
from dxrobot.items import Mode, OrderState
from dxrobot.japanese.wareki import JAPAN
from dxrobot.queue.embedded import EmbeddedEngine
from dxrobot.schedule.city import City
from dxrobot.schedule.fires import coming_fires, next_fire
from dxrobot.schedule.moments import moments_of_rule
from dxrobot.schedule.reading import read_rule
from dxrobot.schedule.rules import RULE
from dxrobot.schedule.written import in_words
from dxrobot.scheduler.desk import Desk
from dxrobot.scheduler.tick import follow, tick, timed
from dxrobot.store.durability import soon_on_disk
from dxrobot.store.models import Order, Schedule
from dxrobot.store.schedules import find_schedule
from dxrobot.store.server import Server
from dxrobot.store.setup import open_store
from tools.postgresql import MISSING, binaries, temporary_server
from tools.prove.schedule_rules import drawn_rule
from tools.prove.schedules import prepare

OUTPUT = Path("build/bench/schedules.json")
SCHEDULES, ORDERS = 10_000, 1_000_000
START = datetime(2027, 4, 1, tzinfo=JAPAN).astimezone(UTC)
_LOOKED_AT = ("look_nothing_due", "look_one_due", "look_ten_due", "look_fifty_due")
LIMITS_MS = {**dict.fromkeys(_LOOKED_AT, 50), "next_of_schedule": 20, "next_of_all": 20}
"""What the figures have to stay under (median)."""
_BATCH = 10_000
_LOOKS = 40


def measure(place: Path | Server, schedules: int, orders: int) -> dict[str, object]:
    """Fill the store at ``place`` and measure it."""
    open_store(place)
    city = City()
    with soon_on_disk():
        _fill(schedules, orders, city)
    with connection.cursor() as cursor:
        # What a server does of its own accord after a million new rows is no part of a look.
        for statement in ("VACUUM ANALYZE", "CHECKPOINT") if connection.vendor == "postgresql" else ("ANALYZE",):
            cursor.execute(statement)
    desk = Desk(EmbeddedEngine(), city, prepare)
    tick(desk, START)
    return {
        "schedules": schedules,
        "past_orders": orders,
        "next_of_schedule": _timed(lambda: _next_of("s7")),
        "next_of_all": _timed(lambda: moments_of_all(10)),
        "look_nothing_due": _timed(lambda: (tick(desk, START), follow(desk, START))),
        "look_one_due": _looks(desk, 1),
        "look_ten_due": _looks(desk, 10),
        "look_fifty_due": _looks(desk, 50),
        "next_of_words": _timed(lambda: moments_of_rule(read_rule("毎月最終開庁日 8:30"), City(), START, 10)),
    }


def _next_of(name: str) -> object:
    rule, city = timed(find_schedule(name)), City()
    return coming_fires(rule, START, 10, city.opening, city.hours) if rule is not None else None


def _looks(desk: Desk, due: int) -> dict[str, float]:
    """Looks of which each finds ``due`` schedules due."""
    minutes = count(1)
    every_minute = RULE.dump_python(read_rule("cron * * * * *"), mode="json")
    numbers = list(Schedule.objects.order_by("-pk").values_list("pk", flat=True)[:due])

    def some_due() -> datetime:
        now = START + timedelta(minutes=next(minutes))
        Schedule.objects.filter(next_fire_at__lte=now).update(next_fire_at=None)
        Schedule.objects.filter(pk__in=numbers).update(next_fire_at=now, rule=every_minute)
        return now + timedelta(seconds=1)

    return _timed(lambda now: tick(desk, now), some_due)


def _timed(work: Callable[..., object], before: Callable[[], object] | None = None) -> dict[str, float]:
    """The milliseconds that ``work`` takes, given what ``before`` makes each time; those of the processor beside."""
    taken, cpu = [], []
    for _time in range(_LOOKS):
        given = () if before is None else (before(),)
        started, worked = time.perf_counter(), time.process_time()
        work(*given)
        taken.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return {
        "median_ms": round(statistics.median(taken), 2),
        "p90_ms": round(sorted(taken)[int(_LOOKS * 0.9)], 2),
        "cpu_median_ms": round(statistics.median(cpu), 2),
    }


def _fill(schedules: int, orders: int, city: City) -> None:
    random = Random(1)
    rows = []
    for number in range(schedules):
        rule = drawn_rule(random)
        rows.append(
            Schedule(
                name=f"s{number}",
                scenario=f"scenario{number % 300}",
                mode=Mode.PRODUCTION,
                words=in_words(rule),
                rule=RULE.dump_python(rule, mode="json"),
                on_missed="last",
                next_fire_at=next_fire(rule, START, city.opening, city.hours),
                handled_at=START - timedelta(days=1),
                created_at=START - timedelta(days=1000),
            )
        )
    Schedule.objects.bulk_create(rows, batch_size=_BATCH)
    _past_orders(schedules, orders)


def _past_orders(schedules: int, orders: int) -> None:
    """Orders that have ended, every 15 minutes one of each schedule, written as rows: that is quicker by far."""
    fields = [field for field in Order._meta.concrete_fields if not field.primary_key]
    common = Order(mode=Mode.PRODUCTION, queue="default", state=OrderState.ENDED)
    row = {field.column: field.get_db_prep_save(getattr(common, field.attname), connection) for field in fields}
    columns = ", ".join(map(connection.ops.quote_name, row))
    statement = f"INSERT INTO {Order._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(row))})"
    for first in range(0, orders, _BATCH):
        numbers = range(first, min(first + _BATCH, orders))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, [tuple({**row, **_one(number, schedules)}.values()) for number in numbers])


def _one(number: int, schedules: int) -> dict[str, object]:
    moment = connection.ops.adapt_datetimefield_value(START - timedelta(minutes=number // schedules * 15 + 15))
    of = number % schedules
    moments = dict.fromkeys(("fire_at", "requested_at", "ended_at"), moment)
    return {"schedule": f"s{of}", "scenario": f"scenario{of % 300}", **moments}


def measure_all(schedules: int, orders: int, only: str | None) -> dict[str, object]:
    """Measure on both databases, or on the one called ``only``, as far as they are there."""
    figures: dict[str, object] = {}
    if only in (None, "sqlite"):
        with tempfile.TemporaryDirectory() as folder:
            figures["sqlite"] = measure(Path(folder) / "dxrobot.sqlite3", schedules, orders)
            connections.close_all()
    if only in (None, "postgresql") and binaries() is None:
        sys.stderr.write(f"{MISSING}\n")
    elif only in (None, "postgresql"):
        with temporary_server(fsync=True) as server:
            figures["postgresql"] = measure(Server(server.url("postgres")), schedules, orders)
            connections.close_all()
    return figures


def main(rounds: int, schedules: int = SCHEDULES, orders: int = ORDERS, only: str | None = None) -> None:
    """Measure ``rounds`` times, write the figures down and print them."""
    found = [measure_all(schedules, orders, only) for _round in range(rounds)]
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps({"day": f"{date.today()}", "rounds": found}, indent=2) + "\n", encoding="utf-8")
    for number, figures in enumerate(found, start=1):
        for database, measured in figures.items():
            print(f"{database}, round {number}")
            for name, value in measured.items():  # type: ignore[attr-defined]
                limit = f"  (limit {LIMITS_MS[name]} ms)" if name in LIMITS_MS else ""
                print(f"  {name}: {value}{limit}")


def _from_command_line() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.schedules", description=__doc__)
    parser.add_argument("--schedules", type=int, default=SCHEDULES)
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    main(given.rounds, given.schedules, given.orders, given.only)


if __name__ == "__main__":
    _from_command_line()
