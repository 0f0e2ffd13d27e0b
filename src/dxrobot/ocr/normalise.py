"""Normalise: what was read of a field, as the one form in which its value is kept, or nothing when it breaks a rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from dxrobot.japanese import codes, text, wareki
from dxrobot.ocr import kana_rules
from dxrobot.ocr.template import FieldType, TemplateField

_STRAY = " ,.、。・'`\"^~_|:;"


def normal_form(field: TemplateField, read: str) -> str | None:
    """The value ``read`` stands for in normal form; None when it cannot be one of this field."""
    try:
        value = _NORMAL[field.type](read)
    except ValueError:
        return None
    return value if value and _allowed(field, value) else None


def _allowed(field: TemplateField, value: str) -> bool:
    if field.length and field.type is not FieldType.POSTAL_CODE and len(value) != field.length:
        return False
    if field.pattern and not re.fullmatch(field.pattern, value):
        return False
    if field.minimum is None and field.maximum is None:
        return True
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return (field.minimum is None or field.minimum <= number) and (field.maximum is None or number <= field.maximum)


def _kana(read: str) -> str:
    return " ".join(kana_rules.sized(word) for word in text.kana(read).split(" "))


def _address(read: str) -> str:
    return text.address(kana_rules.in_words(read.strip(_STRAY)))


def _free(read: str) -> str:
    return text.squeeze(kana_rules.with_particles(kana_rules.in_words(text.nfkc_keeping_kanji(read).strip(_STRAY))))


def _name(read: str) -> str:
    return text.name(read.strip(_STRAY))


def _bank_kana(read: str) -> str:
    return text.squeeze(text.bank_kana(" ".join(text.kana(read).split(" "))))


def _digits(read: str) -> str:
    if not read.isdigit():
        raise ValueError("not only digits")
    return codes.digits(read)


def _number(read: str) -> str:
    plain = text.half_digits(read).replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        raise ValueError("not a number")
    return plain


def _number_of(length: int) -> Callable[[str], str]:
    def normal(read: str) -> str:
        value = _digits(read)
        if len(value) != length:
            raise ValueError("wrong number of digits")
        return value

    return normal


_NORMAL: dict[FieldType, Callable[[str], str]] = {
    FieldType.TEXT: _free,
    FieldType.KANA: _kana,
    FieldType.NAME: _name,
    FieldType.ADDRESS: _address,
    FieldType.POSTAL_CODE: codes.postal_code,
    FieldType.PHONE: codes.phone,
    FieldType.DATE: wareki.wareki,
    FieldType.NUMBER: _number,
    FieldType.AMOUNT: codes.amount,
    FieldType.DIGITS: _digits,
    FieldType.MY_NUMBER: _number_of(12),
    FieldType.CORPORATE_NUMBER: _number_of(13),
    FieldType.BANK_ACCOUNT: _digits,
    FieldType.BANK_KANA: _bank_kana,
}
