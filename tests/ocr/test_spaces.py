import numpy as np
import pytest

from dxrobot.ocr.spaces import space_of
from dxrobot.ocr.template import FieldType

HEIGHT, STEP = 48, 8


def line(*places, widths=()):
    """A line 48 pixels high with a square character in the middle of each of ``places``, and what was read of it."""
    steps = places[-1] // STEP + 4
    picture = np.full((HEIGHT, steps * STEP), 255, np.uint8)
    narrow = np.zeros((steps, 2 + len(places)), np.float32)
    narrow[:, 0] = 1
    for number, place in enumerate(places):
        half = (widths[number] if widths else 26) // 2
        picture[10:38, place - half : place + half] = 0
        narrow[place // STEP, [0, number + 1]] = (0, 1)
    return picture, narrow


@pytest.mark.parametrize("kind", [FieldType.TEXT, FieldType.NAME, FieldType.KANA])
def test_a_wide_step_is_a_space(kind):
    space = space_of(kind, *line(20, 52, 84, 140, 172))
    assert space.put("山田町一郎") == "山田町 一郎" and space.clear


def test_even_characters_of_free_text_have_none():
    space = space_of(FieldType.TEXT, *line(20, 52, 84, 116, 148))
    assert space.put("就職先提出") == "就職先提出" and space.clear


def test_a_small_letter_leaves_white_around_it_and_is_no_space():
    places = (20, 52, 84, 116, 148)
    space = space_of(FieldType.TEXT, *line(*places, widths=(26, 26, 12, 26, 26)))
    assert space.put("パスッート") == "パスッート"


def test_a_step_that_stands_out_a_little_is_for_a_person():
    assert not space_of(FieldType.TEXT, *line(20, 52, 84, 124, 156, widths=(28,) * 5)).clear


def test_other_kinds_of_fields_have_no_spaces():
    assert space_of(FieldType.ADDRESS, *line(20, 52, 120, 152)).put("京都市北") == "京都市北"


def test_the_ink_speaks_against_another_parting():
    space = space_of(FieldType.NAME, *line(20, 52, 108, 140))
    assert space.against("山田 太郎") == 0 and space.against("山 田太郎") > 4


def test_what_stands_far_behind_a_name_may_be_a_seals():
    assert space_of(FieldType.NAME, *line(20, 52, 108, 140, 200)).twice
    assert not space_of(FieldType.NAME, *line(20, 52, 108, 140)).twice
