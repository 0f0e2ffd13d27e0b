"""Japanese eras: dates as 和暦 and 西暦, with the exact first and last day of every era.

Sources: 明治改元の詔 (1868-10-23 by the Gregorian calendar), 大正改元 (1912-07-30), 昭和改元 (1926-12-25),
昭和64年政令第1号 (平成, from 1989-01-08), 平成31年政令第143号 (令和, from 2019-05-01). The day on which an era
changed inside a day (1912-07-30, 1926-12-25) may be written in either era and counts as the new one when formatted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")
"""The time zone in which a day begins and ends for the city."""


@dataclass(frozen=True, slots=True)
class Era:
    """One era: its name, its letter (M, T, S, H, R), its first and its last day."""

    name: str
    letter: str
    first: date
    last: date

    def day(self, year: int, month: int, day: int) -> date:
        """The date of ``year`` of this era; ValueError when it does not exist or lies outside the era."""
        found = date(self.first.year + year - 1, month, day)
        if year < 1 or not self.first <= found <= self.last:
            raise ValueError("the day lies outside the era")
        return found


ERAS = (
    Era("明治", "M", date(1868, 10, 23), date(1912, 7, 30)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), date.max),
)

_NUMBER = r"(\d{1,3}|元)"
_WAREKI = re.compile(rf"(明治|大正|昭和|平成|令和|[MTSHR]){_NUMBER}(?:年|[./-])(\d{{1,2}})(?:月|[./-])(\d{{1,2}})日?")
_SEIREKI = re.compile(r"(?:西暦)?(\d{4})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?")
_FISCAL_YEAR = re.compile(r"(?:(明治|大正|昭和|平成|令和|[A-Z])(\d{1,2}|元)|(\d{4}))(?:年度?)?")
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十]+(?=[年月日])")
_KANJI_DIGITS = "〇一二三四五六七八九"
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def era_named(name: str) -> Era:
    """The era called ``name``, in full or by its letter; ValueError when there is none."""
    for era in ERAS:
        if name in (era.name, era.letter, era.letter.lower()):
            return era
    raise ValueError("unknown era")


def era_of(day: date) -> Era:
    """The era ``day`` lies in, the later of two on the day of change; ValueError before 明治."""
    for era in reversed(ERAS):
        if era.first <= day <= era.last:
            return era
    raise ValueError("before 明治")


def parse_date(text: str) -> date:
    """Read 令和4年2月28日, 令和四年二月二十八日, R4.2.28, 西暦2022年2月28日, 2022-02-28 or 20220228 in any width.

    Raises ValueError for text of another shape, a day that does not exist and a day outside its era
    (昭和64年1月8日, 平成31年5月1日).
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    text = _KANJI_NUMBER.sub(lambda found: str(kanji_number(found[0])), text)
    if match := _WAREKI.fullmatch(text):
        era, year, month, day = match.groups()
        return era_named(era).day(1 if year == "元" else int(year), int(month), int(day))
    match = _SEIREKI.fullmatch(text) or _COMPACT.fullmatch(text)
    if not match:
        raise ValueError("not a date")
    year, month, day = match.groups()
    return date(int(year), int(month), int(day))


def kanji_number(kanji: str) -> int:
    """二十八 or 二八 → 28; ValueError for what is no number below 100 or no row of digits."""
    tens, ten, ones = kanji.partition("十")
    if not ten:
        return int("".join(str(_KANJI_DIGITS.index(digit)) for digit in kanji))
    if len(tens) > 1 or len(ones) > 1:
        raise ValueError("not a number")
    return (_KANJI_DIGITS.index(tens) if tens else 1) * 10 + (_KANJI_DIGITS.index(ones) if ones else 0)


def from_parts(era: str, year: str, month: str, day: str) -> date:
    """A date whose parts stand in fields of their own; ``year`` may be 元. ValueError when it does not exist."""
    return parse_date(f"{era}{year}年{month}月{day}日")


def format_wareki(day: date) -> str:
    """Normal form of a date: 令和4年2月28日, without padding, the first year as 元年. ValueError before 明治."""
    era = era_of(day)
    year = day.year - era.first.year + 1
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def format_seireki(day: date) -> str:
    """The Western calendar as written in Japanese: 2022年2月28日."""
    return f"{day.year}年{day.month}月{day.day}日"


def fiscal_year(day: date) -> int:
    """年度: the year whose April begins the fiscal year of ``day`` (地方自治法 第208条)."""
    return day.year if day.month >= 4 else day.year - 1


def parse_fiscal_year(text: str) -> int:
    """Read 年度 as 2026, 2026年度, 令和8, 令和8年度, R8 or R8年度 in any width; ValueError for anything else."""
    found = _FISCAL_YEAR.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    if not found:
        raise ValueError("not a fiscal year")
    era, number, year = found.groups()
    if year:
        if not 2000 <= int(year) <= 2100:
            raise ValueError("no year of ours")
        return int(year)
    return era_named(era).first.year + (1 if number == "元" else int(number)) - 1


def wareki(text: str) -> str:
    """Any date :func:`parse_date` reads, in normal form."""
    return format_wareki(parse_date(text))


def wareki_code(text: str) -> str:
    """Any date :func:`parse_date` reads, as older systems take it: 令和8年4月15日 → 5080415 (明治 1 to 令和 5)."""
    day = parse_date(text)
    era = era_of(day)
    return f"{ERAS.index(era) + 1}{day.year - era.first.year + 1:02}{day:%m%d}"


def seireki(text: str) -> str:
    """Any date :func:`parse_date` reads, as 2022年2月28日."""
    return format_seireki(parse_date(text))


def iso(text: str) -> str:
    """Any date :func:`parse_date` reads, as 2022-02-28."""
    return parse_date(text).isoformat()
