"""The sample target systems as trials meet them: each a process of its own on a loopback port."""

from __future__ import annotations

import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.masking import Secret
from dxrobot.vault import Credentials

USER = "robot01"
_THERE_BEFORE = "ikou"
"""Who entered what stands in a sample system before anybody has started: the system before it."""
MODULES: Mapping[str, str] = {
    "kosodate": "dxrobot.sample_site",
    "zeimu": "dxrobot.sample_site.legacy",
    "kenko": "dxrobot.sample_site.kenko",
}
"""The sample system that each bundled robot works with."""


@dataclass(frozen=True, slots=True)
class SampleSite:
    """A running sample site."""

    address: str
    database: Path
    credentials: Credentials

    def records(self, table: str) -> list[Mapping[str, Any]]:
        """Every row of one table, but for those that were there from the start, read from the site's own database."""
        return [row for row in site_records(self.database, table) if row.get("created_by") != _THERE_BEFORE]


def site_records(database: Path, table: str) -> list[Mapping[str, Any]]:
    """Every row of one table of a site's database, opened for reading only."""
    if not table.isidentifier():
        raise ValueError(table)
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]  # noqa: S608


@contextmanager
def sample_site(
    folder: Path, robot: str = "kosodate", *, slow_save_s: float = 0.0, options: Sequence[str] = ()
) -> Iterator[SampleSite]:
    """Run the sample site of ``robot`` on a free loopback port with its database in ``folder``, as long as the block.

    ``slow_save_s``: how long after a request the site saves; ``options``: further ones of its command line.
    Raises :class:`InputError` when it does not come up.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    password = Secret(secrets.token_urlsafe(18))
    password_file = folder / "password"
    descriptor = os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(password.reveal())
    database = folder / "site.sqlite3"
    arguments = ["--db", str(database), "--user", USER, "--password-file", str(password_file)]
    arguments += ["--slow-save", str(slow_save_s), *options]
    with (folder / "site.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", MODULES[robot], *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield SampleSite(_address(process), database, Credentials(USER, password))
        finally:
            process.terminate()
            process.wait(timeout=20)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            password_file.unlink(missing_ok=True)


def _address(process: subprocess.Popen[str]) -> str:
    """Where the site answers, by the line it prints once it does."""
    line = process.stdout.readline() if process.stdout else ""
    word, _space, address = line.strip().partition(" ")
    if word != "READY":
        raise InputError(_("見本のシステムを起動できません。"), _("site.log を見てください。"))
    return address
