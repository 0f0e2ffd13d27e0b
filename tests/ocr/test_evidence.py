import numpy as np
import pytest

from dxrobot.ocr import variant_network
from dxrobot.ocr.evidence import View, gather
from dxrobot.ocr.lexicon import places_of_japan
from dxrobot.ocr.names import names_of_japan
from dxrobot.ocr.prior import Knowledge
from dxrobot.ocr.strips import Strip
from dxrobot.ocr.template import FieldType, TemplateField
from dxrobot.ocr.word_tree import WordTree

STEP = 8


def field(kind):
    return TemplateField(name="f", label="項目", type=kind, zone=(0, 0, 9, 9))


def written(*places, apart=4):
    """A line whose characters may be those of ``places``: the first of each likelier, by what is told of the others."""
    characters = "".join(dict.fromkeys("".join(place[0] for place in places)))
    narrow = np.full((len(places) * apart, len(characters) + 1), 1e-6, np.float32)
    narrow[:, 0] = 1
    for number, (may_be, chances) in enumerate(places):
        step = number * apart + 1
        narrow[step, 0] = 1e-6
        for one, chance in zip(may_be, chances, strict=True):
            narrow[step, characters.index(one) + 1] = chance
    picture = np.full((48, len(narrow) * STEP), 255, np.uint8)
    for number in range(len(places)):
        left = number * apart * STEP + 2
        picture[10:38, left : left + 24] = 0
    return Strip(picture), [View(narrow, characters)]


def clear(text):
    return [(one, (0.999,)) for one in text]


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge(places_of_japan(), names_of_japan())


def test_a_number_without_its_check_digit_is_looked_at_however_clear_it_is(knowledge):
    strip, views = written(*clear("12345678901"), ("78", (0.99, 0.01)))
    best = gather(field(FieldType.MY_NUMBER), strip, views, knowledge)
    assert best.best.value == "123456789018"
    assert "123456789017" in [one.value for one in best.candidates]


def test_a_clear_number_stays_as_it_is_written_though_no_check_digit_holds(knowledge):
    strip, views = written(*clear("12345678901"), ("78", (0.9999, 0.00001)))
    assert gather(field(FieldType.MY_NUMBER), strip, views, knowledge).best.value == "123456789017"


def test_a_surname_is_known_in_its_older_form(knowledge):
    strip, views = written(("滋澁渋", (0.6, 0.3, 0.01)), *clear("谷"), *clear("朝陽"))
    assert gather(field(FieldType.NAME), strip, views, knowledge).best.text.startswith("澁谷")


def test_words_that_people_wrote_again_and_again_help_on_a_line_never_seen():
    told = Knowledge(places_of_japan(), names_of_japan(), lambda _field: WordTree.of(["西山凪金"]))
    strip, views = written(*clear("西山凪"), ("全金", (0.6, 0.4)))
    untaught = Knowledge(places_of_japan(), names_of_japan())
    assert gather(field(FieldType.TEXT), strip, views, untaught).best.value == "西山凪全"
    assert gather(field(FieldType.TEXT), strip, views, told).best.value == "西山凪金"


def test_what_the_variant_network_says_makes_no_other_character_likelier(knowledge, monkeypatch):
    monkeypatch.setattr(
        variant_network, "odds_of", lambda _picture, _narrow, texts: {text: -7.0 * ("凜" in text) for text in texts}
    )
    strip, views = written(*clear("山本"), ("凜凛淳", (0.9, 0.002, 0.05)))
    found = gather(field(FieldType.NAME), strip, views, knowledge)
    names = dict.fromkeys(one.text.replace(" ", "") for one in found.candidates)
    assert list(names)[:2] == ["山本凛", "山本淳"]
    assert found.variants == 0.0  # the two disagree: a person looks


def test_of_texts_that_the_ink_may_be_the_one_made_of_words_is_likelier(knowledge):
    strip, views = written(("質賃", (0.8, 0.15)), *clear("貸契約の更新"))
    seen = gather(field(FieldType.TEXT), strip, views, knowledge)
    assert seen.best.value == "賃貸契約の更新" and not seen.agreed, "a person hears that the ink alone says otherwise"


def test_clear_ink_stays_as_it_is_written_though_it_is_no_word(knowledge):
    strip, views = written(("質賃", (0.98, 0.0005)), *clear("貸契約の更新"))
    assert gather(field(FieldType.TEXT), strip, views, knowledge).best.value == "質貸契約の更新"


def test_a_list_of_the_citys_own_stands_above_the_dictionary(knowledge):
    own = WordTree.of(["質貸契約の更新"])
    listed = Knowledge(knowledge.places, knowledge.names, lambda _field: own)
    strip, views = written(("質賃", (0.8, 0.15)), *clear("貸契約の更新"))
    assert gather(field(FieldType.TEXT), strip, views, listed).best.value == "質貸契約の更新"


def test_words_that_were_learned_leave_the_dictionary_in_force_for_other_texts(knowledge):
    learned = Knowledge(knowledge.places, knowledge.names, lambda _field: WordTree.of(["年金の手続き"]))
    strip, views = written(("質賃", (0.8, 0.15)), *clear("貸契約の更新"))
    assert gather(field(FieldType.TEXT), strip, views, learned).best.value == "賃貸契約の更新"
