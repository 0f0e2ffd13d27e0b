from __future__ import annotations

from dxrobot.console.holding import HOLD_S, hold, let_go


def test_a_field_is_held_for_who_asked_last_and_for_a_while_only() -> None:
    assert hold([1, 2], "hanako", now=0.0) == frozenset()
    assert hold([2, 3], "jiro", now=1.0) == {2}
    assert hold([3], "hanako", now=2.0) == {3}
    assert hold([1], "hanako", now=HOLD_S - 1) == frozenset()
    assert hold([1, 2], "jiro", now=HOLD_S + 1) == {1}
    let_go(1)
    assert hold([1], "jiro", now=HOLD_S + 2) == frozenset()
