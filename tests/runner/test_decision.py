from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxrobot.items import IntentState
from dxrobot.runner.decision import Decision, decide, decide_after_probe
from dxrobot.store.claims import Claim

ENTERING = {Decision.ENTER, Decision.TAKE_OVER}
CLAIMS = st.builds(
    Claim,
    id=st.just(1),
    state=st.sampled_from(IntentState),
    ours=st.booleans(),
    attempt=st.integers(1, 3),
    values_digest=st.sampled_from(["x", "y"]),
    holder=st.just("a"),
    submitted_at=st.none(),
)


def claim(state: IntentState, *, ours: bool = False, digest: str = "x") -> Claim:
    return Claim(1, "100", state, ours, 1, digest, "a", None)


@pytest.mark.parametrize(
    ("state", "holder_dead", "decision"),
    [
        (IntentState.RESERVED, False, Decision.BUSY),
        (IntentState.RESERVED, True, Decision.TAKE_OVER),
        (IntentState.SUBMITTING, False, Decision.BUSY),
        (IntentState.SUBMITTING, True, Decision.PROBE),
        (IntentState.UNKNOWN, False, Decision.PROBE),
        (IntentState.UNKNOWN, True, Decision.PROBE),
        (IntentState.DONE, False, Decision.ALREADY_DONE),
        (IntentState.DONE, True, Decision.ALREADY_DONE),
    ],
)
def test_record_held_by_another_run(state: IntentState, holder_dead: bool, decision: Decision) -> None:
    assert decide(claim(state), "x", holder_dead=holder_dead) is decision


def test_own_reservation_is_entered() -> None:
    assert decide(claim(IntentState.RESERVED, ours=True), "x", holder_dead=False) is Decision.ENTER


def test_record_entered_with_other_values_goes_to_a_person() -> None:
    assert decide(claim(IntentState.DONE, digest="y"), "x", holder_dead=True) is Decision.DIFFERS


@pytest.mark.parametrize(
    ("state", "found", "holder_dead", "settled"),
    list(product([IntentState.SUBMITTING, IntentState.UNKNOWN], [False, True], [False, True], [False, True])),
)
def test_after_the_probe(state: IntentState, found: bool, holder_dead: bool, settled: bool) -> None:
    decision = decide_after_probe(claim(state), "x", found=found, holder_dead=holder_dead, settled=settled)
    if found:
        assert decision is Decision.ALREADY_DONE
    elif state is IntentState.SUBMITTING and holder_dead and settled:
        assert decision is Decision.TAKE_OVER
    else:
        assert decision is Decision.UNKNOWN


def test_record_found_with_values_since_corrected_goes_to_a_person() -> None:
    found = claim(IntentState.SUBMITTING, digest="as submitted")
    assert decide_after_probe(found, "as corrected", found=True, holder_dead=True, settled=True) is Decision.DIFFERS


@given(CLAIMS, st.sampled_from(["x", "y"]), st.booleans())
def test_nothing_is_entered_that_a_living_run_may_enter(found: Claim, digest: str, holder_dead: bool) -> None:
    decision = decide(found, digest, holder_dead=holder_dead)
    if decision in ENTERING:
        assert found.ours or (found.state is IntentState.RESERVED and holder_dead)


@given(CLAIMS, st.sampled_from(["x", "y"]), st.booleans(), st.booleans(), st.booleans())
def test_nothing_is_entered_again_before_all_proofs(
    seen: Claim, digest: str, found: bool, holder_dead: bool, settled: bool
) -> None:
    decision = decide_after_probe(seen, digest, found=found, holder_dead=holder_dead, settled=settled)
    if decision in ENTERING:
        assert not found and holder_dead and settled and seen.state is not IntentState.UNKNOWN
