"""tools/setup/python.sh picks a Python that can do the work, or says in one line what is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "tools" / "setup" / "python.sh"


def fake_python(folder: Path, name: str, *, suitable: bool, complete: bool) -> None:
    """A program that answers as a Python of that kind would, and prints its name when it is chosen."""
    answers = f"*version_info*) exit {int(not suitable)};; *ensurepip*) exit {int(not complete)};;"
    program = folder / name
    program.write_text(f'#!/bin/sh\ncase "$2" in {answers} esac\necho "{name} runs $1"\n')
    program.chmod(0o755)


def choose(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {"PATH": str(folder), **environment}
    return subprocess.run(["/bin/sh", SCRIPT, "x.py"], env=variables, capture_output=True, text=True)


def test_first_complete_python_is_chosen_over_a_newer_one_without_venv(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3.13", suitable=True, complete=False)
    fake_python(tmp_path, "python3.12", suitable=True, complete=True)
    fake_python(tmp_path, "python3", suitable=True, complete=True)
    assert choose(tmp_path).stdout == "python3.12 runs x.py\n"


def test_python_without_venv_is_taken_when_there_is_no_better_so_that_it_can_say_so(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", suitable=True, complete=False)
    assert choose(tmp_path).stdout == "python3 runs x.py\n"


def test_too_old_or_too_new_python_is_refused_in_one_line(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", suitable=False, complete=True)
    done = choose(tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Python 3.11〜3.13" in done.stderr


def test_named_python_is_taken() -> None:
    done = subprocess.run(
        ["/bin/sh", SCRIPT, "-c", "import sys; print(sys.executable)"],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == sys.executable
