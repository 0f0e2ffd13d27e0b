"""A short round of the proof about workers; the long one is ``python -m tools.prove --only workers``."""

from __future__ import annotations

from pathlib import Path

from django.db import connections

from tools.prove.rage import Crew
from tools.prove.workers import Wanted, prove


def test_orders_survive_whatever_befalls_dispatchers_and_workers(tmp_path: Path, sqlite_store: Path) -> None:
    crew = Crew(workers=2, dispatchers=2, hurried=True)
    wanted = Wanted(fires=3, entries=0, over_s=6, every_s=(1.0, 2.0), settle_s=240, crew=crew)
    proof = prove(tmp_path / "round", "embedded on sqlite", 7, wanted)
    connections.close_all()
    assert proof.held, proof
    assert proof.orders == 3
    assert sum(proof.blows.values()) > 0
