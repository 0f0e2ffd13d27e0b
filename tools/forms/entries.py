"""What a person enters into a form: the normal form for the truth, and how it is written on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from numpy.random import Generator

from tools.forms.persons import (
    WORDS,
    Name,
    chance,
    digits,
    era_of,
    invent_address,
    invent_day,
    invent_my_number,
    invent_name,
    invent_phone,
    pick,
    places,
    wareki,
)

Value = str | bool | None
TODAY = (date(2026, 9, 1), date(2026, 10, 9))
"""Days on which the forms of these sets are handed in."""
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


@dataclass(frozen=True)
class Entry:
    """One field filled in: ``value`` in normal form (None when left empty) and ``written`` as on the page."""

    value: Value
    written: str = ""


Entries = dict[str, Entry]


def plain(value: str) -> Entry:
    """A value written exactly as its normal form."""
    return Entry(value, value)


def written_date(rng: Generator, day: date) -> Entry:
    """A date; most people follow the long form, some write dots or the letter of the era."""
    era, year = era_of(day)
    short = {"令和": "R", "平成": "H", "昭和": "S"}.get(era)
    long = wareki(day)
    if short and year > 1 and chance(rng, 0.07):
        return Entry(long, f"{short}{year}.{day.month}.{day.day}")
    if year > 1 and chance(rng, 0.05):
        return Entry(long, f"{era}{year}.{day.month}.{day.day}")
    return plain(long)


def _birth(day: date) -> Entries:
    era, year = era_of(day)
    return {
        "birth_era": plain(era),
        "birth_y": plain(str(year)),
        "birth_m": plain(str(day.month)),
        "birth_d": plain(str(day.day)),
    }


def _address(rng: Generator, postal: str, address: str) -> Entries:
    place = pick(rng, places())
    text = invent_address(rng, place)
    wide = text.translate(FULL_WIDTH) if chance(rng, 0.1) else text
    return {
        postal: Entry(f"{place.postal[:3]}-{place.postal[3:]}", place.postal),
        address: Entry(text, wide),
    }


def _amount(rng: Generator) -> Entry:
    value = int(rng.integers(300, pick(rng, (3_000, 30_000, 900_000, 9_000_000))))
    form = pick(rng, ("¥{:,}", "¥{:,}-", "{:,}円", "{}円", "{:,}"))
    return Entry(str(value), form.format(value))


def _sometimes_blank(rng: Generator, share: float, entries: Entries) -> Entries:
    return {name: Entry(None) for name in entries} if chance(rng, share) else entries


def _ticks(rng: Generator, fields: tuple[str, ...], share: float) -> Entries:
    return {name: Entry(chance(rng, share)) for name in fields}


def juminhyo_seikyu(rng: Generator) -> Entries:
    """住民票の写し等交付請求書, filled in by one invented person."""
    person = invent_name(rng)
    born = invent_day(rng, date(1932, 1, 1), date(2007, 12, 31))
    other = pick(rng, places()).postal
    reading = plain(person.kana)
    return {
        "date_line": written_date(rng, invent_day(rng, *TODAY)),
        "furigana": reading,
        "name": plain(person.written),
        "sex": plain(person.sex),
        "name_rare": plain(_family_head(rng, person).written),
        **_birth(born),
        **_address(rng, "postal_box", "address"),
        **_sometimes_blank(rng, 0.1, {"tel": plain(invent_phone(rng))}),
        "mynum_box": plain(invent_my_number(rng)),
        **_ticks(rng, ("check_self", "check_household", "check_agent"), 0.4),
        **_ticks(rng, ("check_juminhyo", "check_koseki", "check_inkan"), 0.5),
        **_sometimes_blank(rng, 0.05, {"reason": plain(pick(rng, WORDS["reasons"]))}),
        "digits_fw": _wide_key(rng),
        **_sometimes_blank(
            rng,
            0.15,
            {
                "account_box": plain(digits(rng, 7)),
                "kana_holder": reading,
                "amount": _amount(rng),
                "postal_line": Entry(f"{other[:3]}-{other[3:]}", f"〒{other[:3]}-{other[3:]}"),
            },
        ),
    }


def _wide_key(rng: Generator) -> Entry:
    key = digits(rng, 8)
    return Entry(key, key.translate(FULL_WIDTH))


def _family_head(rng: Generator, person: Name) -> Name:
    return invent_name(rng, (person.surname, person.surname_kana) if chance(rng, 0.5) else None)


def jido_teate_nintei(rng: Generator) -> Entries:
    """児童手当 認定請求書, filled in by a parent of one or two children."""
    person = invent_name(rng)
    family = (person.surname, person.surname_kana)
    return {
        "claim_no": plain(digits(rng, 8)),
        "claim_date": written_date(rng, invent_day(rng, *TODAY)),
        "kana": plain(person.kana),
        "name": plain(person.written),
        "sex": plain(person.sex),
        **_birth(invent_day(rng, date(1976, 1, 1), date(1992, 6, 30))),
        "my_number": plain(invent_my_number(rng)),
        **_address(rng, "postal", "address"),
        **_sometimes_blank(rng, 0.08, {"phone": plain(invent_phone(rng))}),
        "pension": plain(pick(rng, ("厚生年金", "国民年金", "その他"))),
        **_sometimes_blank(rng, 0.2, {"spouse_name": plain(_spouse(rng, person).written)}),
        **_child(rng, "child1", family),
        **_sometimes_blank(rng, 0.4, _child(rng, "child2", family)),
        "bank_name": plain(f"{pick(rng, WORDS['banks'])} {pick(rng, WORDS['branches'])}"),
        "account": plain(digits(rng, 7)),
        "account_kana": plain(person.kana),
        **_ticks(rng, ("attach_income", "attach_insurance"), 0.5),
        "consent": Entry(chance(rng, 0.85)),
    }


def _spouse(rng: Generator, person: Name) -> Name:
    return invent_name(rng, (person.surname, person.surname_kana), "女" if person.sex == "男" else "男")


def _child(rng: Generator, name: str, family: tuple[str, str]) -> Entries:
    return {
        f"{name}_name": plain(invent_name(rng, family).written),
        f"{name}_birth": written_date(rng, invent_day(rng, date(2012, 4, 2), date(2026, 8, 20))),
        f"{name}_living": plain("同居" if chance(rng, 0.8) else "別居"),
    }


FORMS: dict[str, Callable[[Generator], Entries]] = {
    "juminhyo_seikyu": juminhyo_seikyu,
    "jido_teate_nintei": jido_teate_nintei,
}
