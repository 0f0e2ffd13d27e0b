import pytest

from dxrobot.ocr.cross_check import cross_check
from dxrobot.ocr.evidence import Candidate, Evidence
from dxrobot.ocr.normalise import normal_form
from dxrobot.ocr.places import Places
from dxrobot.ocr.reading import Status
from dxrobot.ocr.template import FieldType, Template, TemplateField
from dxrobot.ocr.validate import Verdict, judge

PLACES = Places(
    by_code={"615-8252": ("京都府京都市西京区御陵北山下町",), "100-0001": ("東京都千代田区千代田",)},
    prefectures=("京都府", "東京都"),
    cities={"京都府": ("京都市西京区",), "東京都": ("千代田区",)},
    towns={"京都府京都市西京区": ("御陵北山下町",), "東京都千代田区": ("千代田",)},
)


def field(kind, **more):
    return TemplateField(name="f", label="項目", type=kind, zone=(0, 0, 10, 10), **more)


def sure(of, text, **changes):
    value = normal_form(of, text)
    evidence = {"agreed": True, "weakest": 0.99, "margin": 9.0, "written": True}
    return Evidence(candidates=(Candidate(text, value, -0.1),), **(evidence | changes))


def verdict(kind, text, changes=None, **more):
    of = field(kind, **more)
    return judge(of, sure(of, text, **(changes or {})), PLACES)


def test_a_sure_reading_is_accepted_in_normal_form():
    found = verdict(FieldType.DATE, "R8.9.11", {"views": 1})
    assert (found.status, found.value, found.text) == (Status.ACCEPTED, "令和8年9月11日", "R8.9.11")


@pytest.mark.parametrize("change", [{"agreed": False}, {"margin": 1.0}])
def test_low_confidence_amount_waits_for_review(change):
    assert verdict(FieldType.AMOUNT, "¥71,052", change).status is Status.REVIEW


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (FieldType.MY_NUMBER, "621498320258", "検査用数字"),
        (FieldType.POSTAL_CODE, "999-9999", "存在しません"),
        (FieldType.DATE, "平成31年5月1日", "存在しない日付"),
        (FieldType.PHONE, "12-345", "電話番号"),
        (FieldType.NAME, "山田太郎", "区切り"),
        (FieldType.KANA, "ウェダ シンゴ", "小さい文字"),
    ],
)
def test_a_broken_rule_goes_to_a_person_with_its_reason(kind, text, reason):
    found = verdict(kind, text)
    assert found.status is Status.REVIEW and reason in found.reason


def test_a_name_whose_variant_the_ink_may_be_as_well_goes_to_a_person():
    of = field(FieldType.NAME)
    for apart, status in ((3.0, Status.REVIEW), (15.0, Status.ACCEPTED)):
        found = tuple(
            Candidate(text, text, score) for text, score in (("宮崎 直樹", -0.1), ("宮﨑 直樹", -0.1 - apart))
        )
        evidence = Evidence(found, written=True, agreed=True, weakest=0.999, margin=apart, worth=4.0, views=1)
        assert judge(of, evidence, PLACES).status is status


def test_money_is_accepted_only_where_both_engines_agree():
    of = field(FieldType.AMOUNT)
    sure_of_it = {"weakest": 0.999, "margin": 12.0, "views": 3}
    assert judge(of, sure(of, "¥71,052", **sure_of_it), PLACES).status is Status.ACCEPTED
    assert judge(of, sure(of, "¥71,052", **sure_of_it | {"agreed": False}), PLACES).status is Status.REVIEW


def test_a_name_with_variants_offers_the_other_spellings():
    found = verdict(FieldType.NAME, "高木 剛", {"margin": 1.0})
    assert found.status is Status.REVIEW
    assert "髙木 剛" in found.candidates
    assert "髙木 﨑" not in found.candidates


def test_an_empty_required_field_is_asked_for_and_an_optional_one_is_blank():
    assert judge(field(FieldType.NAME, required=True), Evidence(), PLACES).status is Status.REVIEW
    assert judge(field(FieldType.NAME), Evidence(), PLACES).status is Status.BLANK


def test_ink_that_nobody_can_read_is_not_blank():
    assert judge(field(FieldType.NAME), Evidence(written=True), PLACES).status is Status.REVIEW


def test_two_circles_are_not_a_choice():
    of = TemplateField(
        name="sex", label="性別", type=FieldType.CHOICE, options={"男": (0, 0, 9, 9), "女": (20, 0, 9, 9)}
    )
    found = judge(of, Evidence(written=True, marks=("男", "女"), doubtful_mark=True), PLACES)
    assert found.status is Status.REVIEW and found.candidates == ("男", "女")


