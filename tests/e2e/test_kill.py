"""A slice of the long proof: the runner is killed at random moments, and still nothing is entered twice or lost."""

from __future__ import annotations

from tools.prove.kill import prove


def test_killed_runs_leave_every_record_exactly_once(tmp_path):
    proof = prove(tmp_path / "kill", records=6, kills=3, seed=20261121)
    assert proof.kills > 0
    assert proof.held, proof
