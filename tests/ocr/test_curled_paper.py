"""Paper that does not lie flat: where its fields stand is known all the same."""

import numpy as np
import pytest
from PIL import Image

from dxrobot.ocr.identify import identify
from dxrobot.ocr.ink import grey
from tools.forms.degrade import curl


@pytest.fixture(scope="module")
def curled(templates):
    """A blank form, curled, with a red dot every 200 pixels, and how it lies on the page."""
    loaded = templates[0]
    page = np.dstack([loaded.blank] * 3)
    height, width = loaded.blank.shape
    dots = [(x, y) for x in range(150, width - 100, 200) for y in range(150, height - 100, 200)]
    for x, y in dots:
        page[y - 3 : y + 4, x - 3 : x + 4] = (255, 0, 0)
    photo = np.asarray(curl(Image.fromarray(page), np.random.default_rng(6)))
    return photo, identify(grey(photo), templates).lie, dots


def test_every_place_of_the_form_is_found_within_a_millimetre(curled):
    photo, lie, dots = curled
    far = [np.linalg.norm(found - _red_near(photo, found)) for found in lie.on_page(np.array(dots, float))]
    assert lie.bend is not None
    assert np.median(far) < 2 and max(far) < 8  # pixels; 8 are a millimetre


def test_flat_paper_has_no_bend(templates):
    assert identify(templates[0].blank, templates).lie.bend is None


def _red_near(photo, place):
    x, y = np.round(place).astype(int)
    window = photo[max(0, y - 25) : y + 26, max(0, x - 25) : x + 26].astype(int)
    rows, columns = np.nonzero(window[..., 0] - window[..., 1] > 60)
    return np.array([columns.mean() + max(0, x - 25), rows.mean() + max(0, y - 25)])
