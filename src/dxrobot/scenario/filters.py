"""Filters for municipal data in expressions: ``{{ form.claim_date | iso_date }}``. A blank stays blank.

A value that is wrong for its filter is a ValueError, which :mod:`dxrobot.scenario.expression` turns into an error of
the record that does not quote the value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import wraps
from typing import Any, NamedTuple

from dxrobot.japanese import codes, days, text, wareki
from dxrobot.scenario import patterns

_LONGEST = 100_000
"""Characters that a filter may make of a value."""


class Filter(NamedTuple):
    """One filter: its name, what it does, its sentence for staff, and an example with its result."""

    name: str
    function: Callable[..., object]
    sentence: str
    example: str
    result: object

    @property
    def shown_example(self) -> str:
        """The example as the guide shows it."""
        return f"{{{{ {self.example} }}}} → {self.result}"


def _is_blank(value: object) -> bool:
    return value is None or value == ""


def _of_text(function: Callable[..., object]) -> Callable[..., object]:
    """``function`` for any value as text, leaving a blank blank."""

    @wraps(function)
    def apply(value: object, *arguments: Any) -> object:
        return "" if _is_blank(value) else function(str(value), *arguments)

    return apply


def _of_day(function: Callable[..., object]) -> Callable[..., object]:
    """``function`` for any date that people write, leaving a blank blank; a day comes out in ISO form."""

    @wraps(function)
    def apply(value: object, *arguments: Any) -> object:
        if _is_blank(value):
            return ""
        result = function(wareki.parse_date(str(value)), *arguments)
        return result.isoformat() if isinstance(result, date) else result

    return apply


def _thousands(value: str) -> str:
    return f"{int(codes.amount(value)):,}"


def _decoded(value: str, names: Mapping[str, str]) -> str:
    """What a code stands for; ValueError for one that is not among ``names``."""
    if value not in names:
        raise ValueError("unknown code")
    return names[value]


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


def _day(value: object) -> date:
    return wareki.parse_date(str(value))


def _replaced(value: str, old: str, new: str) -> str:
    if not old:
        raise ValueError("nothing to replace")
    if len(value) + value.count(old) * len(new) > _LONGEST:
        raise ValueError("too long")
    return value.replace(old, new)


def _before(value: str, mark: str) -> str:
    return value.partition(mark)[0]


def _after(value: str, mark: str) -> str:
    """Nothing when ``mark`` does not stand in the text."""
    return value.partition(mark)[2]


def _cut(value: str, first: int, length: int) -> str:
    """``length`` characters from the one numbered ``first`` on, counted from 1."""
    if first < 1 or length < 0:
        raise ValueError("not a place in a text")
    return value[first - 1 : first - 1 + length]


def _contains(value: object, part: str) -> bool:
    return not _is_blank(value) and part in str(value)


def _matches(value: object, pattern: str) -> bool:
    """Whether the whole text has the shape of a regular expression; InputError for a wrong one."""
    shape = patterns.shape(pattern)
    if not _is_blank(value) and len(str(value)) > patterns.LONGEST:
        raise ValueError("too long")
    return not _is_blank(value) and shape.fullmatch(str(value)) is not None


_DATES = (
    Filter("wareki", _of_text(wareki.wareki), "日付を和暦にします。", "'2026-04-01' | wareki", "令和8年4月1日"),
    Filter(
        "wareki_short", _of_day(days.wareki_short), "日付を短い和暦にします。", "'2026-04-01' | wareki_short", "R8.4.1"
    ),
    Filter(
        "wareki_code",
        _of_text(wareki.wareki_code),
        "日付を、元号の番号(明治1から令和5)で始まる7桁にします。",
        "'令和8年4月15日' | wareki_code",
        "5080415",
    ),
    Filter("seireki", _of_text(wareki.seireki), "日付を西暦にします。", "'R8.4.1' | seireki", "2026年4月1日"),
    Filter(
        "iso_date",
        _of_text(wareki.iso),
        "日付を 2026-04-01 の形にします。",
        "'令和八年四月一日' | iso_date",
        "2026-04-01",
    ),
    Filter("era", _of_day(lambda day: wareki.era_of(day).name), "日付の元号です。", "'2026-04-01' | era", "令和"),
    Filter("era_year", _of_day(days.era_year), "日付の和暦の年です。元年は 1 です。", "'2026-04-01' | era_year", 8),
    Filter("year", _of_day(lambda day: day.year), "日付の西暦の年です。", "'R8.4.1' | year", 2026),
    Filter("month", _of_day(lambda day: day.month), "日付の月です。", "'R8.4.1' | month", 4),
    Filter("day", _of_day(lambda day: day.day), "日付の日です。", "'R8.4.1' | day", 1),
    Filter("day_of_week", _of_day(days.day_of_week), "日付の曜日です。", "'2026-04-01' | day_of_week", "水"),
    Filter(
        "fiscal_year",
        _of_day(lambda day: str(wareki.fiscal_year(day))),
        "日付の年度(4月始まり)です。",
        "'2026-03-31' | fiscal_year",
        "2025",
    ),
    Filter(
        "fiscal_year_wareki",
        _of_day(days.fiscal_year_wareki),
        "日付の年度を和暦で書きます。",
        "'2026-03-31' | fiscal_year_wareki",
        "令和7年度",
    ),
    Filter(
        "add_days", _of_day(days.add_days), "何日か後(負なら前)の日付です。", "'R8.4.1' | add_days(14)", "2026-04-15"
    ),
    Filter(
        "add_months",
        _of_day(days.add_months),
        "何か月か後(負なら前)の日付です。その日がない月は月末です。",
        "'2026-01-31' | add_months(1)",
        "2026-02-28",
    ),
    Filter("month_end", _of_day(days.month_end), "その月の末日です。", "'R8.4.1' | month_end", "2026-04-30"),
    Filter(
        "days_until",
        _of_day(lambda day, other: (_day(other) - day).days),
        "ある日までの日数です。過ぎていれば負です。",
        "'2026-04-01' | days_until('2026-04-15')",
        14,
    ),
    Filter(
        "age_on",
        _of_day(lambda born, day: days.age_on(born, _day(day))),
        "生年月日の人の、ある日の満年齢です。",
        "'H30.4.2' | age_on('2026-04-01')",
        7,
    ),
    Filter(
        "reaches_age",
        _of_day(days.reaches_age),
        "生年月日の人が、その年齢に達する日(誕生日の前日)です。",
        "'S36.4.1' | reaches_age(65)",
        "2026-03-31",
    ),
)

_TEXTS = (
    Filter(
        "katakana",
        _of_text(text.katakana),
        "ひらがな・半角カナを全角カタカナにします。",
        "'やまだ' | katakana",
        "ヤマダ",
    ),
    Filter("hiragana", _of_text(text.hiragana), "カタカナをひらがなにします。", "'ヤマダ' | hiragana", "やまだ"),
    Filter(
        "kana",
        _of_text(text.strict_kana),
        "ふりがなの形にします(全角カタカナ、姓名の間は空白1つ)。漢字があれば、その件の誤りです。",
        "'やまだ　はな' | kana",
        "ヤマダ ハナ",
    ),
    Filter(
        "zengin_kana",
        _of_text(text.bank_kana),
        "口座名義のカナ(全銀)にします。全銀にない文字があれば、その件の誤りです。",
        "'キョウト' | zengin_kana",
        "ｷﾖｳﾄ",
    ),
    Filter("zenkaku", _of_text(text.zenkaku), "すべて全角にします。", "'AB1-ｱ' | zenkaku", "ＡＢ１－ア"),
    Filter("hankaku", _of_text(text.hankaku), "すべて半角にします。", "'ＡＢ１ア' | hankaku", "AB1ｱ"),
    Filter(
        "zenkaku_digits", _of_text(text.zenkaku_digits), "数字だけ全角にします。", "'A1番' | zenkaku_digits", "A１番"
    ),
    Filter(
        "hankaku_digits", _of_text(text.hankaku_digits), "数字だけ半角にします。", "'Ａ１番' | hankaku_digits", "Ａ1番"
    ),
    Filter("zenkaku_kana", _of_text(text.zenkaku_kana), "カナだけ全角にします。", "'ﾔﾏﾀﾞ1' | zenkaku_kana", "ヤマダ1"),
    Filter("hankaku_kana", _of_text(text.hankaku_kana), "カナだけ半角にします。", "'ヤマダ１' | hankaku_kana", "ﾔﾏﾀﾞ１"),
    Filter(
        "without_spaces", _of_text(text.without_spaces), "空白を除きます。", "'山田　花子' | without_spaces", "山田花子"
    ),
    Filter("before", _of_text(_before), "ある文字より前です。", "'山田 花子' | before(' ')", "山田"),
    Filter("after", _of_text(_after), "ある文字より後です。なければ空です。", "'山田 花子' | after(' ')", "花子"),
    Filter("replace", _of_text(_replaced), "文字を置き換えます。", "'1丁目2' | replace('丁目', '-')", "1-2"),
    Filter("cut", _of_text(_cut), "何文字目から何文字かを取り出します。", "'20260401' | cut(5, 2)", "04"),
    Filter("contains", _contains, "その文字が含まれるかどうかです。", "'見本市 北町' | contains('北町')", True),
    Filter("matches", _matches, "全体が正規表現の形かどうかです。", "'A-12' | matches('[A-Z]-[0-9]+')", True),
    Filter(
        "decode",
        _of_text(_decoded),
        "コードを言葉にします。一覧にないコードは、その件の誤りです。",
        "'1' | decode({'1': '男', '2': '女'})",
        "男",
    ),
    Filter("column", _column, "行の一覧から、1列の値の一覧を取り出します。", "[{'番号': '1'}] | column('番号')", ["1"]),
    Filter(
        "where",
        _where,
        "行の一覧から、見出しの値が合う行だけを残します。",
        "[{'番号': '1'}, {'番号': '2'}] | where({'番号': 2})",
        [{"番号": "2"}],
    ),
)

_NUMBERS = (
    Filter("digits", _of_text(codes.digits), "数字だけを半角で残します。", "'０７５-111' | digits", "075111"),
    Filter("zero_fill", _of_text(codes.zero_fill), "頭に 0 を補って桁をそろえます。", "'88' | zero_fill(7)", "0000088"),
    Filter(
        "postal_code",
        _of_text(codes.postal_code),
        "郵便番号の形にします。",
        "'６１５８２５２' | postal_code",
        "615-8252",
    ),
    Filter(
        "phone",
        _of_text(codes.phone),
        "電話番号を半角にし、桁数を確かめます。",
        "'０７５－１１１－２２２２' | phone",
        "075-111-2222",
    ),
    Filter("amount", _of_text(codes.amount), "金額を数字だけにします。", "'金4,707円也' | amount", "4707"),
    Filter("yen", _of_text(_thousands), "金額に3桁ごとの「,」を付けます。", "'71052187' | yen", "71,052,187"),
    Filter("number", _of_text(codes.number), "計算できる数にします。▲ は負です。", "('1,200' | number) + 50", 1250),
)

_ALL = (*_DATES, *_TEXTS, *_NUMBERS)

FILTERS: Mapping[str, Callable[..., object]] = {found.name: found.function for found in _ALL}


def describe() -> list[tuple[str, str, str]]:
    """Every filter with its sentence and an example, for the authoring guide and for editors."""
    return [(found.name, found.sentence, found.shown_example) for found in _ALL]


def examples() -> list[tuple[str, object]]:
    """Every example with what it must give, so that the guide can be held to its word."""
    return [(found.example, found.result) for found in _ALL]
