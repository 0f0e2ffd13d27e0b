"""Measure dxrobot beside what else there is.

    python -m tools.bench [--only NAME] [--rounds N]

Each bench prints a table and writes its figures under build/bench/.
"""

from __future__ import annotations

import argparse
import importlib

# A bench is a module of this folder with ``main(rounds)``, imported when its turn has come.
BENCHES = ("reading", "fill", "runner_cost", "ledger")


def main() -> None:
    """Run every bench, or the one that is named."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--only", choices=BENCHES)
    parser.add_argument("--rounds", type=int, default=1, help="how often everything is measured")
    options = parser.parse_args()
    for name in (options.only,) if options.only else BENCHES:
        importlib.import_module(f"tools.bench.{name}").main(options.rounds)


if __name__ == "__main__":
    main()
