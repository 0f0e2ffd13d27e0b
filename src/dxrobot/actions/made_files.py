"""Files that a run makes: none is replaced that the run has not made itself, unless the scenario says so.

A run that is continued goes through its steps once more and meets the files of its earlier attempts. It may replace
these as long as nobody has changed them since.
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from dxrobot.actions.base import RunContext
from dxrobot.sheets.fill import exists_already
from dxrobot.sheets.safe_write import Placing


def making(context: RunContext, target: Path) -> Placing:
    """What is to be told the digest of a file just before it is put at ``target``."""
    return partial(context.journal.makes_file, str(target.resolve()))


def require_free(context: RunContext, target: Path) -> None:
    """Raise :class:`InputError` when a file stands at ``target`` that is not this run's own."""
    if target.exists() and not made_earlier(context, target):
        raise exists_already(target)


def made_earlier(context: RunContext, target: Path) -> bool:
    """Whether the file at ``target`` is as an earlier attempt of this run has made it."""
    return target.is_file() and context.journal.made_earlier(str(target.resolve()), digest_of(target))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
