"""Serving a site on the loopback address, never longer than its parent lives."""

from __future__ import annotations

import os
import signal
import stat
import sys
import threading
import time
import urllib.request
from types import FrameType
from wsgiref.types import WSGIApplication

import waitress

HOST = "127.0.0.1"
_PARENT_CHECK_S = 1.0


def serve(application: WSGIApplication, port: int) -> None:
    """Let ``application`` answer on ``port`` (0: any free one) and say so in one line.

    Returns after SIGTERM or the parent's end.
    """
    signal.signal(signal.SIGTERM, _stop)
    server = waitress.create_server(application, host=HOST, port=port, threads=8, ident=None)
    address = f"http://{HOST}:{server.effective_port}/"
    for duty in (_wait_for_end_of_stdin, _wait_for_end_of_parent):
        threading.Thread(target=duty, daemon=True).start()
    threading.Thread(target=_say_ready, args=(address,), daemon=True).start()
    server.run()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _say_ready(address: str) -> None:
    """Fetch the login page once, so that READY means that the site has really answered."""
    with urllib.request.urlopen(address):  # noqa: S310 - our own loopback address
        print(f"READY {address}", flush=True)


def _wait_for_end_of_stdin() -> None:
    """A parent that holds a pipe to us lets go of it in whatever way it ends; a terminal or a file says nothing."""
    if sys.stdin is None or not stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        return
    # Not through sys.stdin: its lock, held here at the end, would make the interpreter abort.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _wait_for_end_of_parent() -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECK_S)
    os.kill(os.getpid(), signal.SIGTERM)
