"""Whether a page shows what was entered, though in its own way of writing; and the shape of what it shows instead."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from dxrobot.japanese.wareki import parse_date

# What pages put between digits of their own accord; before them, a hyphen is a sign.
_SEPARATORS = re.compile(r"(?<=\d)[,\s\-\u2010-\u2015\u2212](?=\d)")
_AMOUNT = re.compile(r"[¥\\]?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+))\s*円?")
_DECIMAL = re.compile(r"[+-]?\d+\.\d+|[+-]?\d+")
_WEEKDAY = re.compile(r"\s*\([月火水木金土日](?:曜日?)?\)$")
_POSTAL_CODE = re.compile(r"〒?\s*(\d{3})\s*-?\s*(\d{4})")
# Dates and times, in which a page may leave out the spaces between its parts.
_MOMENT = re.compile(r"[\d/:.\-年月日時分秒\s]*\d[\d/:.\-年月日時分秒\s]*")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SHAPE_AT_MOST = 30
_KEPT = "¥円年月日時分秒〒"


def same(shown: str | bool | None, wanted: str | bool) -> bool:
    """Whether a page shows what was entered.

    A page may write it in its own way: full-width or half-width, digits with separators (1,200, 615-8252), an amount
    with its sign (¥1,200), a fraction with more or fewer zeros (8.50), a date in another notation (2026年11月3日).
    """
    if not isinstance(shown, str) or not isinstance(wanted, str):
        return shown is wanted
    shown, wanted = (unicodedata.normalize("NFKC", text).strip() for text in (shown, wanted))
    if shown == wanted or (wanted.isdecimal() and _SEPARATORS.sub("", shown) == wanted):
        return True
    shown, wanted = (_DASHES.sub("-", text) for text in (shown, wanted))
    ways = (_amount, _fraction, _day, _postal_code, _moment)
    return any(way(shown, wanted) for way in ways)


def shape_of(shown: str | bool | None) -> str:
    """What a page shows, with 9 for every digit and ○ for every letter: it may be personal whatever the robot says."""
    if not isinstance(shown, str):
        return ""
    letters = (_shaped(letter) for letter in shown[:_SHAPE_AT_MOST])
    return "".join(letters) + ("…" if len(shown) > _SHAPE_AT_MOST else "")


def _shaped(letter: str) -> str:
    if letter.isdigit():
        return "9"
    return "○" if letter.isalpha() and letter not in _KEPT else letter


def _amount(shown: str, wanted: str) -> bool:
    one, other = _AMOUNT.fullmatch(shown), _AMOUNT.fullmatch(wanted)
    return bool(one and other) and _plain(one) == _plain(other)


def _plain(amount: re.Match[str] | None) -> str:
    return amount[1].replace(",", "") if amount else ""


def _fraction(shown: str, wanted: str) -> bool:
    """Two numbers of which at least one has a fraction: 007 is no number, and stays what it is."""
    if "." not in shown + wanted or not (_DECIMAL.fullmatch(shown) and _DECIMAL.fullmatch(wanted)):
        return False
    return shown.split(".")[0] == wanted.split(".")[0] and Decimal(shown) == Decimal(wanted)


def _day(shown: str, wanted: str) -> bool:
    try:
        return parse_date(_WEEKDAY.sub("", shown)) == parse_date(wanted)
    except ValueError:
        return False


def _postal_code(shown: str, wanted: str) -> bool:
    one, other = _POSTAL_CODE.fullmatch(shown), _POSTAL_CODE.fullmatch(wanted)
    return bool(one and other and one.groups() == other.groups())


def _moment(shown: str, wanted: str) -> bool:
    return bool(_MOMENT.fullmatch(wanted)) and "".join(shown.split()) == "".join(wanted.split())
