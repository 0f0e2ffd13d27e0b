import numpy as np

from dxrobot.ocr.ink import darkest_of, plain
from dxrobot.ocr.seals import without_red

GREY = np.random.default_rng(2).integers(0, 256, (40, 30)).astype(np.uint8)
COLOURLESS = np.dstack([GREY] * 3)


def test_a_page_without_colour_is_worked_on_in_grey():
    assert np.array_equal(plain(COLOURLESS), GREY)
    assert plain(GREY) is GREY


def test_one_coloured_dot_keeps_the_page_in_colour():
    page = COLOURLESS.copy()
    page[3, 5] = (200, 10, 10)
    assert plain(page) is page


def test_grey_and_colourless_pages_come_out_alike():
    clean, red = without_red(GREY)
    expected, none = without_red(COLOURLESS)
    assert np.array_equal(clean, expected)
    assert np.array_equal(red, none)


def test_the_darkest_share_is_counted_exactly():
    picture = np.repeat(np.array([[10, 20, 200]], np.uint8), 100, axis=1)
    assert [darkest_of(picture, share) for share in (0.3, 0.34, 0.7)] == [10, 20, 200]
