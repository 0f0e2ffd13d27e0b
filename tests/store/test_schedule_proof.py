"""A slice of the proof about schedules: days around 29 February and around the turn of the fiscal year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxrobot.scheduler import tick
from dxrobot.store.server import Server
from tools.prove.schedules import Proof, prove

LEAP = (date(2028, 2, 26), date(2028, 3, 2))
TURN = (date(2028, 3, 29), date(2028, 4, 3))


def sliced(place: Path | Server, days: tuple[date, date]) -> Proof:
    return prove(place, 1, schedules=12, first=days[0], last=days[1], unrest=0.03)


def must_hold(proof: Proof) -> None:
    assert proof.held, proof
    assert min(proof.moments, proof.run, proof.missed, proof.clock_steps) > 0


def test_no_moment_is_lost_or_doubled_however_the_clock_is_set(store: Path | Server) -> None:
    must_hold(sliced(store, LEAP))


def test_turn_of_the_fiscal_year_loses_no_moment(sqlite_store: Path) -> None:
    must_hold(sliced(sqlite_store, TURN))


def test_proof_notices_a_clock_that_nobody_follows(sqlite_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "set_back", lambda _now: [])
    assert not sliced(sqlite_store, LEAP).held
