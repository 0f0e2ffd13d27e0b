"""How fast a large ledger is, on SQLite and on PostgreSQL: adding entries, what the commands read, and proving it.

    python -m tools.bench.ledger [ENTRIES] [--only sqlite|postgresql] [--rounds N]

Fills a store of its own on each and writes build/bench/ledger.json. Where no PostgreSQL can be started, that part is
left out and one line says so. Seconds are those of the clock, CPU seconds those of this process alone, which a busy
machine changes less.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

import psycopg
from django.db import connections
from django.utils import timezone

from dxrobot.app.ledger import ledger_report, ledger_totals, verify_ledger
from dxrobot.config import Workspace
from dxrobot.items import Mode, RunStatus
from dxrobot.ledger.baseline import Baseline
from dxrobot.ledger.chain import verify
from dxrobot.ledger.entry import FinishedRun, LedgerEntry, name_of_attempt, settle_entry
from dxrobot.ledger.human import HumanMinutes
from dxrobot.ledger.posting import By, post
from dxrobot.settings import Settings, UnitCost
from dxrobot.store import ledger_rows
from dxrobot.store.models import Run
from dxrobot.store.server import Server
from dxrobot.store.setup import open_store
from tools.postgresql import MISSING, binaries, temporary_server

OUTPUT = Path("build/bench/ledger.json")
_BATCH = 1000
_JOBS, _DEPARTMENTS, _DAYS = 300, 30, 5 * 365
"""Jobs, departments and days of a city: 300 jobs in 60 months."""
_YEARS = range(2021, 2027)


def sample_entries() -> Iterator[LedgerEntry]:
    """Entries without end: three hundred jobs of thirty departments over five years."""
    baseline = Baseline.model_validate({"minutes_per_item": "6.5", "source": "estimated", "valid_from": "2021-04-01"})
    model = FinishedRun(
        "", "", "", "entry", "本番", Mode.PRODUCTION, date(2021, 4, 1), items_done=12, robot_seconds=Decimal("95.2")
    )
    number = 0
    while True:
        number += 1
        run = replace(
            model,
            run=name_of_attempt(f"run{(number - 1) // _BATCH}", (number - 1) % _BATCH + 1),
            job=f"業務{number % _JOBS:03}",
            department=f"課{number % _JOBS % _DEPARTMENTS:02}",
            day=model.day + timedelta(days=number * 7 % _DAYS),
            items_done=number % 40,
        )
        yield settle_entry(run, baseline, HumanMinutes(checking=Decimal(number % 90)), 3000)


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(entries: int, place: Path | Server, folder: Path) -> dict[str, object]:
    """Fill the store at ``place`` and measure it; ``folder`` is the workspace's."""
    open_store(place)
    costs = tuple(UnitCost(fiscal_year=year, yen_per_hour=3000, source="bench") for year in _YEARS)
    workspace = Workspace(folder, Settings(unit_costs=costs))
    figures: dict[str, object] = {
        "entries": entries,
        "append_per_second": round(entries / fill_ledger(entries)),
        "summary_seconds": {by.value: round(timed(lambda by=by: ledger_totals(workspace, by)), 4) for by in By},  # type: ignore[misc]
        "report_seconds": round(timed(lambda: ledger_report(workspace)), 4),
        "report_of_a_year_seconds": round(timed(lambda: ledger_report(workspace, _YEARS[0])), 4),
        "chain_per_second": round(entries / timed(lambda: verify(ledger_rows.links()))),
    }
    cpu = time.process_time()
    found: list[object] = []
    figures["verify_per_second"] = round(entries / timed(lambda: found.append(verify_ledger())))
    figures["verify_per_cpu_second"] = round(entries / (time.process_time() - cpu))
    figures["verified"] = found == [None]
    return figures


def kept_totals_equal_a_recount() -> bool:
    """Whether the totals kept while filling are those of the ledger's one way from entries to sums."""
    return ledger_rows.totals() == post(ledger_rows.entries())


def fill_ledger(entries: int, department: str = "") -> float:
    """Add entries in batches, each of one run that was resumed again and again; the seconds that adding took.

    ``department``: whose every fourth entry is, beside the thirty made-up ones.
    """
    appending = 0.0
    left = (
        replace(entry, department=department) if department and number % 4 == 0 else entry
        for number, entry in enumerate(sample_entries())
    )
    for batch in range(entries // _BATCH):
        started = timezone.now()
        run = Run.objects.create(
            name=f"run{batch}", scenario="entry", mode=Mode.PRODUCTION, status=RunStatus.FINISHED, started_at=started
        )
        rows = [
            ledger_rows.NewRow(entry, run=Run(pk=run.pk, attempt=attempt))
            for attempt, entry in enumerate(islice(left, _BATCH), start=1)
        ]
        appending += timed(lambda rows=rows: ledger_rows.append_all(rows))  # type: ignore[misc]
    return appending


def measure_all(entries: int, only: str | None = None) -> dict[str, object]:
    """Measure on both databases, or on the one called ``only``, as far as they are there."""
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if only != "postgresql":
            found["sqlite"] = measure(entries, folder / "private" / "dxrobot.sqlite3", folder)
            connections.close_all()
        if only == "sqlite":
            return found
        if binaries() is None:
            sys.stderr.write(MISSING + "\n")
            return found
        with temporary_server(fsync=True) as server:
            with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
                connection.execute("CREATE DATABASE bench")
            found["postgresql"] = measure(entries, Server(server.url("bench")), folder)
            connections.close_all()
        return found


def main(rounds: int = 1, entries: int = 1_000_000, only: str | None = None) -> None:
    """Measure ``rounds`` times, print the figures and write those of the last round."""
    for _round in range(rounds):
        figures = measure_all(entries, only)
        OUTPUT.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(figures, ensure_ascii=False, indent=2)
        OUTPUT.write_text(text + "\n", encoding="utf-8")
        sys.stdout.write(text + "\n")


def _from_command_line() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tools.bench.ledger",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "entries", nargs="?", type=int, default=1_000_000, help="how many, a whole number of thousands (1,000,000)"
    )
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="measure on this database alone")
    parser.add_argument("--rounds", type=int, default=1, help="how often everything is measured")
    options = parser.parse_args()
    if options.entries < _BATCH or options.entries % _BATCH:
        parser.error(f"entries: a whole number of thousands, not {options.entries}")
    main(options.rounds, options.entries, options.only)


if __name__ == "__main__":
    _from_command_line()
