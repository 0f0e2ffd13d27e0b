"""Reading the ledger: totals, its chain, and the files made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dxrobot.ledger.chain import Break, verify
from dxrobot.ledger.summary import Summary, summarise, summarise_by
from dxrobot.reports.ledger_page import write_ledger_page
from dxrobot.sheets.ledger_book import write_ledger_book
from dxrobot.store import ledger_rows


@dataclass(frozen=True, slots=True)
class LedgerTotals:
    """The totals of all entries, and of each job."""

    total: Summary
    by_job: Mapping[str, Summary]

    def as_json(self) -> dict[str, Any]:
        """The object of ``ledger summary --json``."""
        jobs = [{"job": job, **summary.as_json()} for job, summary in self.by_job.items()]
        return {**self.total.as_json(), "jobs": jobs}


def ledger_totals() -> LedgerTotals:
    """Totals of the open workspace's ledger."""
    entries = ledger_rows.entries()
    return LedgerTotals(summarise(entries), summarise_by(entries, lambda entry: entry.job))


def verify_ledger() -> Break | None:
    """The first place where the ledger was altered, or None."""
    return verify(ledger_rows.links())


def write_ledger_files(folder: Path, city: str) -> tuple[Path, Path]:
    """Write the ledger as a workbook and as a page that needs nothing else; the two files."""
    entries, last_hash = ledger_rows.entries(), ledger_rows.last_hash()
    summary = summarise(entries)
    book, page = folder / "ledger.xlsx", folder / "ledger.html"
    write_ledger_book(book, entries, summary, last_hash)
    write_ledger_page(page, entries, summary, city=city, last_hash=last_hash)
    return book, page