@pytest.mark.parametrize(("number", "allowed"), [("12", True), ("13", False), ("0", False)])
def test_a_number_out_of_range_is_no_value(number, allowed):
    assert (normal_form(field(FieldType.DIGITS, minimum=1, maximum=12), number) is not None) == allowed


@pytest.mark.parametrize(
    ("number", "limits", "allowed"),
    [
        ("-5", {"maximum": 3}, True),
        ("1.5", {"minimum": 1, "maximum": 3}, True),
        ("3.1", {"maximum": 3}, False),
        ("-0.5", {"minimum": 0}, False),
    ],
)
def test_limits_hold_for_fractions_and_below_zero(number, limits, allowed):
    assert (normal_form(field(FieldType.NUMBER, **limits), number) is not None) == allowed


def test_kana_get_the_only_size_they_can_have():
    assert normal_form(field(FieldType.KANA), "シブャ ュイ") == "シブヤ ユイ"
    assert normal_form(field(FieldType.KANA), "マッオ リョウヘイ") == "マツオ リョウヘイ"


def test_buildings_in_addresses_are_katakana():
    of = field(FieldType.ADDRESS)
    assert normal_form(of, "東京都多摩市南野7ー11−6コ一ポ松風607") == "東京都多摩市南野7-11-6コーポ松風607"
    assert normal_form(of, "千代田区一番町1-1第二ハイッ702") == "千代田区一番町1-1第二ハイツ702"


def rules_template(*rules, **kinds):
    fields = [{"name": name, "label": name, "type": kind, "zone": (0, 0, 9, 9)} for name, kind in kinds.items()]
    return Template.model_validate(
        {"template": "t", "title": "t", "key": next(iter(kinds)), "fields": fields, "rules": rules}
    )


def accepted(**values):
    return {name: Verdict(value, str(value), Status.ACCEPTED) for name, value in values.items()}


def test_an_address_that_its_postal_code_does_not_lead_to_is_doubted():
    template = rules_template(
        {"rule": "postal_address", "postal": "postal", "address": "address"}, postal="postal_code", address="address"
    )
    right = accepted(postal="615-8252", address="京都府京都市西京区御陵北山下町9丁目")
    assert cross_check(template, right, PLACES)["address"].status is Status.ACCEPTED
    wrong = accepted(postal="615-8252", address="東京都千代田区千代田1-1")
    assert cross_check(template, wrong, PLACES)["address"].status is Status.REVIEW
    misread = accepted(postal="615-8252", address="京都府京都巾西京区御陵北山下町9")
    found = cross_check(template, misread, PLACES)["address"]
    assert found.status is Status.REVIEW and "京都府京都市西京区御陵北山下町9" in found.candidates


def test_a_birthday_that_never_was_is_doubted_in_all_its_parts():
    rule = {"rule": "date_parts", "era": "e", "year": "y", "month": "m", "day": "d"}
    template = rules_template(rule, e="text", y="digits", m="digits", d="digits")
    assert cross_check(template, accepted(e="昭和", y="64", m="1", d="7"), PLACES)["d"].status is Status.ACCEPTED
    assert cross_check(template, accepted(e="昭和", y="64", m="1", d="8"), PLACES)["d"].status is Status.REVIEW


def test_furigana_shorter_than_the_name_is_doubted():
    template = rules_template({"rule": "kana_name", "kana": "k", "name": "n"}, k="kana", n="name")
    assert cross_check(template, accepted(k="ハヤシ シンゴ", n="林 慎吾"), PLACES)["k"].status is Status.ACCEPTED
    assert cross_check(template, accepted(k="ハ シ", n="小林 慎吾"), PLACES)["k"].status is Status.REVIEW


def test_a_number_that_only_its_check_digit_chose_waits_for_review():
    changes = {"agreed": False, "weakest": 0.0, "margin": 0.8, "freedom": 5.0, "worth": 6.0, "views": 3}
    assert verdict(FieldType.MY_NUMBER, "123456789018", changes).status is Status.REVIEW
    assert verdict(FieldType.MY_NUMBER, "123456789018", {"worth": 6.0, "views": 1}).status is Status.ACCEPTED


@pytest.mark.parametrize(("number", "status"), [("203040506070", Status.REVIEW), ("100000000013", Status.ACCEPTED)])
def test_a_number_that_ends_in_0_passes_with_digits_misread_and_needs_both_engines(number, status):
    seen = {"worth": 6.0, "margin": 12.0, "weakest": 0.999, "views": 3}
    assert verdict(FieldType.MY_NUMBER, number, seen).status is Status.ACCEPTED
    assert verdict(FieldType.MY_NUMBER, number, seen | {"agreed": False}).status is status
