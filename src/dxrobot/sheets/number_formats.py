"""What a number looks like in its cell, where that changes its meaning: leading zeros, per cent, Japanese dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from dxrobot.sheets.package import MAIN, Package

# Numbers of formats that a Japanese Excel writes without saying what they are (ECMA-376 Part 1, 18.8.30, ja-jp).
_JAPANESE_DATES = frozenset({*range(27, 32), 34, 35, 36, *range(50, 55), 55, 56, 57, 58})
_JAPANESE_TIMES = frozenset({32, 33})
_BUILT_IN = {2: "0.00", 9: "0%", 10: "0.00%"}
_BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22})
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_CONDITION_OR_COLOUR = re.compile(r"\[[^\]]*\]")
_PADDED = re.compile(r"0{2,}")
_PERCENT = re.compile(r"[#,]*0(?:\.(0+))?%")
_DECIMALS = re.compile(r"0\.(0+)")
_PARTED = re.compile(r"0+(?:-0+)+")
_POSTAL_FORMAT = "[<=999]000;[<=9999]000\\-00;000\\-0000"


class Look(Enum):
    """Kinds of formats that make a number something else to the person who sees it."""

    DATE = "date"
    PADDED = "padded"
    PERCENT = "percent"
    POSTAL = "postal"
    PARTED = "parted"
    DECIMALS = "decimals"


class Format(NamedTuple):
    """One such format: its kind, and the digits that it shows (before or after the point)."""

    look: Look
    digits: int = 0
    parts: tuple[int, ...] = ()
    """For digits parted by hyphens (``000-0000-0000``): how many each part has."""


def format_of(number: int, code: str) -> Format | None:
    """The format with this number and code, or None when it shows a number as the number it is."""
    if number in _JAPANESE_DATES or number in _BUILT_IN_DATES:
        return Format(Look.DATE)
    if number in _JAPANESE_TIMES:
        return None
    code = _BUILT_IN.get(number, code)
    if code.startswith(_POSTAL_FORMAT):
        return Format(Look.POSTAL)
    first = code.split(";")[0]
    if percent := _PERCENT.fullmatch(first):
        return Format(Look.PERCENT, len(percent[1] or ""))
    if decimals := _DECIMALS.fullmatch(first):
        return Format(Look.DECIMALS, len(decimals[1]))
    parted = first.replace("\\-", "-").replace('"-"', "-")
    if _PARTED.fullmatch(parted):
        return Format(Look.PARTED, parted.count("0"), tuple(map(len, parted.split("-"))))
    bare = _CONDITION_OR_COLOUR.sub("", _QUOTED.sub("", first))
    if _PADDED.fullmatch(bare) and bare == first:
        return Format(Look.PADDED, len(bare))
    return Format(Look.DATE) if _is_date(bare) else None


def _is_date(bare: str) -> bool:
    """Whether a format without quoted text and brackets shows a day: year, month or day beside more than a time."""
    plain = bare.lower().replace("general", "").replace("g/標準", "").replace("am/pm", "").replace("a/p", "")
    if re.search(r"[0#?]", re.sub(r"\.0+$", "", plain.split("@")[0])):
        return False
    return bool(re.search(r"[yd]|g{1,3}e|(?<![a-z])e", plain)) or ("m" in plain and not re.search(r"[hs]", plain))


def formats_of_styles(package: Package) -> list[Format | None]:
    """The format of every cell style of a workbook, by the style's number."""
    for part in package.related(package.workbook_part, "styles"):
        root = package.tree(part)
        codes = {
            int(found.get("numFmtId", "0")): found.get("formatCode", "")
            for found in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
        }
        numbers = [int(style.get("numFmtId", "0")) for style in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]
        return [format_of(number, codes.get(number, "")) for number in numbers]
    return []


def odd_styles(package: Package) -> Mapping[int, Format]:
    """The styles that show a number as something else."""
    return {number: found for number, found in enumerate(formats_of_styles(package)) if found is not None}


def in_format(number: float, shape: Format, *, from_1904: bool) -> str:
    """``number`` as a cell of this format shows it; dates in ISO form whatever the format.

    Raises :class:`ArithmeticError` where that is a day that no calendar has.
    """
    if shape.look is Look.DATE:
        return _date(number, from_1904=from_1904)
    if shape.look is Look.PERCENT:
        return f"{Decimal(repr(number)) * 100:.{shape.digits}f}%"
    if shape.look is Look.DECIMALS:
        return _decimals(plain_number(number), shape.digits)
    if number < 0 or number != int(number):
        return plain_number(number)
    digits = str(int(number))
    if shape.look is Look.POSTAL:
        padded = digits.zfill(3 if number <= 999 else 5 if number <= 9999 else 7)
        return padded if len(padded) == 3 else f"{padded[:3]}-{padded[3:]}"
    return _parted(digits.zfill(shape.digits), shape.parts)


def _decimals(plain: str, least: int) -> str:
    """At least so many decimals; what a cell only hides is not lost."""
    whole, _point, decimals = plain.partition(".")
    return f"{whole}.{decimals.ljust(least, '0')}"


def _parted(digits: str, parts: tuple[int, ...]) -> str:
    """``digits`` in parts from the right; the first one takes what is over."""
    found: list[str] = []
    for length in reversed(parts[1:]):
        found.insert(0, digits[-length:])
        digits = digits[:-length]
    return "-".join([digits, *found])


def plain_number(number: float) -> str:
    """``number`` without ``.0``, without an exponent and with the 15 digits that a spreadsheet keeps."""
    return f"{Decimal(f'{number:.15g}'):f}"


def _date(number: float, *, from_1904: bool) -> str:
    """The day of a serial number. Excel's 1900 had a 29 February, so that days before March 1900 stand one later."""
    if number < (0 if from_1904 else 1):
        raise ArithmeticError("before the first day")
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if number < 60 else 30)
    return date_text(first + timedelta(seconds=round(number * 86_400)))


def date_text(moment: datetime) -> str:
    """``2026-04-01``, with the time when there is one: ``2026-04-01 09:30``, ``2026-04-01 09:30:15``."""
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"
