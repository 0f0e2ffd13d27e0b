"""Run the long proofs, a round at a time; a round that already stands in build/prove is not run again.

python -m tools.prove [--seed N] [--rounds N] [--only chaos|learning|reading|schedules|workers]
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tools.prove.chaos import prove as prove_chaos
from tools.prove.learning import prove as prove_learning
from tools.prove.reading import prove as prove_reading
from tools.prove.schedules import schedules_round
from tools.prove.workers import round_of as workers_round

RESULTS = Path("build/prove")
SEED = 20261121
RECORDS, KILLS = 300, 200
PAGES, LEARNED_PAGES = 20, 80
DEFAULT_ROUNDS = {"chaos": 1, "learning": 1, "reading": 10, "schedules": 2, "workers": 3}
"""So many that each proof ends within an hour on two cores."""


def chaos_round(folder: Path, seed: int) -> dict[str, Any]:
    """One round of killing runs on a site that fails."""
    proof = prove_chaos(folder / "chaos", records=RECORDS, kills=KILLS, seed=seed)
    return {**asdict(proof), "held": proof.held}


def reading_round(folder: Path, seed: int) -> dict[str, Any]:
    """One round of reading pages never seen before."""
    return asdict(prove_reading(folder / "reading", pages=PAGES, seed=seed))


def learning_round(folder: Path, seed: int) -> dict[str, Any]:
    """One round of learning from half of the pages and reading the others."""
    return asdict(prove_learning(folder / "learning", pages=LEARNED_PAGES, seed=seed))


ROUNDS: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "chaos": chaos_round,
    "learning": learning_round,
    "reading": reading_round,
    "schedules": schedules_round,
    "workers": workers_round,
}


def run(name: str, seed: int, rounds: int) -> list[dict[str, Any]]:
    """Every round of one proof, those of an interrupted run taken from their file."""
    path = RESULTS / f"{name}-{seed}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    done = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    for number in range(len(done), rounds):
        folder = Path(tempfile.mkdtemp(prefix="dxrobot-prove-"))
        result = ROUNDS[name](folder, seed + number)
        if result.get("held", True):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            sys.stderr.write(f"{name} seed {seed + number} did not hold; what it left is in {folder}\n")
        done.append(result)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")
        sys.stderr.write(f"{name} round {number + 1}/{rounds} seed {seed + number}: {json.dumps(result)}\n")
    return done


def main() -> int:
    """Run what was asked for and print the totals; 1 when a proof does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tools.prove", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--rounds", type=int, help="rounds of each proof")
    parser.add_argument("--only", choices=list(ROUNDS))
    given = parser.parse_args()
    held = True
    for name in [given.only] if given.only else list(ROUNDS):
        done = run(name, given.seed, given.rounds or DEFAULT_ROUNDS[name])
        numbers = [key for key, value in done[0].items() if isinstance(value, int | float) and key != "held"]
        totals = {key: sum(result[key] for result in done) for key in numbers}
        print(json.dumps({"proof": name, "seed": given.seed, "rounds": len(done), **totals}))
        held = held and all(result.get("held", True) for result in done)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
