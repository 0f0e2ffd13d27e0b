import numpy as np
import pytest

from dxrobot.ocr.ink import Sheet, darkest_of, ink_box, plain
from dxrobot.ocr.seals import without_red
from dxrobot.ocr.strips import strip_of_zone

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


def _sheet_with_rest_of_line(printed):
    picture = np.full((60, 300), 255, np.uint8)
    picture[30:32, 20:80] = picture[30:32, 120:200] = 0
    known = np.zeros(picture.shape, np.bool_)
    known[25:28] = printed
    return Sheet(picture, known, np.zeros(picture.shape, np.bool_))


def test_what_a_fax_left_of_a_ruled_line_is_no_writing():
    zone = (5.0, 5.0, 290.0, 50.0)
    assert strip_of_zone(_sheet_with_rest_of_line(True), zone) is None
    assert strip_of_zone(_sheet_with_rest_of_line(False), zone) is not None  # a dash where no line is


@pytest.mark.parametrize("size", [(8, 8), (10, 5), (19, 6)], ids=["a dot", "a rest of a line", "a longer one"])
def test_specks_alone_are_no_writing(size: tuple[int, int]) -> None:
    picture = np.full((60, 200), 255, np.uint8)
    picture[30 : 30 + size[1], 50 : 50 + size[0]] = 0
    assert ink_box(picture, alone=True) is None


@pytest.mark.parametrize("size", [(3, 20), (26, 4), (13, 13)], ids=["1", "一", "the smallest hand"])
def test_a_single_small_character_is_writing(size: tuple[int, int]) -> None:
    picture = np.full((60, 200), 255, np.uint8)
    picture[30 : 30 + size[1], 50 : 50 + size[0]] = 0
    assert ink_box(picture, alone=True) == (50, 30, *size)


@pytest.mark.parametrize(
    "pieces", [[(50, 20, 18, 4), (48, 40, 22, 4)], [(60, 20, 4, 10), (60, 33, 4, 10)]], ids=["二", "a broken 1"]
)
def test_pieces_of_one_character_are_writing(pieces: list[tuple[int, int, int, int]]) -> None:
    picture = np.full((60, 200), 255, np.uint8)
    for x, y, width, height in pieces:
        picture[y : y + height, x : x + width] = 0
    assert ink_box(picture, alone=True) is not None


def test_in_a_box_of_a_comb_a_small_stroke_counts() -> None:
    """The long vowel mark, and the sound mark that has a box of its own in 全銀 kana."""
    picture = np.full((60, 50), 255, np.uint8)
    picture[30:34, 14:36] = 0
    assert ink_box(picture) is not None
