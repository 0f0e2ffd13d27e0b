"""The characters of our recogniser: what may stand in Japanese forms, each once, and where each comes from."""

from __future__ import annotations

from collections.abc import Sequence

from dxrobot.ocr.charset import japanese_meaning
from dxrobot.ocr.variants import GROUPS

_KATAKANA = "".join(chr(code) for code in range(ord("ァ"), ord("ヶ") + 1)) + "ー"
_HIRAGANA = "".join(chr(code) for code in range(ord("ぁ"), ord("ん") + 1))
_SIGNS = "々〆〇・「」、。〒¥円"
_ASCII = "".join(chr(code) for code in range(0x21, 0x7F))


def _kanji() -> str:
    """JIS X 0208 levels 1 and 2, and the kanji that cp932 has beyond them (IBM's, 﨑 and 髙 among them)."""
    rows = ((lead, trail) for lead in (*range(0x88, 0xA0), *range(0xE0, 0xFD)) for trail in range(0x40, 0xFD))
    found: dict[str, None] = {}
    for lead, trail in rows:
        try:
            character = bytes((lead, trail)).decode("cp932")
        except UnicodeDecodeError:
            continue
        if "一" <= character <= "龥" or "豈" <= character <= "﫿":
            found[character] = None
    return "".join(found)


def characters() -> str:
    """Every character of the dictionary, in the order of the columns."""
    groups = "".join(character for group in GROUPS for character in group)
    return "".join(dict.fromkeys(_ASCII + _SIGNS + _HIRAGANA + _KATAKANA + _kanji() + groups))


def parents(old: Sequence[str], new: str) -> list[list[int]]:
    """For each character of ``new`` the places in ``old`` that meant it; empty for one the old dictionary lacks."""
    meant: dict[str, list[int]] = {}
    for index, entry in enumerate(old):
        meaning = japanese_meaning(entry)
        if meaning:
            meant.setdefault(meaning, []).append(index)
    for group in GROUPS:
        known = [character for character in group if character in meant]
        for character in group:
            if known and character not in meant:
                meant[character] = meant[known[0]]
    return [meant.get(character, []) for character in new]
