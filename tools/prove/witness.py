"""The witness: counts what stands in the site's own database. Shares no code with what it judges.

python -m tools.prove.witness DATABASE ROWS.csv
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

_QUESTION = "SELECT reference_no, name FROM madoguchi_residentcertificaterequest"


@dataclass(frozen=True)
class Testimony:
    """What was to be entered against what stands there."""

    wanted: int
    standing: int
    twice: tuple[str, ...]
    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    """Numbers with another name than the rows have, or that no row has."""


def testify(database: Path, rows: Path) -> Testimony:
    """Compare the rows that were to be entered with the site's records."""
    with rows.open(encoding="utf-8", newline="") as file:
        wanted = {row["整理番号"]: row["氏名"] for row in csv.DictReader(file)}
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        standing = connection.execute(_QUESTION).fetchall()
    counts = Counter(number for number, _name in standing)
    return Testimony(
        wanted=len(wanted),
        standing=len(standing),
        twice=tuple(sorted(number for number, count in counts.items() if count > 1)),
        missing=tuple(sorted(set(wanted) - set(counts))),
        wrong=tuple(sorted({number for number, name in standing if wanted.get(number) != name})),
    )


if __name__ == "__main__":
    print(json.dumps(asdict(testify(Path(sys.argv[1]), Path(sys.argv[2])))))
