"""Files that a run makes: none is replaced that the run has not made itself, unless the scenario says so.

A run that is continued goes through its steps once more and meets the files of its earlier attempts. It may replace
these as long as nobody has changed them since.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from dxrobot.actions.base import RunContext
from dxrobot.actions.digests import digest_of
from dxrobot.sheets.fill import exists_already
from dxrobot.sheets.safe_write import Placing
from dxrobot.store import made_files


def making(context: RunContext, target: Path) -> Placing:
    """What is to be told the digest of a file just before it is put at ``target``."""
    return partial(made_files.makes_file, context.journal.run, str(target.resolve()))


def require_free(context: RunContext, target: Path) -> None:
    """Raise :class:`InputError` when a file stands at ``target`` that is not this run's own."""
    if target.exists() and not made_earlier(context, target):
        raise exists_already(target)


def made_earlier(context: RunContext, target: Path) -> bool:
    """Whether the file at ``target`` is as an earlier attempt of this run has made it."""
    if not target.is_file():
        return False
    return made_files.made_earlier(context.journal.run, str(target.resolve()), digest_of(target))
