"""Deleting personal data once a job's days of keeping are over; the ledger stays as it is."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from loguru import logger

from dxrobot.app.handed_in import unneeded
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.library import Library
from dxrobot.store.purging import EndedRun, Forgotten, forget, held_of, overwrite_deleted, runs_to_judge
from dxrobot.store.setup import storing

KEEP_DAYS = 90
"""For a run whose scenario can no longer be read."""
PURGE_LOG = "purge.csv"
_HEADINGS = ("purged_at", "run", "scenario", "ended_at", "keep_days", "files", "values", "answers", "questions")


@dataclass(frozen=True, slots=True)
class PurgedRun:
    """What was deleted of one run, or would be."""

    run: EndedRun
    keep_days: int
    files: int
    """Registers, pictures, crops, failures and whatever else stood in its folder."""
    rows: Forgotten

    def as_json(self) -> dict[str, Any]:
        """The run for ``purge --json``."""
        return {
            "run": self.run.name,
            "scenario": self.run.scenario,
            "ended_at": self.run.ended_at.astimezone(JAPAN).isoformat(timespec="seconds"),
            "keep_days": self.keep_days,
            "files": self.files,
            "values": self.rows.values,
            "answers": self.rows.answers,
            "questions": self.rows.questions,
        }


@dataclass(frozen=True, slots=True)
class Purge:
    """What one ``dxrobot purge`` came to."""

    purged: tuple[PurgedRun, ...]
    kept_open: tuple[str, ...]
    """Runs whose days are over but that somebody still needs."""
    handed_in: int = 0
    """Files handed in on the console that no run needs any more."""

    def as_json(self) -> dict[str, Any]:
        """The object of ``purge --json``."""
        return {
            "purged": [run.as_json() for run in self.purged],
            "kept_open": list(self.kept_open),
            "handed_in": self.handed_in,
        }


def purge(workspace: Workspace, now: datetime, *, dry: bool = False) -> Purge:
    """Delete what ran out of its days by ``now``, or only say what it would be.

    Deleted are a run's folder, what was handed in for it and, in the store, entered values, people's answers,
    questions, outputs and texts; keys, hashes, states and the ledger stay. Raises :class:`InputError` when something
    cannot be deleted.
    """
    library = Library(workspace)
    due = [run for run in runs_to_judge() if run.ended_at < now - timedelta(days=_keep_days(library, run.scenario))]
    found = [_held(workspace, library, run) for run in due if not run.open]
    purged = tuple(one for one in found if one.files or one.rows != Forgotten())
    handed_in = unneeded(workspace, now, [one.run.name for one in purged])
    files = sum(path.is_file() for folder in handed_in for path in folder.rglob("*"))
    if not dry:
        _delete(workspace, purged, handed_in, now)
    return Purge(purged, tuple(run.name for run in due if run.open), files)


def _delete(workspace: Workspace, purged: Sequence[PurgedRun], handed_in: Sequence[Path], now: datetime) -> None:
    for folder in handed_in:
        _remove(folder)
    with storing():
        for one in purged:
            forget(one.run.name)
            _remove(workspace.runs / one.run.name)
            _record(workspace.private / PURGE_LOG, one, now)
        if purged:
            overwrite_deleted()


def _held(workspace: Workspace, library: Library, run: EndedRun) -> PurgedRun:
    files = sum(path.is_file() for path in (workspace.runs / run.name).rglob("*"))
    return PurgedRun(run, _keep_days(library, run.scenario), files, held_of(run.name))


def _keep_days(library: Library, scenario: str) -> int:
    try:
        job = library.scenario(scenario).model.job
    except InputError:
        return KEEP_DAYS
    return job.keep_days if job else KEEP_DAYS


def _remove(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise InputError(
            _("{folder} を消せません({reason})。").format(folder=folder, reason=error.strerror or type(error).__name__),
            _("中のファイルが Excel などで開かれていれば閉じて、もう一度実行してください。"),
        ) from error


def _record(path: Path, one: PurgedRun, now: datetime) -> None:
    """Add a line to the log of purges: what, when, how many."""
    new = not path.exists()
    with open(path, "a", encoding="utf-8", newline="", opener=_private) as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(_HEADINGS)
        writer.writerow([now.astimezone(JAPAN).isoformat(timespec="seconds"), *one.as_json().values()])
    rows = one.rows
    logger.info(
        "purged run {}: {} files, {} values, {} answers, {} questions",
        one.run.name,
        one.files,
        rows.values,
        rows.answers,
        rows.questions,
    )


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
