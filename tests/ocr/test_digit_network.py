import numpy as np

from dxrobot.ocr.cells import cells_of
from dxrobot.ocr.charset import charset_of
from dxrobot.ocr.confidence import features
from dxrobot.ocr.digit_network import OTHER, SIZE, look, weakest
from dxrobot.ocr.evidence import gather
from dxrobot.ocr.template import FieldType, TemplateField
from tests.ocr.drawing import line_picture
from tests.ocr.test_evidence import clear, field, knowledge, written  # noqa: F401 - a fixture

_SURE = 0.98


def odds_of(places):
    """Of each place one character is all but certain; what is no digit is so."""
    odds = np.full((len(places), OTHER + 1), np.log((1 - _SURE) / OTHER), np.float32)
    for row, one in zip(odds, places, strict=True):
        row[int(one) if one.isdecimal() else OTHER] = np.log(_SURE)
    return odds


def test_drawn_digits_are_seen_one_by_one(engines):
    picture = line_picture("0428-2025")
    plain = TemplateField(name="f", label="項目", type=FieldType.PHONE, zone=(0, 0, 9, 9))
    charset = charset_of(plain, engines.first.characters)
    seen = look(picture, charset.narrow(engines.first.recognise([picture])[0]))
    assert seen.argmax(axis=1).tolist() == [0, 4, 2, 8, OTHER, 2, 0, 2, 5]


def test_a_blank_picture_has_no_places():
    assert look(np.full((48, 90), 255, np.uint8), np.array([[1, 0], [1, 0]], np.float32)).shape == (0, OTHER + 1)


def test_it_makes_surer_or_less_sure_and_does_not_choose(knowledge):  # noqa: F811
    strip, views = written(("49", (0.55, 0.45)), *clear("12"))
    with_it, against_it = (
        gather(field(FieldType.DIGITS), strip, views, knowledge, odds_of(one)) for one in ("412", "912")
    )
    assert with_it.best.value == against_it.best.value == "412"
    assert with_it.digits > 0.9 > 0.1 > against_it.digits
    assert features(with_it)[-1] > 0 > features(against_it)[-1]


def test_of_a_text_without_digits_or_with_more_characters_nothing_is_known():
    assert weakest(odds_of("49"), "495") is None
    assert weakest(odds_of("年月"), "年月") is None
    assert weakest(odds_of("4年"), "4年") > 0.9


def test_digits_that_touch_are_cut_apart():
    """One stroke through both: without a cut the first digit would be both and the second none."""
    picture = line_picture("42")
    picture[24, 12:66] = 0
    narrow = np.full((picture.shape[1] // 8, 3), 1e-6, np.float32)
    narrow[:, 0], narrow[2, 0], narrow[6, 0] = 1, 1e-6, 1e-6
    narrow[2, 1] = narrow[6, 2] = 1
    first, second = cells_of(picture, narrow, SIZE)
    assert first.any()
    assert second.any()
