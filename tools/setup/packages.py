"""Make .venv hold exactly the locked packages and this repository; run by the system's Python.

Two digests in the stamp say what stands there: of the development lock and of pyproject.toml. The stamp is written
last, so whatever was interrupted is made anew; a changed lock also makes the environment anew, which leaves no package
of the old one behind.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMP = VENV / ".packages"
LOCK = ROOT / "requirements-dev.lock"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Modules that some builds of Python lack because a header was missing when they were compiled.
NEEDED_MODULES = ("ssl", "sqlite3", "ctypes", "zlib", "bz2", "lzma")


def main() -> None:
    """Bring .venv up to date; exit status 2 with one line when that cannot be."""
    wanted = {"packages": digest(LOCK), "project": digest(ROOT / "pyproject.toml"), "folder": str(ROOT)}
    present = read_stamp()
    if present.get("packages") != wanted["packages"] or present.get("folder") != wanted["folder"]:
        make_environment()
        install_packages()
    if present != wanted:
        install_project()
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """What the last completed set-up installed; empty when there was none or its Python is gone."""
    try:
        subprocess.run([PYTHON, "-c", ""], check=True, capture_output=True)
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, subprocess.CalledProcessError, ValueError):
        return {}


def make_environment() -> None:
    """An empty virtual environment in place of whatever stood there."""
    missing = [name for name in NEEDED_MODULES if importlib.util.find_spec(name) is None]
    if missing:
        modules = ", ".join(missing)
        give_up(f"{sys.executable} に {modules} がありません。make PYTHON=… で別の Python を指定してください。")
    if importlib.util.find_spec("ensurepip") is None:
        give_up("Python の仮想環境を作れません。apt install python3-venv を実行してから、もう一度実行してください。")
    say(f"Python {sys.version.split()[0]} の環境を .venv に作っています。")
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(VENV)], "仮想環境 .venv を作れませんでした。")


def install_packages() -> None:
    """Every package of the lock, each checked against its hash."""
    say("部品を入れています(初回は数分かかります)。")
    # Most of their 13,000 modules are never used; Python compiles and keeps the others when they are first imported.
    options = ["--no-compile", "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)]
    run(
        pip("install", *options),
        "部品を入れられませんでした。ネットワークと pip の設定を確かめて、もう一度実行してください。",
    )


def install_project() -> None:
    """This repository itself, editable; the build backend comes from the lock, so nothing is fetched."""
    # --no-build-isolation looks for the backend in the environment it installs into.
    command = pip("install", "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT))
    run(command, "dxrobot を .venv に登録できませんでした。")


def pip(*arguments: str) -> list[str]:
    """A call of the environment's pip; which index it asks is the user's own setting."""
    return [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", *arguments]


def run(command: list[str], failure: str) -> None:
    """Run silently; on failure show the last lines that were printed, then ``failure``."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    environment["PIP_USER"] = "0"  # a user's "user = true" cannot hold inside a virtual environment
    done = subprocess.run(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        print("\n".join(done.stdout.splitlines()[-15:]), file=sys.stderr)
        give_up(failure)


def say(message: str) -> None:
    """One line of progress."""
    print(message, flush=True)


def give_up(message: str) -> None:
    """End with exit status 2 and one line."""
    print(message, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
