import pytest

from dxrobot.ocr.grammar import grammar_of
from dxrobot.ocr.template import FieldType, TemplateField


def grammar(kind, **more):
    return grammar_of(TemplateField(name="f", label="項目", type=kind, zone=(0, 0, 9, 9), **more))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldType.DATE, "令和8年9月11日"),
        (FieldType.DATE, "昭和元年12月31日"),
        (FieldType.DATE, "R8.9.11"),
        (FieldType.DATE, "平成元.1.8"),
        (FieldType.DATE, "2026-09-11"),
        (FieldType.DATE, "20260911"),
        (FieldType.PHONE, "090-1234-5678"),
        (FieldType.PHONE, "0428(22)1111"),
        (FieldType.PHONE, "(0428)22-1111"),
        (FieldType.PHONE, "0428221111"),
        (FieldType.POSTAL_CODE, "〒198-8701"),
        (FieldType.POSTAL_CODE, "1988701"),
        (FieldType.AMOUNT, "¥71,052,187-"),
        (FieldType.AMOUNT, "金4,707円也"),
        (FieldType.AMOUNT, "120000"),
    ],
)
def test_ways_of_writing_are_known(kind, text):
    assert grammar(kind).holds(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldType.DATE, "令8年9月11日"),
        (FieldType.DATE, "R8.9-11"),
        (FieldType.PHONE, "190-1234-5678"),
        (FieldType.PHONE, "00-3233-7441"),
        (FieldType.POSTAL_CODE, "198-870"),
        (FieldType.AMOUNT, "1,23,456"),
        (FieldType.AMOUNT, ""),
    ],
)
def test_others_are_not(kind, text):
    assert not grammar(kind).holds(text)


def test_a_comb_holds_as_many_digits_as_it_has_boxes():
    assert grammar(FieldType.MY_NUMBER, length=12).holds("1" * 12)
    assert not grammar(FieldType.MY_NUMBER, length=12).holds("1" * 11)


def test_characters_of_the_template_itself_know_no_grammar():
    assert grammar(FieldType.DATE, charset="0123456789") is None
    assert grammar(FieldType.NAME) is None
