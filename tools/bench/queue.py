"""How fast an order comes to its worker: the queue alone, and to the first step of a run in a child.

    python -m tools.bench.queue [--quick] [--only embedded|procrastinate]

Measures the queue alone with workers that settle every order at once, starting no child: how long an order waits while
20 workers have nothing to do, how many a second they take, and what that costs as workers and past orders grow. Then
whole runs, with children started for them and with one kept warm. Prints the figures and writes build/bench/queue.json
and queue.svg. On a busy machine the seconds of the clock are long; the load stands beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg
from django.db import connection, connections
from django.utils import timezone

from dxrobot.queue.embedded import EmbeddedEngine
from dxrobot.queue.engine import DEFAULT_QUEUE, Engine
from dxrobot.queue.procrastinate_engine import ProcrastinateEngine, make_tables
from dxrobot.store.models import Order
from dxrobot.store.models.orders import OPEN
from dxrobot.store.server import Server
from dxrobot.store.setup import connect, open_store
from tools.bench.curve import draw
from tools.postgresql import MISSING, TemporaryServer, binaries, temporary_server
from tools.prove.city import NOTE, open_city

OUTPUT = Path("build/bench/queue.json")
PICTURE = OUTPUT.with_suffix(".svg")
ENGINES = ("procrastinate", "embedded")
_EMPTY = "empty"
"""The database with nothing but tables, from which the others are made."""
_PAUSE_S = 0.2
"""Between two orders whose way is measured: the workers shall have nothing to do."""
_LONGEST_S = 600.0


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured."""

    engines: Sequence[str] = ENGINES
    idle_workers: Sequence[int] = (1, 5, 20)
    past: Sequence[int] = (0, 100_000, 1_000_000)
    orders: int = 100
    """Their way to a worker is measured."""
    many: int = 4000
    """So many orders are there to be taken at once."""
    runs: int = 10
    """So many whole ones for each way."""

    def quick(self) -> Extent:
        """A little of everything: two minutes on two cores with nothing else to do."""
        return replace(self, idle_workers=(1, 5), past=(0, 10_000), orders=15, many=1000, runs=2)


def measure(extent: Extent) -> dict[str, object]:
    """All figures."""
    figures: dict[str, object] = {"load_average": [round(load, 1) for load in os.getloadavg()], "cpus": os.cpu_count()}
    with temporary_server(fsync=True) as server:
        _make_tables(server)
        for name in extent.engines:
            figures[name] = {
                "start_ms_by_idle_workers": {
                    workers: _start_ms(server, name, workers, extent.orders) for workers in extent.idle_workers
                },
                "jobs_per_second_by_workers": {
                    workers: _jobs_per_second(server, name, workers, extent.many) for workers in (1, 2, 4)
                },
                "start_ms_by_past_orders": {
                    rows: _start_ms(server, name, 1, extent.orders, rows) for rows in extent.past
                },
            }
        figures["first_step_s"] = {
            f"{name}, {'one warm child' if warm else 'no warm child'}": _first_step_s(server, name, warm, extent.runs)
            for name in extent.engines
            for warm in (0, 1)
        }
    return figures


def _make_tables(server: TemporaryServer) -> None:
    _tell(server, f"CREATE DATABASE {_EMPTY}")
    open_store(Server(server.url(_EMPTY)))
    make_tables()
    connections.close_all()


@contextmanager
def _database(server: TemporaryServer, name: str, past: int = 0) -> Iterator[Server]:
    """A database of its own with so many settled orders."""
    _tell(server, f"CREATE DATABASE {name} TEMPLATE {_EMPTY}")
    place = Server(server.url(name))
    connect(place)
    if past:
        _settled_orders(past)
    yield place
    connections.close_all()
    _tell(server, f"DROP DATABASE {name} (FORCE)")


def _tell(server: TemporaryServer, statement: str) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as asked:
        asked.execute(statement.encode())


def _settled_orders(count: int) -> None:
    """Orders of years, as they stand when they have ended."""
    Order.objects.create(scenario="a", mode="trial", queue=DEFAULT_QUEUE, state="ended", requested_at=timezone.now())
    columns = [field.column for field in Order._meta.concrete_fields if not field.primary_key]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO store_order ({names}) SELECT {names} FROM store_order, generate_series(2, %s)", [count]
        )
        cursor.execute("ANALYZE store_order")


