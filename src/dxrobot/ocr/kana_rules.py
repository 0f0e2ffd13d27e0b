"""Sound rules of kana: which of two letters that look alike can stand at a place."""

from __future__ import annotations

import re

_LARGE = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_BEFORE_YOON = "キシチニヒミリギジヂビピ"
"""ャ ュ ョ follow only these in Japanese names and words."""
_AFTER_SOKUON = "カキクケコサシスセソタチツテトパピプペポガギグゲゴザジズゼゾダヂデドバビブベボ"
_IN_KATAKANA = str.maketrans("一二八力口工夕卜千", "ーニハカロエタトチ")
_KATAKANA = "ァ-ヶー"
_LETTERS = "ぁ-ん一-龥々"
_HIRAGANA, _KATAKANA_OF = str.maketrans("ベペ", "べぺ"), str.maketrans("べぺ", "ベペ")


def sized(text: str) -> str:
    """Katakana with every small letter that cannot stand where it was read made large: シブャュイ → シブヤユイ."""
    letters = list(text)
    for index, letter in enumerate(letters):
        before = letters[index - 1] if index else ""
        after = letters[index + 1] if index + 1 < len(letters) else ""
        if not before or not _small_fits(letter, before, after):
            letters[index] = letter.translate(_LARGE)
    return "".join(letters)


def _small_fits(letter: str, before: str, after: str) -> bool:
    if letter in "ャュョ":
        return before in _BEFORE_YOON
    return letter != "ッ" or bool(after and after in _AFTER_SOKUON)


def in_words(text: str) -> str:
    """Text whose kanji that must be katakana by their neighbours are: コ一ポ → コーポ, 八イツ → ハイツ."""
    text = re.sub(rf"(?<=[{_KATAKANA}])[一二八力口工夕卜千](?=[{_KATAKANA}])", _to_katakana, text)
    text = re.sub(rf"(?<=[{_KATAKANA}])[一](?![一-龥々])", _to_katakana, text)
    text = re.sub(rf"[八力口工夕卜](?=[{_KATAKANA}]{{2}})", _to_katakana, text)
    return re.sub(rf"[{_KATAKANA}]{{2,}}", lambda match: sized(match[0]), text)


def with_particles(text: str) -> str:
    """Free text whose ヘ ベ ペ and へ べ ぺ, written alike, are what their neighbours say: 職場ヘ → 職場へ.

    Where either may be meant (訪問ヘルパー, 駅へバスで, an item (ヘ), a lot ヘ12) they stay as read. No word ends
    in ヘ.
    """
    text = re.sub(rf"(?<=[{_LETTERS}{_KATAKANA}A-Za-z0-9])ヘ(?![{_KATAKANA}0-9])", "へ", text)
    text = re.sub(rf"(?<=[{_LETTERS}])[ベペ](?![{_KATAKANA}・])", lambda match: match[0].translate(_HIRAGANA), text)
    text = re.sub(rf"^へ(?=[{_KATAKANA}])", "ヘ", text)
    return re.sub(rf"(?<=[{_KATAKANA}])[べぺ](?=[{_KATAKANA}])", lambda match: match[0].translate(_KATAKANA_OF), text)


def _to_katakana(match: re.Match[str]) -> str:
    return match[0].translate(_IN_KATAKANA)
