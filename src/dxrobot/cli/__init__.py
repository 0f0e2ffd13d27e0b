"""The command line: ``dxrobot``."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point; answers ``--version`` before anything heavy is imported."""
    if sys.argv[1:] == ["--version"]:
        from dxrobot import __version__

        sys.stdout.write(f"dxrobot {__version__}\n")
        return
    from dxrobot.cli.boundary import run_command_line

    sys.exit(run_command_line(sys.argv[1:]))
