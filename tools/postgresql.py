"""A PostgreSQL server for tests and benches: started for them, gone with them, even when they are killed.

Its binaries are those of the system. Root may not run a server, so root starts it as another user; the data lie in a
temporary folder that only that user and root can enter.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import psycopg

MISSING = "PostgreSQL がありません。管理者に apt install postgresql を依頼してください。"
PASSWORD = "throwaway"
"""Asked for over the network only: whoever may enter the folder needs none."""
_PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
_UNPRIVILEGED = ("postgres", "nobody")
_START_S = 120
_SETTINGS = {
    "shared_buffers": "64MB",
    "max_wal_size": "4GB",
    "max_connections": "100",
    "listen_addresses": "127.0.0.1",
    "logging_collector": "off",
}
# Ends the server and removes its folder when the pipe from its owner closes, which happens whichever way the owner
# ends; a number of seconds that comes through the pipe has the server stay away for so long. The guard stays who it is:
# another user may not be able to read our Python.
_GUARD = """
import json, select, shutil, signal, subprocess, sys, time
quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

def start():
    return subprocess.Popen(sys.argv[3:], cwd="/", **quiet, **json.loads(sys.argv[1]))

def stop():
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()

server = start()
while server.poll() is None:
    if select.select([sys.stdin], [], [], 1)[0]:
        away = sys.stdin.readline()
        if not away:
            break
        stop()
        time.sleep(float(away))
        server = start()
stop()
shutil.rmtree(sys.argv[2], ignore_errors=True)
"""


@dataclass(frozen=True, slots=True)
class TemporaryServer:
    """A running server: its socket's folder, its port on this machine, and its superuser."""

    folder: Path
    port: int
    user: str
    guard: IO[bytes] | None = None

    def go_away(self, seconds: float) -> None:
        """Have the server end now, and come again after so many seconds."""
        assert self.guard is not None
        self.guard.write(f"{seconds}\n".encode())
        self.guard.flush()

    def url(self, database: str) -> str:
        """The address of ``database`` through the socket, where no password is asked for."""
        return f"postgresql://{self.user}@:{self.port}/{database}?host={self.folder}"

    def network_url(self, database: str) -> str:
        """The address of ``database`` over the network, where the password is asked for."""
        return f"postgresql://127.0.0.1:{self.port}/{database}"


def binaries() -> Path | None:
    """The folder with ``initdb`` and ``postgres``: of the path, else the newest that the system has."""
    on_path = shutil.which("postgres")
    found = [Path(on_path).resolve().parent] if on_path else []
    for place in _PLACES:
        found += sorted(Path("/").glob(place), key=_version, reverse=True)
    return next((folder for folder in found if _complete(folder)), None)


def _version(folder: Path) -> int:
    return int("".join(filter(str.isdigit, folder.parent.name)) or 0)


def _complete(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres"))


@contextmanager
def temporary_server(*, fsync: bool = False) -> Iterator[TemporaryServer]:
    """A server of its own with an empty cluster; raises RuntimeError where there are no binaries.

    Without ``fsync`` a power failure may take what it holds, and nothing waits for the disk.
    """
    programs, user = binaries(), _user()
    if programs is None:
        raise RuntimeError(MISSING)
    with tempfile.TemporaryDirectory(prefix="dxpg", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            account = pwd.getpwnam(user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        _make_cluster(programs, folder, user)
        server = TemporaryServer(folder, _free_port(), user)
        with _running(programs, server, "on" if fsync else "off") as guard:
            yield replace(server, guard=guard)


def _user() -> str:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {account.pw_name for account in pwd.getpwall()}
    return next(name for name in _UNPRIVILEGED if name in known)


def _make_cluster(programs: Path, folder: Path, user: str) -> None:
    command = [programs / "initdb", "--pgdata", folder / "data", "--username", user, "--encoding", "UTF8", "--no-sync"]
    ways = ["--locale", "C", "--auth-local", "trust", "--auth-host", "scram-sha-256"]
    done = subprocess.run([*command, *ways], capture_output=True, text=True, cwd="/", **_as(user))
    if done.returncode:
        raise RuntimeError(done.stderr)


@contextmanager
def _running(programs: Path, server: TemporaryServer, fsync: str) -> Iterator[IO[bytes] | None]:
    of_this = {"port": str(server.port), "unix_socket_directories": str(server.folder), "fsync": fsync}
    settings = {**_SETTINGS, **of_this, "full_page_writes": fsync}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(server.folder / "data"), *options]
    guarded = [sys.executable, "-c", _GUARD, json.dumps(_as(server.user)), str(server.folder), *command]
    guard = subprocess.Popen(guarded, stdin=subprocess.PIPE, start_new_session=True)
    try:
        _wait_until_ready(server, guard)
        yield guard.stdin
    finally:
        if guard.stdin:
            guard.stdin.close()
        guard.wait()


def _wait_until_ready(server: TemporaryServer, guard: subprocess.Popen[bytes]) -> None:
    for _attempt in range(_START_S * 20):
        try:
            with psycopg.connect(server.url("postgres")) as connection:
                connection.execute(f"ALTER USER {server.user} PASSWORD '{PASSWORD}'")
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
        if guard.poll() is not None:
            break
    raise RuntimeError("the server did not start")


def _as(user: str) -> dict[str, Any]:
    """How a process is started as ``user``; nothing where that is who we are."""
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
