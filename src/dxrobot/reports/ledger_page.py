"""The ledger as one HTML page that needs nothing else: no script, no network, readable on paper and aloud."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dxrobot.i18n import _, language
from dxrobot.ledger import figures, notes
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.ledger.summary import Summary, summarise_by
from dxrobot.reports.bars import CHART_WIDTH, chart_height, job_bars
from dxrobot.sheets.safe_write import safe_write

_TEMPLATE = "ledger_page.html.j2"


def write_ledger_page(
    path: Path, entries: Sequence[LedgerEntry], summary: Summary, *, city: str = "", last_hash: str = ""
) -> None:
    """Write the page at ``path``. ``summary`` is the total of ``entries``; ``last_hash`` is the chain's last one.

    Raises :class:`~dxrobot.errors.InputError` when the file cannot be written.
    """
    page = ledger_page(entries, summary, city=city, last_hash=last_hash).encode()

    def render(file: BinaryIO) -> None:
        file.write(page)

    safe_write(path, render)


def ledger_page(entries: Sequence[LedgerEntry], summary: Summary, *, city: str = "", last_hash: str = "") -> str:
    """The page as HTML; everything that comes from the ledger is escaped."""
    by_job = summarise_by(entries, lambda entry: entry.job)
    bars = job_bars(by_job)
    return (
        _environment()
        .get_template(_TEMPLATE)
        .render(
            language=language(),
            title=_("{city} 削減時間の台帳").format(city=city).strip(),
            entries=entries,
            total=summary,
            by_job=by_job,
            bars=bars,
            chart_width=CHART_WIDTH,
            chart_height=chart_height(bars),
            estimates=notes.estimate_notes(entries),
            last_hash=last_hash,
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_, figures=figures, notes=notes)
    return environment
