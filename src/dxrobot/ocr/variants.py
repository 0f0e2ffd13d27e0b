"""Variants: characters of names that differ in a stroke, of which the recogniser knows or says only one.

It has no 﨑, 濵 and 𠮷, never says 髙 or 栁 where it should, and wavers between 黒 and 黑. A name that holds one of a
group is therefore shown to a person with the others beside it; a silent 崎 for 﨑 would be a wrong name.
"""

from __future__ import annotations

_GROUPS = (
    "崎﨑",
    "高髙",
    "吉𠮷",
    "浜濱濵",
    "柳栁",
    "黒黑",
    "辺邊邉",
    "斉齊斎齋",
    "桑桒",
    "増增",
    "真眞",
    "広廣",
    "渋澁",
    "瀬瀨",
    "徳德",
    "曽曾",
    "島嶋嶌",
    "富冨",
    "桧檜",
    "恵惠",
    "穂穗",
    "隆隆",
    "朗朗",
    "郎郞",
    "緑綠",
    "榊榊",
    "塚塚",
    "祐祐",
    "祥祥",
    "靖靖",
    "福福",
    "神神",
    "飯飯",
    "諸諸",
    "館舘",
    "槙槇",
    "巌巖",
    "鉄鐵",
    "寿壽",
    "弥彌",
    "栄榮",
    "蔵藏",
    "頼賴",
    "条條",
    "国國",
    "礼禮",
    "竜龍",
    "滝瀧",
    "円圓",
    "万萬",
    "関關",
    "沢澤",
    "禎禎",
    "逸逸",
    "都都",
    "清淸",
    "晴晴",
    "精精",
    "羽羽",
    "葛葛",
    "芦蘆",
    "鴎鷗",
    "篭籠",
    "桜櫻",
)
_GROUP_OF = {character: group for group in _GROUPS for character in group}

# Both forms are common, the recogniser tells them apart by shape, and either is read as it stands.
_TOLD_APART = frozenset("沢澤広廣富冨島嶋嶌国國竜龍滝瀧円圓万萬関關渋澁寿壽弥彌栄榮桜櫻館舘条條恵惠徳德鉄鐵蔵藏礼禮")
_PLAIN = frozenset("隆朗福神祥羽晴清精都逸祐靖飯塚諸榊葛郎禎")


def others(character: str) -> str:
    """The characters ``character`` may stand for when a recogniser read it; empty when there are none."""
    return _GROUP_OF.get(character, "").replace(character, "")


def uncertain(text: str) -> tuple[str, ...]:
    """The characters of ``text`` whose shape the recogniser cannot vouch for."""
    return tuple(c for c in text if c in _GROUP_OF and c not in _TOLD_APART and c not in _PLAIN)


def spellings(text: str) -> tuple[str, ...]:
    """``text`` with one uncertain character replaced by another of its group, at every place it stands."""
    return tuple(text.replace(c, other) for c in dict.fromkeys(uncertain(text)) for other in others(c))
