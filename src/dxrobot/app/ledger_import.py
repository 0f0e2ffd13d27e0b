"""Taking people's tables into the ledger: all rows of a file or none, every wrong one named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dxrobot.config import Workspace
from dxrobot.errors import InputError, Problem
from dxrobot.i18n import _
from dxrobot.ledger.columns import Kind
from dxrobot.ledger.correction import Chained, Change, Correction, corrected
from dxrobot.ledger.entry_rows import KnownJob, change, known_job, other_tool, own_hours
from dxrobot.ledger.jobs import JobKey, JobNames
from dxrobot.ledger.kinds import Tool
from dxrobot.ledger.overlaps import runs_beside
from dxrobot.ledger.reference_rows import cost_jobs
from dxrobot.ledger.references import Rows, read_rows, references
from dxrobot.ledger.row_reading import RowReading
from dxrobot.ledger.stated import Period, StatedEntry, Statement, enter_statement
from dxrobot.ledger.unit_cost import yen_per_hour
from dxrobot.library import Library
from dxrobot.sheets.ledger_folder import already_imported, keep_in_folder, read_ledger_folder
from dxrobot.sheets.ledger_table import LedgerTable, read_ledger_table
from dxrobot.store import ledger_rows
from dxrobot.store.ledger_files import append_file, imported_before, standing_statements

_Subject = tuple[str, str, Tool]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken in."""

    kind: Kind
    rows: int
    kept_at: Path | None
    """Where the file now stands, for what stands beside the entries."""
    warnings: tuple[str, ...] = ()
    """What may have been counted twice, in sentences."""


def import_file(workspace: Workspace, path: Path) -> Imported:
    """Take ``path`` into the ledger of the open workspace; its headings tell what it holds.

    Raises :class:`InputError` naming every wrong row, and then nothing was taken in.
    """
    table = read_ledger_table(path)
    if not table.kind.is_entry:
        return _beside(workspace, path, table)
    before = imported_before(table.digest)
    if before:
        raise already_imported(path, before)
    if table.kind is Kind.CORRECTIONS:
        entries: list[Chained] = list(_corrections(table))
    else:
        entries = _statements(workspace, table)
    append_file(table.digest, path.name, table.kind.value, entries)
    return Imported(table.kind, len(entries), None, tuple(_beside_runs(entries)))


def _beside_runs(entries: Sequence[Chained]) -> Iterator[str]:
    """A sentence for each statement of a period in which the job has production runs of its own."""
    totals = ledger_rows.totals()
    for entry in entries:
        runs = runs_beside(totals, entry.stated) if isinstance(entry, StatedEntry) and entry.counts else 0
        if runs and isinstance(entry, StatedEntry):
            yield _(
                "{row} 行目: 「{job}」には、この期間に本番の実行が {count} 回記帳されています。"
                "同じ件を二重に数えていないか確かめてください。"
            ).format(row=entry.row, job=entry.stated.job, count=runs)


def _beside(workspace: Workspace, path: Path, table: LedgerTable) -> Imported:
    """Put what is no entry into the workspace's folder; its jobs must be known, and rows told before are named."""
    names = JobNames({**JobNames.of(ledger_rows.totals()).by_year, 0: known_jobs(workspace).keys()})
    check = partial(look_up_jobs, kind=table.kind, names=names)
    rows = getattr(references(table.kind, table.rows, check), table.kind.value)
    known = getattr(read_ledger_folder(workspace.ledger), table.kind.value)
    kept_at = keep_in_folder(workspace.ledger, path, table)
    again = tuple(
        _("{row} 行目と同じ行が、前に取り込んだ表にもあります。二重に数えていないか確かめてください。").format(
            row=line.row
        )
        for line, row in zip(table.rows, rows, strict=True)
        if row in known
    )
    return Imported(table.kind, len(rows), kept_at, again)


