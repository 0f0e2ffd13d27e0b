"""Blank forms of other layouts, to try on them what was made for the forms that are shipped: none was tuned to.

Each is a heading, sections and the fields of their places; the truth beside a drawn blank is in the places themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dxrobot.ocr.template import FieldType
from tools.forms.layout import (
    NOTE,
    SMALL,
    Cell,
    Circle,
    Comb,
    Label,
    Mark,
    Place,
    Print,
    Rect,
    Row,
    Section,
    Text,
    Tick,
    Write,
)

PAGE = (1654, 2340)


@dataclass(frozen=True)
class OtherForm:
    """A blank by its title, sections, and the types of the fields in it."""

    name: str
    title: str
    sections: tuple[Section, ...]
    types: dict[str, FieldType]
    left: int = 120
    width: int = 1414

    def marks(self) -> Iterator[Mark]:
        """Everything printed, and the places to write."""
        yield Text(self.title, Rect(0, 110, PAGE[0], 90), 48, bold=True)
        top = 280
        for section in self.sections:
            yield from section.lay(Rect(self.left, top, self.width, section.height))
            top += section.height + 34

    def places(self) -> dict[str, Place]:
        """Where each field is written."""
        return {mark.name: mark for mark in self.marks() if isinstance(mark, Place)}


def _day(prefix: str, label: str, era: tuple[str, ...] = ()) -> tuple[Cell, ...]:
    start: tuple[Cell, ...] = (
        (Circle(f"{prefix}_era", era, 46 + 76 * len(era) + 28 * (len(era) - 1)),)
        if era
        else (Print("令和", 110, ruled=True),)
    )
    units = tuple(
        cell
        for unit, part in (("年", "y"), ("月", "m"), ("日", "d"))
        for cell in (Write(f"{prefix}_{part}", 104, ruled=False), Print(unit, 50))
    )
    return (Label(label, 220), *start, *units, Print(""))


def _line(label: str, name: str, height: int = 78) -> Row:
    return Row(height, (Label(label, 220), Write(name)))


def _headed(*columns: tuple[str, int]) -> Row:
    return Row(46, tuple(Label(text, width, size=SMALL) for text, width in columns))


T = FieldType
KAIGO = OtherForm(
    "kaigo_nintei",
    "要介護認定申請書",
    (
        Section(
            "被保険者",
            (
                Row(84, (Label("被保険者番号", 220), Comb("insured_no", 10))),
                Row(
                    56, (Label("フリガナ", 220, size=SMALL), Write("kana", 600), Label("生年月日", 160), Write("birth"))
                ),
                Row(86, (Label("氏 名", 220), Write("name", 600), Label("性別", 160), Circle("sex", ("男", "女")))),
                _line("住所", "address", 90),
                Row(76, (Label("電話番号", 220), Write("phone", 420), Label("携帯電話", 180), Write("mobile"))),
            ),
        ),
        Section(
            "医療", (_line("医療機関名", "clinic"), _line("主治医の氏名", "doctor"), Row(76, _day("visit", "受診日")))
        ),
        Section(
            "同意",
            (
                Row(
                    80,
                    (Label("情報提供", 220), Tick("share", "同意する", 240, ruled=True), Tick("refuse", "同意しない")),
                ),
            ),
        ),
    ),
    {
        "insured_no": T.DIGITS,
        "kana": T.KANA,
        "birth": T.DATE,
        "name": T.NAME,
        "sex": T.CHOICE,
        "address": T.ADDRESS,
        "phone": T.PHONE,
        "mobile": T.PHONE,
        "clinic": T.TEXT,
        "doctor": T.NAME,
        "visit_y": T.DIGITS,
        "visit_m": T.DIGITS,
        "visit_d": T.DIGITS,
        "share": T.CHECKBOX,
        "refuse": T.CHECKBOX,
    },
)
HOJOKIN = OtherForm(
    "hojokin_shinsei",
    "事業補助金交付申請書",
    (
        Section(
            "申請者",
            (
                Row(84, (Label("法人番号", 220), Comb("corporate", 13))),
                _line("所在地", "address", 84),
                _line("団体名", "body"),
                Row(80, (Label("代表者氏名", 220), Write("head", 560), Label("電話", 140), Write("phone"))),
            ),
        ),
        Section(
            "事業",
            (
                _line("事業の目的", "purpose", 110),
                Row(
                    76,
                    (
                        Label("補助申請額", 220),
                        Write("grant", 420),
                        Print("円", 60),
                        Label("参加人数", 180),
                        Write("persons", 260, ruled=True),
                        Print("人", 60),
                    ),
                ),
                Row(76, _day("begin", "開始日")),
                Row(76, _day("finish", "終了日")),
            ),
        ),
        Section(
            "経費の内訳",
            (
                _headed(("品 名", 620), ("数量", 180), ("金 額", 0)),
                *(
                    Row(70, (Write(f"article{i}", 620), Write(f"quantity{i}", 180), Write(f"amount{i}")))
                    for i in range(1, 6)
                ),
                Row(74, (Label("合 計", 800), Write("total"))),
            ),
        ),
    ),
    {
        "corporate": T.CORPORATE_NUMBER,
        "address": T.ADDRESS,
        "body": T.TEXT,
        "head": T.NAME,
        "phone": T.PHONE,
        "purpose": T.TEXT,
        "grant": T.AMOUNT,
        "persons": T.NUMBER,
        "total": T.AMOUNT,
        **{f"{day}_{part}": T.DIGITS for day in ("begin", "finish") for part in "ymd"},
        **{f"article{i}": T.TEXT for i in range(1, 6)},
        **{f"quantity{i}": T.NUMBER for i in range(1, 6)},
        **{f"amount{i}": T.AMOUNT for i in range(1, 6)},
    },
    left=100,
    width=1460,
)
INU = OtherForm(
    "inu_touroku",
    "犬の登録申請書",
    (
        Section(
            "所有者",
            (
                _line("フリガナ", "kana", 58),
                _line("氏名", "name", 88),
                Row(
                    82,
                    (
                        Label("郵便番号", 220),
                        Comb("postal", 7, 500, before="〒", dash_after=3),
                        Label("続柄", 160),
                        Write("relation"),
                    ),
                ),
                _line("住所", "address", 88),
                Row(
                    76,
                    (Label("連絡先", 220), Write("phone", 520), Print("日中つながる番号を書いてください", size=NOTE)),
                ),
            ),
        ),
        Section(
            "犬",
            (
                Row(78, (Label("犬の名", 220), Write("dog", 420), Label("犬種", 160), Write("breed"))),
                Row(
                    78,
                    (
                        Label("性 別", 220),
                        Circle("sex", ("オス", "メス"), 420),
                        Label("年齢", 160, ruled=True),
                        Write("age", 200),
                        Print("歳", 60),
                        Print(""),
                    ),
                ),
                Row(78, _day("born", "生年月日", ("平成", "令和"))),
                Row(78, (Label("毛 色", 220), Circle("coat", ("茶", "白", "黒", "その他")))),
            ),
        ),
        Section(
            "手数料",
            (
                Row(84, (Label("口座番号", 220), Circle("kind", ("普通", "当座"), 240), Comb("account", 7))),
                Row(64, (Label("口座名義カナ", 220, size=SMALL), Write("holder"))),
                Row(76, (Label("減免", 220), Circle("waiver", ("有", "無")))),
            ),
        ),
    ),
    {
        "kana": T.KANA,
        "name": T.NAME,
        "postal": T.POSTAL_CODE,
        "relation": T.TEXT,
        "address": T.ADDRESS,
        "phone": T.PHONE,
        "dog": T.TEXT,
        "breed": T.TEXT,
        "sex": T.CHOICE,
        "age": T.NUMBER,
        "born_era": T.CHOICE,
        "born_y": T.DIGITS,
        "born_m": T.DIGITS,
        "born_d": T.DIGITS,
        "coat": T.CHOICE,
        "kind": T.CHOICE,
        "account": T.BANK_ACCOUNT,
        "holder": T.KANA,
        "waiver": T.CHOICE,
    },
    left=140,
    width=1374,
)
OTHER_FORMS = (KAIGO, HOJOKIN, INU)
