"""Sound rules of kana: which of two letters that look alike can stand at a place."""

from __future__ import annotations

import re

_LARGE = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_BEFORE_YOON = "キシチニヒミリギジヂビピ"
"""ャ ュ ョ follow only these in Japanese names and words."""
_AFTER_SOKUON = "カキクケコサシスセソタチツテトパピプペポガギグゲゴザジズゼゾダヂデドバビブベボ"
_IN_KATAKANA = str.maketrans("一二八力口工夕卜千", "ーニハカロエタトチ")
_KATAKANA = "ァ-ヶー"


def sized(text: str) -> str:
    """Katakana with every small letter that cannot stand where it was read made large: シブャュイ → シブヤユイ."""
    letters = list(text)
    for index, letter in enumerate(letters):
        before = letters[index - 1] if index else ""
        after = letters[index + 1] if index + 1 < len(letters) else ""
        if (letter in "ャュョ" and before not in _BEFORE_YOON) or (
            letter == "ッ" and (not before or after not in _AFTER_SOKUON)
        ):
            letters[index] = letter.translate(_LARGE)
        if not before:
            letters[index] = letters[index].translate(_LARGE)
    return "".join(letters)


def other_sizes(text: str) -> tuple[str, ...]:
    """The texts that differ from ``text`` in the size of one letter and are as possible: リュウ, リユウ."""
    swap = {"ャ": "ヤ", "ュ": "ユ", "ョ": "ヨ", "ッ": "ツ", "ヤ": "ャ", "ユ": "ュ", "ヨ": "ョ", "ツ": "ッ"}
    swapped = (text[:i] + swap[c] + text[i + 1 :] for i, c in enumerate(text) if c in swap)
    return tuple(other for other in swapped if sized(other) == other)


def in_words(text: str) -> str:
    """Text whose kanji that must be katakana by their neighbours are: コ一ポ → コーポ, 八イツ → ハイツ."""
    text = re.sub(rf"(?<=[{_KATAKANA}])[一二八力口工夕卜千](?=[{_KATAKANA}])", _to_katakana, text)
    text = re.sub(rf"(?<=[{_KATAKANA}])[一](?![一-龥々])", _to_katakana, text)
    text = re.sub(rf"[八力口工夕卜](?=[{_KATAKANA}]{{2}})", _to_katakana, text)
    return re.sub(rf"[{_KATAKANA}]{{2,}}", lambda match: sized(match[0]), text)


def _to_katakana(match: re.Match[str]) -> str:
    return match[0].translate(_IN_KATAKANA)
