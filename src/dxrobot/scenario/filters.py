"""Filters for municipal data in expressions: ``{{ form.claim_date | iso_date }}``. A blank stays blank."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dxrobot.japanese import codes, days, text, wareki

TextFilter = Callable[[str], str]


def _of_text(function: TextFilter) -> Callable[[object], str]:
    """``function`` for any value, leaving a blank blank."""

    def apply(value: object) -> str:
        return function(str(value)) if value not in (None, "") else ""

    return apply


def _thousands(value: str) -> str:
    return f"{int(codes.amount(value)):,}"


def _zero_filled(value: object, length: int) -> str:
    return codes.zero_fill(str(value), length) if value not in (None, "") else ""


def _decoded(value: object, names: Mapping[str, str]) -> str:
    """What a code stands for; ValueError for one that is not among ``names``."""
    if value in (None, ""):
        return ""
    if str(value) not in names:
        raise ValueError("unknown code")
    return names[str(value)]


def _column(rows: Iterable[Mapping[str, object]], heading: str) -> list[object]:
    """The values below one heading; ValueError when a row has no such heading."""
    try:
        return [row[heading] for row in rows]
    except KeyError as error:
        raise ValueError("unknown heading") from error


def _where(rows: Iterable[Mapping[str, object]], wanted: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The rows that have all the ``wanted`` values; ValueError when a row has no such heading."""
    try:
        return [row for row in rows if all(str(row[heading]) == str(value) for heading, value in wanted.items())]
    except KeyError as error:
        raise ValueError("unknown heading") from error


def _plus(value: object, **parts: int) -> str:
    return days.plus(str(value), **parts) if value not in (None, "") else ""


FILTERS: Mapping[str, Callable[..., object]] = {
    "wareki": _of_text(wareki.wareki),
    "wareki_code": _of_text(wareki.wareki_code),
    "seireki": _of_text(wareki.seireki),
    "iso_date": _of_text(wareki.iso),
    "fiscal_year": _of_text(lambda value: str(wareki.fiscal_year(wareki.parse_date(value)))),
    "katakana": _of_text(text.katakana),
    "hiragana": _of_text(text.hiragana),
    "zenkaku": _of_text(text.zenkaku),
    "hankaku": _of_text(text.hankaku),
    "zengin_kana": _of_text(text.zengin_kana),
    "without_spaces": _of_text(text.without_spaces),
    "digits": _of_text(codes.digits),
    "zero_fill": _zero_filled,
    "decode": _decoded,
    "column": _column,
    "where": _where,
    "plus": _plus,
    "days_until": lambda value, later: days.days_until(str(value), str(later)),
    "age_on": lambda value, day: days.age_on(str(value), str(day)),
    "postal_code": _of_text(codes.postal_code),
    "phone": _of_text(codes.phone),
    "amount": _of_text(codes.amount),
    "yen": _of_text(_thousands),
}
