"""The command line: ``dxrobot``."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point; answers ``--version`` before anything heavy is imported."""
    if sys.argv[1:] == ["--version"]:
        from dxrobot import __version__

        sys.stdout.write(f"dxrobot {__version__}\n")
        return
    try:
        from dxrobot.cli.boundary import run_command_line
    except KeyboardInterrupt:  # while it was still being loaded; the boundary meets later ones
        sys.exit(2)
    sys.exit(run_command_line(sys.argv[1:]))
