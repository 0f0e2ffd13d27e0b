"""Reading one row of people's tables: every mistake is told with its row, its column and what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from dxrobot.errors import Problem
from dxrobot.i18n import _
from dxrobot.japanese.wareki import parse_date, parse_fiscal_year
from dxrobot.ledger.columns import heading_of
from dxrobot.table_row import CellError, TableRow

Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")

_NUMBER = re.compile(r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet compute a text (OWASP, CSV Injection)."""
_MOST_DECIMALS = 4
_MOST = Decimal(10) ** 12
_LONGEST = 500


class RowReading:
    """The cells of one row, by name; what is wrong is gathered in ``problems`` and read as nothing."""

    def __init__(self, row: TableRow, problems: list[Problem]) -> None:
        self._row = row
        self._problems = problems

    @property
    def number_of_row(self) -> int:
        """The row's number in the file, from 1."""
        return self._row.row

    def has(self, name: str) -> bool:
        """Whether something stands in the column."""
        return bool(self._raw(name))

    def first_of(self, *names: str) -> str:
        """The first of these columns that the table has; the first of all where it has none."""
        return next((name for name in names if name in self._row.headings), names[0])

    def text(self, name: str, *, required: bool = True, most: int = _LONGEST) -> str:
        """A text of at most ``most`` characters, 500 unless told otherwise, that no spreadsheet takes for a formula."""
        text = self._filled(name) if required else self._raw(name)
        if text.startswith(_FORMULA):
            self.wrong(
                name,
                _("先頭の「{sign}」は式として働くことがあるため、受け付けません。取ってください。").format(
                    sign=text[0]
                ),
            )
            return ""
        if len(text) > most:
            self.wrong(name, _("長すぎます。{most} 文字までにしてください。").format(most=most))
            return ""
        return text

    def amount(self, name: str, *, required: bool = True, below_zero: bool = False) -> Decimal | None:
        """A decimal number with at most four decimals; None for an empty cell that need not be filled."""
        text = self._filled(name) if required else self._raw(name)
        return _read(text, lambda written: self._number(name, written, below_zero=below_zero))

    def whole(self, name: str, *, required: bool = True) -> int | None:
        """A whole number, not negative."""
        number = self.amount(name, required=required)
        if number is not None and number != number.to_integral_value():
            self.wrong(name, _("整数で書いてください。"))
            return None
        return None if number is None else int(number)

    def day(self, name: str) -> date | None:
        """A day in any way people write it; None for an empty cell."""
        try:
            return _read(self._raw(name), parse_date)
        except ValueError:
            self.wrong(name, _("日付として読めません。2026-04-01 か 令和8年4月1日 の形で書いてください。"))
            return None

    def fiscal_year(self, name: str) -> int | None:
        """年度 as 2026, 令和8 or R8年度."""
        try:
            return _read(self._filled(name), parse_fiscal_year)
        except ValueError:
            self.wrong(name, _("年度として読めません。2026 か 令和8年度 の形で書いてください。"))
            return None

    def choice(
        self, name: str, words: type[Word], by_label: Callable[[Word], str], default: Word | None = None
    ) -> Word | None:
        """One of the words, as its value or its label."""
        text = self._raw(name) if default is not None else self._filled(name)
        if not text:
            return default
        plain = unicodedata.normalize("NFKC", text).strip()
        for word in words:
            if plain in (word.value, unicodedata.normalize("NFKC", by_label(word))):
                return word
        known = _("、").join(by_label(word) for word in words)
        self.wrong(name, _("「{text}」は使えません。書けるもの: {known}").format(text=text, known=known))
        return None

    def wrong(self, name: str, message: str) -> None:
        """Note a mistake in a column."""
        column = _column_number(self._row.cells.get(name, "A"))
        where = f"「{self._row.headings.get(name) or heading_of(name)}」"
        problem = Problem(self._row.file, self._row.row, column, where, message)
        if problem not in self._problems:
            self._problems.append(problem)

    def _raw(self, name: str) -> str:
        value = self._row.values.get(name, "")
        if isinstance(value, CellError):
            self.wrong(
                name, _("セルがエラー({error})です。式を直すか、値を入れ直してください。").format(error=str(value))
            )
            return ""
        return value.strip(" \u3000\n")

    def _filled(self, name: str) -> str:
        text = self._raw(name)
        if not text and not isinstance(self._row.values.get(name), CellError):
            self.wrong(name, _("空欄です。書いてください。"))
        return text

    def _number(self, name: str, text: str, *, below_zero: bool) -> Decimal | None:
        plain = unicodedata.normalize("NFKC", text).strip()
        if not _NUMBER.fullmatch(plain):
            self.wrong(name, _("「{text}」は数ではありません。数字だけで書いてください。").format(text=text))
            return None
        return self._sound(name, Decimal(plain.replace(",", "").replace("−", "-")), below_zero=below_zero)

    def _sound(self, name: str, number: Decimal, *, below_zero: bool) -> Decimal | None:
        if number < 0 and not below_zero:
            self.wrong(name, _("負の数です。0 以上の数を書いてください。"))
            return None
        if abs(number) >= _MOST:
            self.wrong(name, _("大きすぎる数です。桁を確かめてください。"))
            return None
        if number != round(number, _MOST_DECIMALS):
            self.wrong(name, _("小数は {most} 桁までにしてください。").format(most=_MOST_DECIMALS))
            return None
        return number


def _read(text: str, convert: Callable[[str], Value | None]) -> Value | None:
    return convert(text) if text else None


def _column_number(cell: str) -> int:
    """3 for ``C12``."""
    number = 0
    for character in cell.rstrip("0123456789"):
        number = number * 26 + ord(character) - ord("A") + 1
    return number
