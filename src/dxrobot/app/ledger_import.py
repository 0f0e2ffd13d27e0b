"""Taking people's tables into the ledger: all rows of a file or none, every wrong one named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dxrobot.config import Workspace
from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.ledger.columns import Kind
from dxrobot.ledger.correction import Chained, Change, Correction, corrected
from dxrobot.ledger.entry_rows import KnownJob, change, other_tool, own_hours
from dxrobot.ledger.kinds import Tool
from dxrobot.ledger.references import read_rows
from dxrobot.ledger.row_reading import RowReading
from dxrobot.ledger.stated import Period, Statement, enter_statement
from dxrobot.ledger.unit_cost import yen_per_hour
from dxrobot.library import Library
from dxrobot.sheets.ledger_folder import already_imported, keep_in_folder
from dxrobot.sheets.ledger_table import LedgerTable, read_ledger_table
from dxrobot.store import ledger_rows
from dxrobot.store.ledger_files import append_file, imported_before, standing_statements


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken in."""

    kind: Kind
    rows: int
    kept_at: Path | None
    """Where the file now stands, for what stands beside the entries."""


def import_file(workspace: Workspace, path: Path) -> Imported:
    """Take ``path`` into the ledger of the open workspace; its headings tell what it holds.

    Raises :class:`InputError` naming every wrong row, and then nothing was taken in.
    """
    table = read_ledger_table(path)
    if not table.kind.is_entry:
        kept_at = keep_in_folder(workspace.ledger, path, table)
        return Imported(table.kind, len(table.rows), kept_at)
    before = imported_before(table.digest)
    if before:
        raise already_imported(path, before)
    if table.kind is Kind.CORRECTIONS:
        entries: list[Chained] = list(_corrections(table))
    else:
        entries = _statements(workspace, table)
    append_file(table.digest, path.name, table.kind.value, entries)
    return Imported(table.kind, len(entries), None)


def _statements(workspace: Workspace, table: LedgerTable) -> list[Chained]:
    read = partial(own_hours, jobs=known_jobs(workspace)) if table.kind is Kind.OWN_HOURS else other_tool
    costs = workspace.settings.unit_costs
    return [
        enter_statement(stated, table.digest, row.number_of_row, yen_per_hour(costs, stated.period.fiscal_year))
        for row, stated in _unrepeated(table, read_rows(table.rows, read))
    ]


def _unrepeated(table: LedgerTable, rows: list[tuple[RowReading, Statement]]) -> list[tuple[RowReading, Statement]]:
    """The rows, if none of them states what stands in the ledger or in the file already."""
    stands = {
        _subject(entry.stated): _("記帳 {sequence}").format(sequence=sequence)
        for sequence, entry in standing_statements()
    }
    problems = []
    for row, stated in rows:
        here = _("{row} 行目").format(row=row.number_of_row)
        where = stands.setdefault(_subject(stated), here)
        if where != here:
            message = _(
                "同じ課・業務・ツール・期間の時間が、{where}にもうあります。二重に数えないため、消すか、記帳の訂正にしてください。"
            ).format(where=where)
            problems.append(Problem(table.rows[0].file, row.number_of_row, 1, "", message))
    if problems:
        raise DefinitionError(problems)
    return rows


def _subject(stated: Statement) -> tuple[str, str, Tool, Period]:
    """What hours are stated of; two statements of the same would count them twice."""
    return stated.department, stated.job, stated.tool, stated.period


def known_jobs(workspace: Workspace) -> Mapping[str, KnownJob]:
    """The jobs of the workspace's scenarios, by name."""
    library = Library(workspace)
    scenarios = (library.scenario(name).model for name in library.scenario_names())
    return {
        scenario.job.name: KnownJob(scenario.job.department, scenario.job.phase.value, scenario.job.tool)
        for scenario in scenarios
        if scenario.job is not None
    }


def _corrections(table: LedgerTable) -> list[Correction]:
    found = []
    problems = []
    for row, wanted in read_rows(table.rows, change):
        try:
            found.append(_correction(wanted))
        except InputError as error:
            problems.append(Problem(table.rows[0].file, row.number_of_row, 1, "", str(error)))
    twice = {made.corrects for made in found if sum(other.corrects == made.corrects for other in found) > 1}
    problems += [
        Problem(table.rows[0].file, 1, 1, "", _("記帳 {sequence} の訂正が2行あります。").format(sequence=sequence))
        for sequence in sorted(twice)
    ]
    if problems:
        raise DefinitionError(problems)
    return found


def _correction(wanted: Change) -> Correction:
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
        raise InputError(_("記帳 {sequence} は取り消されています。").format(sequence=wanted.sequence))
    return Correction(wanted.sequence, link.hash, wanted.reason, standing, corrected(standing, wanted))
