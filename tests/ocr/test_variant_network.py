import numpy as np
import pytest
from PIL import Image, ImageDraw

from dxrobot.ocr.evidence import Candidate, Evidence
from dxrobot.ocr.template import FieldType, TemplateField
from dxrobot.ocr.validate import doubt_of_its_kind
from dxrobot.ocr.variant_network import odds_of
from tools.forms import fonts

_SIDE = 48


@pytest.fixture(scope="module")
def font():
    try:
        return fonts.load("NotoSansCJK-Regular.ttc", 40)
    except FileNotFoundError:
        pytest.skip("the font is not installed")


def _line(text, font):
    """The text drawn, and what a recogniser that knows where its characters stand says of it."""
    picture = Image.new("L", (_SIDE * len(text), _SIDE), 255)
    for place, one in enumerate(text):
        ImageDraw.Draw(picture).text((_SIDE * place + 4, 40), one, 0, font, anchor="ls")
    narrow = np.full((6 * len(text), 2), 1e-6, np.float32)
    narrow[:, 0] = 1
    narrow[2::6] = (1e-6, 1)
    return np.asarray(picture), narrow


@pytest.mark.parametrize(("written", "other"), [("髙田", "高田"), ("高田", "髙田"), ("岩﨑", "岩崎"), ("凛子", "凜子")])
def test_the_variant_that_stands_there_is_known(font, written, other):
    told = odds_of(*_line(written, font), [written, other, "山田", other + "一"])
    assert np.exp(told[written]) > 0.98
    assert np.exp(told[other]) < 0.02
    assert told["山田"] == told[other + "一"] == 0


@pytest.mark.parametrize(("variants", "doubted"), [(0.6, True), (0.999, False)])
def test_a_name_of_whose_variants_the_network_is_not_sure_is_shown_to_a_person(variants, doubted):
    field = TemplateField(name="f", label="氏名", type=FieldType.NAME, zone=(0, 0, 9, 9))
    candidates = (Candidate("岩﨑 航", "岩﨑 航", 3.0), Candidate("岩崎 航", "岩崎 航", -6.0))
    evidence = Evidence(candidates, written=True, variants=variants)
    assert bool(doubt_of_its_kind(field, evidence)) is doubted
