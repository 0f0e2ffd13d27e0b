"""Tables beside the ledger (costs, targets, staff): a new version is looked at first, and the one before is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from dxrobot.app.ledger_import import known_jobs, look_up_jobs
from dxrobot.config import Workspace
from dxrobot.errors import DxrobotError, InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.ledger.columns import Kind
from dxrobot.ledger.jobs import JobNames
from dxrobot.ledger.references import references
from dxrobot.sheets.ledger_folder import read_ledger_folder, tables_in
from dxrobot.sheets.ledger_table import LedgerTable, read_ledger_table
from dxrobot.store import ledger_rows


@dataclass(frozen=True, slots=True)
class KeptTable:
    """One table of the ledger folder."""

    name: str
    kind: Kind | None
    """None for one that cannot be read."""
    rows: int
    changed_at: datetime
    problem: str = ""


def kept_tables(workspace: Workspace) -> list[KeptTable]:
    """The tables that stand beside the ledger, by name, those included that cannot be read."""
    return list(_kept(workspace))


def _kept(workspace: Workspace) -> Iterator[KeptTable]:
    for path in tables_in(workspace.ledger):
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, JAPAN)
        try:
            table = read_ledger_table(path)
        except DxrobotError as error:
            yield KeptTable(path.name, None, 0, changed_at, str(error).replace(f"{workspace.root}/", ""))
        else:
            yield KeptTable(path.name, table.kind, len(table.rows), changed_at)


def check_table(workspace: Workspace, path: Path) -> LedgerTable:
    """The table in ``path``, every row of it sound and its jobs known; raises :class:`InputError` naming the others."""
    table = read_ledger_table(path)
    if table.kind.is_entry:
        raise InputError(
            _("この表({kind})は、台帳に記帳するものです。ここには置けません。").format(kind=table.kind.label),
            _("dxrobot ledger import で取り込んでください。"),
        )
    names = JobNames({**JobNames.of(ledger_rows.totals()).by_year, 0: known_jobs(workspace).keys()})
    references(table.kind, table.rows, partial(look_up_jobs, kind=table.kind, names=names))
    return table


def keep_table(workspace: Workspace, path: Path, replaces: str) -> Path:
    """Put the table in ``path`` into the ledger folder, in the place of the one called ``replaces`` if it names one.

    The one before goes to ``.dxrobot/earlier`` with the moment in its name. Raises :class:`InputError`, and then
    everything is as it was.
    """
    table = check_table(workspace, path)
    before = next((one for one in tables_in(workspace.ledger) if one.name == replaces), None)
    if replaces and before is None:
        raise InputError(_("置き換える表がありません: {name}").format(name=replaces))
    if before is not None and read_kind(before) not in (None, table.kind):
        raise InputError(
            _("{name} とは種類の違う表です({kind})。").format(name=replaces, kind=table.kind.label),
            _("同じ種類の表を選ぶか、新しい表として加えてください。"),
        )
    workspace.ledger.mkdir(exist_ok=True)
    target = workspace.ledger / _free_name(workspace, before, table, path.suffix)
    kept = keep_earlier(workspace, before) if before is not None else None
    try:
        target.write_bytes(path.read_bytes())
        read_ledger_folder(workspace.ledger)
    except (DxrobotError, OSError):
        target.unlink(missing_ok=True)
        if before is not None and kept is not None:
            kept.replace(before)
        raise
    return target


def keep_earlier(workspace: Workspace, path: Path) -> Path:
    """Move ``path`` to where earlier versions are kept; its new place."""
    return path.replace(_earlier_place(workspace, path))


def keep_earlier_copy(workspace: Workspace, path: Path) -> Path:
    """Copy ``path`` to where earlier versions are kept; the copy."""
    place = _earlier_place(workspace, path)
    shutil.copyfile(path, place)
    return place


def _earlier_place(workspace: Workspace, path: Path) -> Path:
    folder = workspace.private / "earlier"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{path.stem}-{datetime.now(JAPAN):%Y%m%d-%H%M%S-%f}{path.suffix}"


def read_kind(path: Path) -> Kind | None:
    """What the table in ``path`` holds; None when it cannot be read."""
    try:
        return read_ledger_table(path).kind
    except DxrobotError:
        return None


def _free_name(workspace: Workspace, before: Path | None, table: LedgerTable, suffix: str) -> str:
    """The name of the one before, or a new one of its kind: nothing of a name that people gave the file."""
    if before is not None:
        return f"{before.stem}{suffix}"
    taken = {one.stem for one in tables_in(workspace.ledger)}
    numbers = ("", *(f"-{number}" for number in range(2, 1000)))
    return next(f"{table.kind.value}{number}{suffix}" for number in numbers if table.kind.value + number not in taken)
