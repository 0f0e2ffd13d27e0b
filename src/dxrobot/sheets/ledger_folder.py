"""The workspace's ``ledger/`` folder: tables that people keep in a spreadsheet and hand over as they are."""

from __future__ import annotations

import shutil
from pathlib import Path

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger.references import References, references
from dxrobot.sheets.ledger_table import LedgerTable, read_ledger_table
from dxrobot.sheets.safe_write import safe_write

_KEPT = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls")


def read_ledger_folder(folder: Path) -> References:
    """All tables of ``folder``, by name; nothing where there is no such folder.

    Raises :class:`InputError` naming every mistake of the first file that has some, or a table of entries: those are
    imported and not kept here.
    """
    found = References()
    for path in tables_in(folder):
        table = read_ledger_table(path)
        if table.kind.is_entry:
            raise InputError(
                _("{path}({kind})は、置くだけでは記帳されません。").format(path=path, kind=table.kind.label),
                _("ledger フォルダーから出して、dxrobot ledger import で取り込んでください。"),
            )
        found += references(table.kind, table.rows)
    return found


def keep_in_folder(folder: Path, path: Path, table: LedgerTable) -> Path:
    """Check every row of ``path`` and copy it into ``folder``; where it then stands.

    Raises :class:`InputError` when a row is wrong, or the same file or another of that name is there already.
    """
    references(table.kind, table.rows)
    for kept in tables_in(folder):
        if read_ledger_table(kept).digest == table.digest:
            raise already_imported(path, kept.name)
    target = folder / path.name
    if target.exists():
        raise InputError(
            _("{path} には、中身の違う同じ名前のファイルがもうあります。").format(path=target),
            _("前のものの代わりなら、それを消すか別の場所に移してから取り込んでください。"),
        )
    folder.mkdir(exist_ok=True)
    with path.open("rb") as source:
        safe_write(target, lambda file: shutil.copyfileobj(source, file))
    return target


def already_imported(path: Path, where: str) -> InputError:
    """The error for a file that was taken in before."""
    return InputError(
        _("{path} は、もう取り込んであります({where})。").format(path=path, where=where),
        _("二重に数えないため、何も取り込みませんでした。"),
    )


def tables_in(folder: Path) -> list[Path]:
    """The files of ``folder`` that are tables, by name; what a spreadsheet leaves beside them is none."""
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.suffix.lower() in _KEPT and not path.name.startswith((".", "~$"))
    )
