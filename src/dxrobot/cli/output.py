"""What every command shares: the workspace it stands in, JSON on standard output, progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dxrobot.actions.progress import Progress
from dxrobot.config import Workspace, find_workspace
from dxrobot.i18n import _

QUIET = Progress(lambda _kind, _done, _total: None)
"""Shows nothing, where bars would write over what a person is asked."""


def current_workspace() -> Workspace:
    """The workspace of the current folder."""
    return find_workspace(Path.cwd())


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Bars for pages and records on standard error, drawn only as they are needed."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    titles = {"pages": _("読み取り(ページ)"), "items": _("登録(件)")}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks: dict[str, TaskID] = {}
    with Bars(*columns, console=Console(stderr=True)) as bars:

        def report(kind: str, done: int, total: int) -> None:
            if kind not in tasks:
                tasks[kind] = bars.add_task(titles[kind], total=None)
            bars.update(tasks[kind], completed=done, total=total)

        yield Progress(report, lambda sentence: bars.console.print(sentence, highlight=False, markup=False))