@contextmanager
def _workers(place: Server, engine: str, count: int, at_once: int) -> Iterator[list[psutil.Process]]:
    command = [sys.executable, "-m", "tools.bench.queue_worker", place.url, engine]
    workers = [
        subprocess.Popen([*command, f"w{number}", str(at_once)], stdout=subprocess.PIPE, text=True)
        for number in range(count)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    yield [psutil.Process(worker.pid) for worker in workers]
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.communicate()


def _engine(name: str) -> Engine:
    return ProcrastinateEngine({}) if name == "procrastinate" else EmbeddedEngine()


def _order() -> Order:
    return Order(scenario="a", mode="trial", queue=DEFAULT_QUEUE, requested_at=timezone.now())


def _start_ms(server: TemporaryServer, name: str, workers: int, orders: int, past: int = 0) -> dict[str, float]:
    """Milliseconds from wanting an order to its being taken, while ``workers`` wait for one."""
    engine = _engine(name)
    with _database(server, "start", past) as place, _workers(place, name, workers, at_once=1) as at_work:
        time.sleep(1.0 + 0.3 * workers)
        placed = []
        for _number in range(orders):
            order = _order()
            engine.submit(order)
            placed.append(order.pk)
            time.sleep(_PAUSE_S)
        _until_settled(at_work)
        rows = Order.objects.filter(id__in=placed).values_list("requested_at", "started_at")
        waited = sorted((started - requested).total_seconds() * 1000 for requested, started in rows if started)
    return {"p50": round(statistics.median(waited), 1), "p95": round(waited[int(len(waited) * 0.95)], 1)}


def _jobs_per_second(server: TemporaryServer, name: str, workers: int, orders: int) -> dict[str, float]:
    """Orders a second that ``workers`` take and settle when there are plenty.

    The first fifth does not count: not all workers are at work yet. Beside it what one costs a worker in processor
    time, which a busy machine changes less.
    """
    engine = _engine(name)
    with _database(server, "many") as place:
        engine.submit(*(_order() for _number in range(orders)))
        with _workers(place, name, workers, at_once=4) as at_work:
            before = _processor_s(at_work)
            _until_settled(at_work)
            spent = _processor_s(at_work) - before
        ended = list(Order.objects.order_by("ended_at").values_list("ended_at", flat=True))
    counted = ended[orders // 5 :]
    seconds = (counted[-1] - counted[0]).total_seconds()
    return {"per_second": round(len(counted) / seconds), "worker_cpu_ms_each": round(spent / orders * 1000, 1)}


def _processor_s(processes: Sequence[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def _until_settled(at_work: Sequence[psutil.Process]) -> None:
    deadline = time.monotonic() + _LONGEST_S
    while Order.objects.filter(state__in=OPEN).exists():
        if time.monotonic() > deadline or not all(_lives(process) for process in at_work):
            raise RuntimeError("a worker of the bench has ended, or does not come to its end")
        time.sleep(0.05)


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _first_step_s(server: TemporaryServer, name: str, warm: int, runs: int) -> dict[str, float]:
    """Seconds from wanting a run to its first step having written a file, in a child."""
    with tempfile.TemporaryDirectory() as folder:
        _tell(server, "CREATE DATABASE city")
        city = open_city(Path(folder), name, server.url("city") if name == "procrastinate" else "")
        worker = city.start_worker("pc", "--warm", str(warm))
        waited = []
        for number in range(runs + 1):  # the first one waits for the worker itself
            order = city.order(NOTE, number=str(number))
            _until_settled([psutil.Process(worker.pid)])
            order.refresh_from_db()
            written = (city.workspace.runs / str(order.run.name) / "kiroku.csv").stat().st_mtime if order.run else 0.0
            waited.append((datetime.fromtimestamp(written, UTC) - order.requested_at).total_seconds())
            time.sleep(4.0 if warm else 0.5)  # another child is loaded meanwhile
        worker.terminate()
        worker.wait()
        connections.close_all()
        _tell(server, "DROP DATABASE city (FORCE)")
    return {"p50": round(statistics.median(waited[1:]), 2), "longest": round(max(waited[1:]), 2)}


def main(rounds: int = 1, extent: Extent = Extent()) -> None:
    """Measure ``rounds`` times, print the figures and write those of the last round."""
    if binaries() is None:
        sys.stderr.write(MISSING + "\n")
        return
    for _round in range(rounds):
        figures = measure(extent)
        OUTPUT.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(figures, ensure_ascii=False, indent=2)
        OUTPUT.write_text(text + "\n", encoding="utf-8")
        PICTURE.write_text(draw(figures, extent.engines), encoding="utf-8")
        sys.stdout.write(text + "\n")


def _from_command_line() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.queue", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a little of everything, in two minutes")
    parser.add_argument("--only", choices=ENGINES)
    given = parser.parse_args()
    extent = Extent(engines=[given.only] if given.only else ENGINES)
    main(extent=extent.quick() if given.quick else extent)


if __name__ == "__main__":
    _from_command_line()
