"""A slice of the long proof: killed at random moments, on a site that fails, nothing is entered twice or lost."""

from __future__ import annotations

from tools.prove.chaos import prove


def test_killed_runs_leave_every_record_exactly_once(tmp_path):
    proof = prove(tmp_path / "chaos", records=3, kills=2, seed=20261121)
    assert proof.kills >= 2
    assert proof.held, proof
