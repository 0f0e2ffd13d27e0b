"""Numbers with rules: postal code, telephone, amount, 個人番号, 法人番号. Pure; ValueError tells a bad one."""

from __future__ import annotations

import re
import unicodedata

from stdnum.exceptions import ValidationError
from stdnum.jp import cn, in_

from dxrobot.japanese.text import DASHES

_ANY_DASH = re.compile(f"[{re.escape(DASHES)}()]+")
_POSTAL = re.compile(r"(\d{3})-?(\d{4})")
_PHONE = re.compile(r"0\d{9,10}|0\d{1,4}-\d{1,4}-\d{3,4}")
_SIGNED = re.compile(r"([+\-−▲△]?)[¥\\]?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)円?|\((\d{1,3}(?:,\d{3})+|\d+)\)")
_LONGEST_NUMBER = 40
_AMOUNT = re.compile(r"[¥\\金]*(\d{1,3}(?:,\d{3})+|\d+)(?:円?也?|-)*")


def digits(text: str) -> str:
    """The decimal digits of ``text``, half width; everything else is dropped."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c in "0123456789")


def zero_fill(text: str, length: int) -> str:
    """``text`` as a number of ``length`` digits, with the leading zeros that spreadsheets drop: 88 → 0000088."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain.isdecimal() or not len(plain) <= length <= _LONGEST_NUMBER:
        raise ValueError("not a number of this length")
    return "0" * (length - len(plain)) + plain


def postal_code(text: str) -> str:
    """Normal form ``615-8252`` of 〒615-8252, 6158252 or ６１５－８２５２."""
    plain = _dashed(text).replace("〒", "")
    match = _POSTAL.fullmatch(plain)
    if not match:
        raise ValueError("not a postal code")
    return f"{match[1]}-{match[2]}"


def phone(text: str) -> str:
    """Telephone number as written, in half-width digits and hyphens; 10 or 11 digits from 0 (電気通信番号計画)."""
    plain = _dashed(text).removeprefix("-").removesuffix("-")
    if not _PHONE.fullmatch(plain) or len(plain.replace("-", "")) not in (10, 11):
        raise ValueError("not a telephone number")
    return plain


def amount(text: str) -> str:
    """Yen as digits: ¥71,052,187-, 金４，７０７円也 → 71052187, 4707. Commas must stand where thousands end."""
    match = _AMOUNT.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if not match:
        raise ValueError("not an amount")
    return str(int(match[1].replace(",", "")))


def number(text: str) -> int | float:
    """A number as offices write it: 1,200, ¥1,200円, 12.5, and ▲1,200, △1,200 or (1,200) for −1200.

    Whole numbers are int, others float. ValueError for anything else.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    match = _SIGNED.fullmatch(plain)
    if not match or len(plain) > _LONGEST_NUMBER:
        raise ValueError("not a number")
    sign, written, in_brackets = match.groups()
    digits_of_it = (written or in_brackets).replace(",", "")
    value = float(digits_of_it)
    value = int(digits_of_it.partition(".")[0]) if value.is_integer() else value
    return -value if in_brackets or sign not in ("", "+") else value


def my_number(text: str) -> str:
    """The 12 digits of a 個人番号 whose check digit holds (番号法総務省令 第5条, by python-stdnum)."""
    try:
        return str(in_.validate(digits(text)))
    except ValidationError as error:
        raise ValueError("not a 個人番号") from error


def corporate_number(text: str) -> str:
    """The 13 digits of a 法人番号 whose check digit holds (法人番号省令 第2条, by python-stdnum)."""
    try:
        return str(cn.validate(digits(text)))
    except ValidationError as error:
        raise ValueError("not a 法人番号") from error


def _dashed(text: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return _ANY_DASH.sub("-", plain)
