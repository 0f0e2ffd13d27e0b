from __future__ import annotations

import numpy as np
import pytest

from dxrobot.ocr.register import Registration, features, register
from dxrobot.ocr.template_files import load_template
from tests.ocr.conftest import TEMPLATES

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


def test_a_page_turned_upside_down_is_found_where_it_lies() -> None:
    """Half a pixel of the shrunk picture would be two of the page, and show when it is turned."""
    blank = load_template(TEMPLATES / "jido_teate_nintei" / "template.yaml").blank
    height, width = blank.shape
    lie = register(features(blank), features(np.ascontiguousarray(blank[::-1, ::-1])))
    assert lie is not None
    corners = np.array([[300.0, 400.0], [1400.0, 400.0], [300.0, 1900.0], [1400.0, 1900.0]])
    off = lie.on_page(corners) - (np.array([width - 1, height - 1]) - corners)
    assert np.abs(off).max() < 0.3
