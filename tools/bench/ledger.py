"""How fast a large ledger is: adding entries, sums, and proving the chain.

``python -m tools.bench.ledger [ENTRIES]`` fills a store of its own (a million entries unless told otherwise) and
writes build/bench/ledger.json.
"""

from __future__ import annotations

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

from django.db import connections

from dxrobot.items import Mode
from dxrobot.ledger.baseline import Baseline
from dxrobot.ledger.chain import verify
from dxrobot.ledger.entry import FinishedRun, LedgerEntry, settle_entry
from dxrobot.ledger.human import HumanMinutes
from dxrobot.ledger.posting import By, post
from dxrobot.store import (
    configure,  # noqa: F401  (Django is configured before any model is imported)
    ledger_rows,
)
from dxrobot.store.setup import open_store

OUTPUT = Path("build/bench/ledger.json")
_BATCH = 1000
_JOBS, _DEPARTMENTS, _DAYS = 100, 30, 5 * 365


def sample_entries() -> Iterator[LedgerEntry]:
    """Entries without end: a hundred jobs of thirty departments over five years."""
    baseline = Baseline.model_validate({"minutes_per_item": "6.5", "source": "estimated", "valid_from": "2021-04-01"})
    model = FinishedRun(
        "", "", "", "entry", "本番", Mode.PRODUCTION, date(2021, 4, 1), items_done=12, robot_seconds=Decimal("95.2")
    )
    number = 0
    while True:
        number += 1
        run = replace(
            model,
            run=f"20260601-{number:09}",
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


def measure(entries: int, folder: Path) -> dict[str, object]:
    """Fill a store in ``folder`` and measure it."""
    open_store(folder / "private" / "dxrobot.sqlite3")
    appending = 0.0
    left = sample_entries()
    for _batch in range(entries // _BATCH):
        batch = [ledger_rows.NewRow(entry) for entry in islice(left, _BATCH)]
        appending += timed(lambda batch=batch: ledger_rows.append_all(batch))
    sums = {by.value: timed(lambda by=by: ledger_rows.totals_by(by)) for by in By}
    sums["all"] = timed(lambda: ledger_rows.totals_by(None))
    groups = timed(ledger_rows.totals)
    verifying = timed(lambda: verify(ledger_rows.links()))
    recount: dict[object, object] = {}
    recounting = timed(lambda: recount.update(post(ledger_rows.entries())))
    figures = {
        "entries": entries,
        "append_per_second": round(entries / appending),
        "summary_seconds": {name: round(seconds, 4) for name, seconds in sums.items()},
        "all_totals_seconds": round(groups, 4),
        "verify_per_second": round(entries / verifying),
        "recount_per_second": round(entries / recounting),
        "kept_totals_equal_recount": recount == ledger_rows.totals(),
    }
    connections.close_all()
    return figures


def main(rounds: int = 1, entries: int = 1_000_000) -> None:
    """Measure ``rounds`` times, print the figures and write those of the last round."""
    for _round in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            figures = measure(entries, Path(folder))
        OUTPUT.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(figures, ensure_ascii=False, indent=2)
        OUTPUT.write_text(text + "\n", encoding="utf-8")
        sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main(entries=int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
