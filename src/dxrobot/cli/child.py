"""``python -m dxrobot.cli.child LANGUAGE``: the process that carries out one order for a worker, which talks by a pipe.

Everything is loaded before the first line comes, so that a child that waits begins at once.
"""

from __future__ import annotations

import json
import os
import select
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, connections
from loguru import logger

from dxrobot.app.carrying_out import StopWord, carry_out_order
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import find_workspace
from dxrobot.errors import DxrobotError
from dxrobot.i18n import use_language
from dxrobot.log import record_bug
from dxrobot.queue.children import Stop, end_tree
from dxrobot.store.orders import Lease

_STANDARD_INPUT = 0
_HEARING_S = 0.01
_LOST = 4
"""Exit status of a child whose worker is gone, or whose order somebody else has."""


def main() -> int:
    """Wait for the order, carry it out, and end."""
    use_language(sys.argv[1])
    logger.remove()
    try:
        workspace = find_workspace(Path.cwd())
        open_workspace(workspace)
        lines = _lines()
        words = next(lines, None)
        if words is None:
            return _LOST
        if not connection.is_usable():  # it may have been cut while this process waited
            connections.close_all()
        stop = StopWord(_is_unheard)
        threading.Thread(target=_listen, args=(lines, stop), name="worker", daemon=True).start()
        while _is_unheard():  # a worker may have gone while this process was loaded, or was frozen
            time.sleep(_HEARING_S)
        carry_out_order(
            find_workspace(workspace.root), Lease(words["order"], words["attempt"]), stop, partial(_end_at_once, stop)
        )
    except DxrobotError as error:
        logger.opt(exception=error).error("a child could not begin")
        return 2
    except Exception as error:  # the last boundary of this process
        record_bug(error)
        return 3
    return 0


def _lines() -> Iterator[dict[str, Any]]:
    """What comes through the pipe, past Python's own buffer: a thread that waits there would keep us from ending."""
    unread = b""
    while heard := os.read(_STANDARD_INPUT, 65536):
        *lines, unread = (unread + heard).split(b"\n")
        yield from map(json.loads, lines)


def _is_unheard() -> bool:
    """Whether something waits in the pipe, or its other end has closed.

    Windows has no such question; there a child ends with its worker whatever it does.
    """
    return sys.platform != "win32" and bool(select.select([_STANDARD_INPUT], [], [], 0)[0])


def _listen(lines: Iterator[dict[str, Any]], stop: StopWord) -> None:
    """Hear the worker; when its end of the pipe closes it is gone, and so is whoever would end a run that hangs."""
    for words in lines:
        stop.heard = Stop(words["stop"])
    _end_at_once(stop)


def _end_at_once(stop: StopWord) -> None:
    """End the browsers of this process, then itself: what is in doubt then, the journal knows."""
    stop.abandoned = True
    end_tree(os.getpid(), itself=False)
    os._exit(_LOST)


if __name__ == "__main__":
    sys.exit(main())
