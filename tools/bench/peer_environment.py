"""The peers' own packages, which are none of dxrobot's dependencies, in an environment of their own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "build" / "bench" / "venv"
LOCK = Path(__file__).parent / "peers.lock"
STAMP = FOLDER / "lock.sha256"


class Absent(Exception):
    """A peer cannot be measured on this machine; the message says why."""


def peer_python() -> Path:
    """The Python of that environment, made when it is not there; raises :class:`Absent` when it cannot be made."""
    python = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text(encoding="ascii") == digest:
        return python
    print("Installing the peers' packages (once) ...", file=sys.stderr)
    venv.create(FOLDER, clear=True, with_pip=True)
    command = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
    ]
    if subprocess.run([*command, "-r", LOCK], check=False).returncode != 0:
        raise Absent("its packages cannot be installed here (no network?)")
    STAMP.write_text(digest, encoding="ascii")
    return python
