from __future__ import annotations

import numpy as np
import pytest

from dxrobot.ocr.register import Registration

LYING = {
    0: [[1, 0, 5], [0, 1, 7], [0, 0, 1]],
    270: [[0, -1, 900], [1, 0, 0], [0, 0, 1]],
    180: [[-1, 0, 700], [0, -1, 900], [0, 0, 1]],
    90: [[0, 1, 0], [-1, 0, 700], [0, 0, 1]],
}
"""Ways from the blank to a page that was turned the other way round by so many degrees."""


@pytest.mark.parametrize("turn", LYING)
@pytest.mark.parametrize("skew", [-20.0, 0.0, 20.0])
def test_a_page_tells_how_it_must_be_turned_to_stand_upright(turn: int, skew: float) -> None:
    lean = np.deg2rad(skew)
    askew = np.array([[np.cos(lean), -np.sin(lean), 0], [np.sin(lean), np.cos(lean), 0], [0, 0, 1]])
    assert Registration(askew @ np.array(LYING[turn], np.float64), 10, 0.1).turn == turn
