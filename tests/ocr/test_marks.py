"""Circled choices: struck out, doubled, stray. Drawn by OpenCV on the real blank."""

import cv2
import numpy as np
import pytest

from dxrobot.ocr.ink import lay
from dxrobot.ocr.marks import read_choice
from dxrobot.ocr.register import Registration

FLAT = Registration(np.eye(3), 100, 0.3)


@pytest.fixture(scope="module")
def form(templates):
    return next(loaded for loaded in templates if loaded.template.template == "juminhyo_seikyu")


def circle(page, box):
    x, y, width, height = (round(value) for value in box)
    axes = (round(width * 0.52), round(height * 0.52))
    cv2.ellipse(page, (x + width // 2, y + height // 2), axes, 0, 0, 360, (20, 20, 20), 4, cv2.LINE_AA)


def strike(page, box):
    x, y, width, height = (round(value) for value in box)
    for part in (0.4, 0.6):
        line = y + round(height * part)
        cv2.line(page, (x - 6, line), (x + width + 6, line + 1), (20, 20, 20), 3, cv2.LINE_AA)


def read(form, circled, struck=()):
    page = np.dstack([form.blank] * 3)
    field = form.template.field("sex")
    for label in circled:
        circle(page, field.options[label])
    for label in struck:
        strike(page, field.options[label])
    return read_choice(lay(page, FLAT, form.blank), field)


def test_one_circle_is_the_choice(form):
    seen = read(form, ["女"])
    assert (seen.marks, seen.doubtful_mark) == (("女",), False)


def test_a_choice_struck_out_leaves_the_other(form):
    seen = read(form, ["男", "女"], struck=["男"])
    assert (seen.marks, seen.doubtful_mark) == (("女",), False)


@pytest.mark.parametrize("struck", [[], ["男", "女"]])
def test_two_circles_alike_are_for_a_person(form, struck):
    seen = read(form, ["男", "女"], struck)
    assert set(seen.marks) == {"男", "女"} and seen.doubtful_mark


def test_nothing_drawn_is_no_choice(form):
    assert not read(form, []).written
