import math

import pytest

from dxrobot.ocr.lexicon import places_of_japan
from dxrobot.ocr.names import names_of_japan
from dxrobot.ocr.prior import Knowledge, proposed_texts, worth
from dxrobot.ocr.template import FieldType, TemplateField
from dxrobot.ocr.word_tree import WordTree


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge(places_of_japan(), names_of_japan())


def field(kind):
    return TemplateField(name="f", label="項目", type=kind, zone=(0, 0, 9, 9))


def read(text, **doubts):
    """What may stand at each place: the text as read, and ``doubts`` of some of its characters a little below."""
    return [{one: math.log(0.6), **{other: math.log(0.3) for other in doubts.get(one, "")}} for one in text]


def test_a_listed_name_is_proposed_where_the_ink_allows_it(knowledge):
    assert "佐藤太郎" in proposed_texts(field(FieldType.NAME), "佐蕨太郎", read("佐蕨太郎", 蕨="藤"), knowledge)


def test_no_name_is_proposed_where_the_ink_is_of_another(knowledge):
    assert "佐藤太郎" not in proposed_texts(field(FieldType.NAME), "佐蕨太郎", read("佐蕨太郎"), knowledge)


def test_a_known_place_is_proposed_and_the_house_number_stays(knowledge):
    text = "京都府京都市西京区御凌北山下町12-3"
    assert "京都府京都市西京区御陵北山下町12-3" in proposed_texts(
        field(FieldType.ADDRESS), text, read(text, 凌="陵"), knowledge
    )


def test_variants_of_a_name_are_tried_beside_it(knowledge):
    assert "髙橋太郎" in proposed_texts(field(FieldType.NAME), "高橋太郎", read("高橋太郎"), knowledge)


@pytest.mark.parametrize(
    ("kind", "known", "unknown"),
    [
        (FieldType.NAME, "佐藤 太郎", "仏蕨 太郎"),
        (FieldType.KANA, "サトウ タロウ", "サトク ダロワ"),
        (FieldType.ADDRESS, "京都府京都市西京区御陵北山下町1", "京都府京都市西東区御陵北山下町1"),
        (FieldType.POSTAL_CODE, "615-8252", "999-9999"),
        (FieldType.MY_NUMBER, "123456789018", "123456789017"),
    ],
)
def test_what_lists_and_check_digits_know_is_worth_more(knowledge, kind, known, unknown):
    assert worth(field(kind), known, knowledge) > worth(field(kind), unknown, knowledge)


def test_words_that_fit_come_with_the_likeliest_first():
    tree = WordTree.of(["ひがし", "ひかし", "にし"])
    found = tree.fitting([{"ひ": -0.1}, {"が": -2.0, "か": -0.5}, {"し": -0.1}])
    assert [word for word, _score in found] == ["ひかし", "ひがし"]
