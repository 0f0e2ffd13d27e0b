"""Charset: the characters a field may hold, and which look-alikes of the recogniser's dictionary mean one of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from dxrobot.ocr.engine import Probabilities
from dxrobot.ocr.template import FieldType, TemplateField

DIGITS = "0123456789"
_KATAKANA = "".join(chr(code) for code in range(ord("ァ"), ord("ヶ") + 1)) + "ー"
_HIRAGANA = "".join(chr(code) for code in range(ord("ぁ"), ord("ん") + 1))
_ERA_LETTERS = "明治大正昭和平成令元年月日MTSHR"

_BY_TYPE = {
    FieldType.KANA: _KATAKANA,
    FieldType.POSTAL_CODE: DIGITS + "-〒",
    FieldType.PHONE: DIGITS + "-()",
    FieldType.DATE: DIGITS + _ERA_LETTERS + "./-",
    FieldType.NUMBER: DIGITS + "-.,",
    FieldType.AMOUNT: DIGITS + ",¥円-金也",
    FieldType.DIGITS: DIGITS,
    FieldType.MY_NUMBER: DIGITS,
    FieldType.CORPORATE_NUMBER: DIGITS,
    FieldType.BANK_ACCOUNT: DIGITS,
    FieldType.BANK_KANA: _KATAKANA + DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ()-./",
}

# What the recogniser calls a shape that, in a field of this charset, can only be the first character of the line.
_LOOK_ALIKES = """
0OoＯ〇○Qロ口
1lI|/｜丨
2Zz乙
4チ
5S
6bб
7フ
8B
9qg
-‐‑‒–—―−－ー一ｰ~～_ᅳ
,，、
.．。・
¥￥Yy羊
円丹
〒干千于
年午
月冂
日曰
ー一―—-－ｰ~
ニ二
ハ八
カ力
エ工
タ夕
ロ口
ト卜
チ千
リり
ヘへ
ベべ
ペぺ
ノ丿/
メ乄
ミ彡
ン冫
シ氵
イ亻
ツッ
ヤャ
ユュ
ヨョ
"""
_SMALL_KANA = frozenset("ッャュョ")


@dataclass(frozen=True, eq=False)
class Charset:
    """The characters a field may hold, and the recogniser's columns that count as each."""

    characters: str
    columns: tuple[tuple[int, ...], ...]
    """For each character the columns of the probabilities whose sum it gets (0 is the CTC blank, not listed)."""
    silent: tuple[int, ...] = ()
    """Columns of spaces, which count as no character: where a space stands is seen in the ink instead."""

    @cached_property
    def _first(self) -> npt.NDArray[np.int64]:
        return np.array([columns[0] for columns in self.columns])

    @cached_property
    def _others(self) -> list[tuple[int, tuple[int, ...]]]:
        """For the few characters that have several columns: where they stand in the narrowed row, and the others."""
        return [(place + 1, columns[1:]) for place, columns in enumerate(self.columns) if len(columns) > 1]

    def narrow(self, probabilities: Probabilities) -> npt.NDArray[np.float32]:
        """(steps, 1 + characters): the blank, then each character with its look-alikes; the rest is dropped.

        Rows are not scaled back to one: what lay outside keeps the reading's probability low.
        """
        narrowed = np.empty((len(probabilities), len(self.characters) + 1), np.float32)
        narrowed[:, 0] = probabilities[:, (0, *self.silent)].sum(axis=1)
        narrowed[:, 1:] = probabilities[:, self._first]
        for place, others in self._others:
            narrowed[:, place] += probabilities[:, others].sum(axis=1)
        return narrowed


_SIGNS = {FieldType.NAME: "々", FieldType.ADDRESS: "々-" + DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
"""What may stand beside kanji and kana where free text may not stand."""


def charset_of(field: TemplateField, dictionary: tuple[str, ...]) -> Charset:
    """The charset of ``field`` for a recogniser with ``dictionary``."""
    return _charset(field.charset or _BY_TYPE.get(field.type, ""), dictionary, _SIGNS.get(field.type))


@lru_cache(maxsize=64)
def _charset(characters: str, dictionary: tuple[str, ...], signs: str | None) -> Charset:
    if not characters:
        return _japanese(dictionary, signs)
    alike: dict[str, list[int]] = {character: [] for character in characters}
    others = _others(characters)
    for index, entry in enumerate(dictionary):
        meant = _meant(entry, alike) or others.get(entry)
        if meant:
            alike[meant].append(index + 1)
    kept = "".join(character for character in characters if alike[character])
    return Charset(kept, tuple(tuple(alike[character]) for character in kept), _spaces(dictionary))


def _spaces(dictionary: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(index + 1 for index, entry in enumerate(dictionary) if entry.isspace())


def _others(characters: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _LOOK_ALIKES.split():
        if line[0] in characters:
            found.update({other: line[0] for other in line[1:] if other not in characters and other not in found})
    return found


def _meant(entry: str, alike: dict[str, list[int]]) -> str | None:
    if entry in alike:
        return entry
    plain = unicodedata.normalize("NFKC", entry)
    return plain if plain in alike and entry not in _SMALL_KANA else None


@lru_cache(maxsize=4)
def _japanese(dictionary: tuple[str, ...], signs: str | None) -> Charset:
    """Free text: characters of Japanese print without Chinese-only forms; for names kanji and kana alone."""
    places: dict[str, list[int]] = {}
    for index, entry in enumerate(dictionary):
        meant = japanese_meaning(entry)
        if meant and (signs is None or (meant.isalpha() and not meant.isascii()) or meant in signs):
            places.setdefault(meant, []).append(index + 1)
    columns = tuple(tuple(places[character]) for character in places)
    return Charset("".join(places), columns, _spaces(dictionary))


_CHINESE = dict(
    pair
    for pair in zip(
        "别县吴户强单图绍经对运场价备务历压产边邮现亚关录团检",
        "別県呉戸強単図紹経対運場価備務歴圧産辺郵現亜関録団検",
        strict=True,
    )
)


def japanese_meaning(entry: str) -> str | None:
    """The character of Japanese print that ``entry`` of a recogniser's dictionary stands for; None for none."""
    return _CHINESE.get(entry) or _written(entry)


def _written(entry: str) -> str | None:
    """``entry`` as it may stand in Japanese text, full-width letters as half-width ones; None when it may not."""
    plain = unicodedata.normalize("NFKC", entry) if "！" <= entry <= "～" else entry
    if len(plain) != 1 or plain == "　":
        return None
    if plain in _KATAKANA or plain in _HIRAGANA or plain in "々〆ヶ〇・「」、。" or "!" <= plain <= "~":
        return plain
    try:
        plain.encode("cp932")
    except UnicodeEncodeError:
        return None
    return plain if unicodedata.category(plain) == "Lo" else None