def look_up_jobs(row: RowReading, kind: Kind, names: JobNames) -> None:
    """Note the jobs of a cost, or of building and upkeep, that nobody knows."""
    if kind not in (Kind.COSTS, Kind.UPKEEP):
        return
    column, jobs = ("jobs", cost_jobs(row)) if kind is Kind.COSTS else ("job", (row.text("job"),))
    year = row.fiscal_year("fiscal_year") or 0
    for job in jobs:
        known_job(row, column, job, names, year)


def _statements(workspace: Workspace, table: LedgerTable) -> list[Chained]:
    read = partial(own_hours, jobs=known_jobs(workspace)) if table.kind is Kind.OWN_HOURS else other_tool
    costs = workspace.settings.unit_costs
    return [
        enter_statement(stated, table.digest, row.number_of_row, yen_per_hour(costs, stated.period.fiscal_year))
        for row, stated in read_rows(table.rows, read, partial(_repeated, table))
    ]


def _repeated(table: LedgerTable, rows: Rows[Statement]) -> list[Problem]:
    """The rows whose period overlaps with one that the ledger or the file states for the same."""
    stands: dict[_Subject, list[tuple[Period, str]]] = defaultdict(list)
    for sequence, entry in standing_statements():
        where = _("記帳 {sequence}").format(sequence=sequence)
        stands[_subject(entry.stated)].append((entry.stated.period, where))
    problems = []
    for row, stated in rows:
        beside = stands[_subject(stated)]
        told = next((where for period, where in beside if period.overlaps(stated.period)), None)
        beside.append((stated.period, _("{row} 行目").format(row=row.number_of_row)))
        if told is not None:
            message = _(
                "同じ課・業務・ツールで期間の重なる時間が、{where}にもうあります。"
                "二重に数えないため、消すか、記帳の訂正にしてください。"
            ).format(where=told)
            problems.append(_problem(table, row, message))
    return problems


def _subject(stated: Statement) -> _Subject:
    """What hours are stated of; two statements of the same and of overlapping periods would count them twice."""
    return stated.department, stated.job, stated.tool


def known_jobs(workspace: Workspace) -> Mapping[JobKey, KnownJob]:
    """The jobs of the workspace's scenarios."""
    library = Library(workspace)
    jobs = (library.scenario(name).model.job for name in library.scenario_names())
    return {
        JobKey(job.department, job.name): KnownJob(job.department, job.phase.value, job.tool)
        for job in jobs
        if job is not None
    }


def _corrections(table: LedgerTable) -> list[Correction]:
    found: list[Correction] = []

    def look_up(rows: Rows[Change]) -> Iterator[Problem]:
        seen: set[int] = set()
        for row, wanted in rows:
            if wanted.sequence in seen:
                yield _problem(table, row, _("記帳 {sequence} の訂正が2行あります。").format(sequence=wanted.sequence))
            seen.add(wanted.sequence)
            try:
                found.append(_correction(wanted, table.digest))
            except InputError as error:
                yield _problem(table, row, str(error))

    read_rows(table.rows, change, look_up)
    return found


def _problem(table: LedgerTable, row: RowReading, message: str) -> Problem:
    return Problem(table.rows[0].file, row.number_of_row, 1, "", message)


def _correction(wanted: Change, file_hash: str) -> Correction:
    found = ledger_rows.find_entry(wanted.sequence)
    if found is None:
        raise InputError(_("記帳 {sequence} はありません。").format(sequence=wanted.sequence))
    later = ledger_rows.correction_of(wanted.sequence)
    if later is not None:
        raise InputError(
            _("記帳 {sequence} は、もう {later} で訂正されています。").format(sequence=wanted.sequence, later=later),
            _("記帳 {later} を訂正してください。").format(later=later),
        )
    link, entry = found
    standing = entry.after if isinstance(entry, Correction) else entry
    if standing is None:
        raise InputError(
            _("記帳 {sequence} は取り消されています。").format(sequence=wanted.sequence),
            _("正しい時間は、新しい申告として取り込んでください。"),
        )
    return Correction(wanted.sequence, link.hash, wanted.reason, standing, corrected(standing, wanted), file_hash)
