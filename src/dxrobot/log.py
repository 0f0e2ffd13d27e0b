"""The log of a workspace: one file, masked, with tracebacks; nothing of it reaches the screen."""

from __future__ import annotations

import contextlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from loguru import logger

if TYPE_CHECKING:
    from loguru import Record

from dxrobot.masking import redactor

_JAPAN = ZoneInfo("Asia/Tokyo")
_open_path: Path | None = None
_ROTATE_AT = 5_000_000
"""Bytes after which the log file is set aside."""
_FORMAT = "{time:YYYY-MM-DD HH:mm:ss.SSS} {level: <8} {extra[run]}{name}: {message}"
_BEGINS = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} ")
"""How an entry begins; what follows of a traceback does not."""
_READ = 2_000_000
"""Bytes of a log file's end that are looked through for one run."""


def open_log(path: Path) -> None:
    """Write log lines to ``path`` from now on; every sensitive value seen by then is masked, in tracebacks too."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists() and path.stat().st_size > _ROTATE_AT:
        path.replace(path.with_suffix(".1.log"))

    def write(line: str) -> None:
        # A log that cannot be written (a full disk) must not end the work, nor show its lines elsewhere.
        with contextlib.suppress(OSError), open(path, "a", encoding="utf-8", opener=_private) as file:
            file.write(redactor.scrub(line))

    global _open_path
    _open_path = path
    logger.remove()
    logger.configure(patcher=_in_japan, extra={"run": ""})
    # No variable values in tracebacks (diagnose), since they are the records themselves.
    logger.add(write, format=_FORMAT, level="INFO", backtrace=False, diagnose=False)


class _ToOurLog(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        logger.opt(exception=record.exc_info).log(record.levelname, "{}: {}", record.name, record.getMessage())


def take_over(library: str, level: int = logging.WARNING) -> None:
    """Have what ``library`` tells through Python's own logging, from ``level`` on, stand in the workspace's log.

    Nothing of it reaches the screen.
    """
    told = logging.getLogger(library)
    told.propagate = False
    if not any(isinstance(handler, _ToOurLog) for handler in told.handlers):
        told.addHandler(_ToOurLog(level=level))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _in_japan(record: Record) -> None:
    """Log times are those of the city, whatever the machine's clock shows."""
    record["time"] = record["time"].astimezone(_JAPAN)


@contextmanager
def of_run(name: str) -> Iterator[None]:
    """Have what this thread writes into the log tell which run it is about."""
    with logger.contextualize(run=_mark(name)):
        yield


def lines_of_run(path: Path, name: str, most: int) -> list[str]:
    """The newest lines of the log at ``path`` and of the one before it that tell of a run, at most ``most``."""
    found: list[str] = []
    for file in (path.with_suffix(".1.log"), path):
        own = False
        for line in _end_of(file):
            own = f" {_mark(name)}" in line if _BEGINS.match(line) else own
            if own:
                found.append(line)
    return found[-most:]


def _mark(name: str) -> str:
    return f"[{name}] "


def _end_of(file: Path) -> list[str]:
    try:
        with file.open("rb") as content:
            content.seek(max(0, file.stat().st_size - _READ))
            return content.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []


def record_bug(error: Exception) -> Path:
    """Write the traceback of a bug into the log, or beside where no workspace was opened; the file it stands in."""
    path = _open_path or Path.home() / "dxrobot-error.log"
    if _open_path is None:
        open_log(path)
    logger.opt(exception=error).critical("bug")
    return path
