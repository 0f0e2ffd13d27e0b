import pytest

from dxrobot.ocr.evidence import Candidate, Evidence
from dxrobot.ocr.lexicon import places_of_japan
from dxrobot.ocr.names import names_of_japan
from dxrobot.ocr.prior import Knowledge
from dxrobot.ocr.template import FieldType, Template, TemplateField
from dxrobot.ocr.together import together


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge(places_of_japan(), names_of_japan())


def seen(*readings):
    """Evidence of readings with their log probabilities, the likeliest first."""
    found = tuple(Candidate(text, text, score) for text, score in readings)
    margin = found[0].score - found[1].score if len(found) > 1 else 9.0
    return Evidence(found, written=True, agreed=True, weakest=0.9, margin=margin)


def template(kinds, rule):
    fields = [TemplateField(name=name, label=name, type=kind, zone=(0, 0, 9, 9)) for name, kind in kinds.items()]
    return Template(template="t", title="様式", key=fields[0].name, fields=tuple(fields), rules=(rule,))


NAMES = template(
    {"kana": FieldType.KANA, "name": FieldType.NAME}, {"rule": "kana_name", "kana": "kana", "name": "name"}
)
PLACES = template(
    {"postal": FieldType.POSTAL_CODE, "address": FieldType.ADDRESS},
    {"rule": "postal_address", "postal": "postal", "address": "address"},
)


def test_furigana_decide_between_two_names_that_look_alike(knowledge):
    read = {"kana": seen(("サトウ タロウ", -0.1)), "name": seen(("佐膝 太郎", -0.5), ("佐藤 太郎", -1.5))}
    best = together(NAMES, read, knowledge)["name"]
    assert best.best.value == "佐藤 太郎"
    assert not best.agreed  # the ink alone said otherwise


def test_furigana_change_no_clear_name(knowledge):
    read = {"kana": seen(("サトウ タロウ", -0.1)), "name": seen(("佐膝 太郎", -0.1), ("佐藤 太郎", -12.0))}
    assert together(NAMES, read, knowledge)["name"].best.value == "佐膝 太郎"


def test_an_address_confirms_the_postal_code_that_leads_to_it(knowledge):
    address = "京都府京都市西京区御陵北山下町9-4"
    read = {"postal": seen(("615-8262", -0.9), ("615-8252", -1.4)), "address": seen((address, -0.1))}
    assert together(PLACES, read, knowledge)["postal"].best.value == "615-8252"


def test_a_name_without_a_rule_stays_as_it_was_read(knowledge):
    alone = template({"name": FieldType.NAME, "other": FieldType.TEXT}, NAMES.rules[0].model_dump() | {"kana": "other"})
    read = {"name": seen(("佐膝 太郎", -0.5), ("佐藤 太郎", -1.5)), "other": seen(("なし", -0.1))}
    assert together(alone, read, knowledge)["name"].best.value == "佐膝 太郎"
