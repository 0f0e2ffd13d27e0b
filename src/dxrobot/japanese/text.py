"""Widths, kana, spaces and dashes of Japanese text. Stored names are never changed beyond their spaces."""

from __future__ import annotations

import re
import unicodedata

import jaconv

DASHES = "-‐‑‒–—―−－ｰー一~〜～"
"""Characters that stand for a hyphen between digits, as people write and recognisers read them."""

_DASH_BETWEEN_DIGITS = re.compile(rf"(?<=\d)\s*[{re.escape(DASHES)}]\s*(?=\d)")
_KANJI = re.compile("[々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ZENGIN = re.compile(r"[ｦ-ﾟA-Z0-9 ()\-/.,¥\\｢｣]*")
_NOT_BASIC_VOICE = str.maketrans(
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ", "あいうえおつやゆよわアイウエオツヤユヨワカケ"
)


def zenkaku(text: str) -> str:
    """Everything full width: ABC 123 ｱ → ＡＢＣ　１２３　ア."""
    return str(jaconv.h2z(text, kana=True, ascii=True, digit=True)).replace(" ", "　")


def hankaku(text: str) -> str:
    """Everything half width, kana included: ＡＢＣ　ア → ABC ｱ."""
    return str(jaconv.z2h(text, kana=True, ascii=True, digit=True)).replace("　", " ")


def half_digits(text: str) -> str:
    """Digits and ASCII half width, kana and kanji as they are."""
    return str(jaconv.z2h(text, kana=False, ascii=True, digit=True)).replace("　", " ")


def zenkaku_digits(text: str) -> str:
    """Digits full width, the rest as it is."""
    return str(jaconv.h2z(text, kana=False, ascii=False, digit=True))


def hankaku_digits(text: str) -> str:
    """Digits half width, the rest as it is."""
    return str(jaconv.z2h(text, kana=False, ascii=False, digit=True))


def zenkaku_kana(text: str) -> str:
    """Half-width katakana full width, the rest as it is."""
    return str(jaconv.h2z(text, kana=True, ascii=False, digit=False))


def hankaku_kana(text: str) -> str:
    """Full-width katakana half width, the rest as it is."""
    return str(jaconv.z2h(text, kana=True, ascii=False, digit=False))


def katakana(text: str) -> str:
    """Full-width katakana from hiragana or half-width katakana; the rest as it is."""
    return str(jaconv.hira2kata(jaconv.h2z(text, kana=True, ascii=False, digit=False)))


def hiragana(text: str) -> str:
    """Hiragana from katakana of either width; the rest as it is."""
    return str(jaconv.kata2hira(jaconv.h2z(text, kana=True, ascii=False, digit=False)))


def zengin_kana(text: str) -> str:
    """Account-holder kana as banks exchange it (全銀協 規定文字): half width, no small kana, upper-case letters."""
    plain = katakana(text).translate(_NOT_BASIC_VOICE).replace("ー", "-").replace("ヲ", "オ")
    return hankaku(plain).upper()


def squeeze(text: str) -> str:
    """One half-width space where there was any run of white space; none at the ends."""
    return re.sub(r"\s+", " ", text).strip()


def without_spaces(text: str) -> str:
    """``text`` without any white space."""
    return re.sub(r"\s", "", text)


def hyphens_between_digits(text: str) -> str:
    """Every kind of dash between two digits becomes ``-``; a long vowel or 一 elsewhere stays."""
    return _DASH_BETWEEN_DIGITS.sub("-", text)


def kana(text: str) -> str:
    """Normal form of furigana: full-width katakana, one half-width space between surname and given name."""
    return squeeze(katakana(text))


def strict_kana(text: str) -> str:
    """The same; ValueError when kanji are left, which no rule reads."""
    plain = kana(text)
    if _KANJI.search(plain):
        raise ValueError("no kana")
    return plain


def bank_kana(text: str) -> str:
    """:func:`zengin_kana`; ValueError for what banks do not take."""
    plain = zengin_kana(text)
    if not _ZENGIN.fullmatch(plain):
        raise ValueError("no kana of banks")
    return plain


def name(text: str) -> str:
    """Normal form of a name: one half-width space between surname and given name, characters as written."""
    return squeeze(text)


def address(text: str) -> str:
    """Normal form of an address: NFKC without CJK compatibility changes, no spaces, ``-`` between digits."""
    return hyphens_between_digits(without_spaces(nfkc_keeping_kanji(text)))


def nfkc_keeping_kanji(text: str) -> str:
    """NFKC, except that a compatibility ideograph (塚 U+FA10, 神 U+FA19) is never replaced by its common form."""
    return "".join(c if "\uf900" <= c <= "\ufaff" else unicodedata.normalize("NFKC", c) for c in text)
