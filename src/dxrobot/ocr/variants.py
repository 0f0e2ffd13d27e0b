"""Variants: characters of names that differ in a stroke, of which the recogniser knows or says only one.

It says 高 and 柳 where 髙 and 栁 stand, 凜 where 凛 does, and wavers between 黒 and 黑. A network of its own looks at
each such character (dxrobot.ocr.variant_network). A name of which that is not sure is shown to a person with the
others beside it: a silent 崎 for 﨑 would be a wrong name. Pairs told apart by shape (沢 and 澤) are not listed.
"""

from __future__ import annotations

GROUPS = (
    *("崎﨑", "高髙", "吉𠮷", "浜濱濵", "柳栁", "黒黑", "辺邊邉", "斉齊斎齋", "桑桒", "増增", "真眞", "富冨", "薗菌"),
    *("瀬瀨", "曽曾", "桧檜", "穂穗", "槙槇", "頼賴", "芦蘆", "鴎鷗", "籠篭", "巌巖", "凛凜"),
    *("徳德", "横橫", "緑綠"),
)
OLD_FORMS = (
    *("渋澁", "沢澤", "広廣", "桜櫻", "国國", "島嶋", "島嶌", "滝瀧", "竜龍", "恵惠"),
    *("栄榮", "万萬", "実實", "関關", "条條", "会會", "峰峯", "鉄鐵", "塩鹽", "館舘"),
    *("来來", "藪薮", "岳嶽", "児兒", "亀龜", "寿壽", "戸戶"),
    *("浅淺", "温溫", "蔵藏", "鶴靏", "鶴靍", "豊豐", "齢齡", "画畫", "伝傳", "弥彌"),
)
"""A character of today's names and an older form of it, told apart by shape; family registers keep either."""
_GROUP_OF = {character: group for group in GROUPS for character in group}


_PLAIN = str.maketrans(
    {pair[1]: pair[0] for pair in OLD_FORMS} | {character: group[0] for group in GROUPS for character in group}
)


def folded(text: str) -> str:
    """``text`` with every variant as the plainest of its group, for comparing and never for keeping: 髙田 → 高田."""
    return text.translate(_PLAIN)


def with_first_variants(text: str) -> str:
    """``text`` with each character of a group as the first of it: what texts that differ in variants alone share."""
    return "".join(group[0] if (group := _GROUP_OF.get(one)) else one for one in text)


def older_spellings(text: str) -> tuple[str, ...]:
    """``text`` with one character in an older form or another variant, wherever it stands."""
    older = tuple(text.replace(pair[0], pair[1]) for pair in OLD_FORMS if pair[0] in text)
    return (*older, *spellings(text))


def group_of(character: str) -> str:
    """The variants of ``character``, itself among them; empty for one that has none."""
    return _GROUP_OF.get(character, "")


def uncertain(text: str) -> tuple[str, ...]:
    """The characters of ``text`` whose shape the recogniser cannot vouch for, each once."""
    return tuple(dict.fromkeys(character for character in text if character in _GROUP_OF))


def spellings(text: str) -> tuple[str, ...]:
    """``text`` with one uncertain character replaced by another of its group, wherever it stands."""
    return tuple(
        text.replace(character, other)
        for character in uncertain(text)
        for other in _GROUP_OF[character]
        if other != character
    )
